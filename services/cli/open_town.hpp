// The database of a town that is set up, for every command but `migrate`, which sets it up.
#pragma once

#include "persistence/engine/database.hpp"

namespace hiroba::services::cli {

// Throws std::runtime_error, with words for the terminal, before anything is made or changed: `database_missing` when
// there is none, and what to run when its schema is not this program's.
[[nodiscard]] std::unique_ptr<persistence::Database> open_town(const persistence::DatabaseOptions& options);

} // namespace hiroba::services::cli
