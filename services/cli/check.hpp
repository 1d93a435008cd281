// `hiroba check`: recomputes from the tables, and from what the town's files say, what must always be true.
#pragma once

#include "persistence/engine/database.hpp"

#include <string>

namespace hiroba::services::cli {

struct CheckOptions {
    std::string attachments{}; // their folder, whose files are compared with their rows; empty: only the tables
    bool shows_progress = false;
};
// Prints what is wrong, rule by rule. 0: nothing is; 1: something is. A million bookings take minutes: progress is
// shown on standard error when it is a terminal, or when it is wanted.
[[nodiscard]] int check(persistence::Database& database, const CheckOptions& options);

} // namespace hiroba::services::cli
