// `hiroba check`: recomputes from the tables what must always be true of them.
#pragma once

#include "persistence/engine/session.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence {

// One rule that is broken, with the ids of what breaks it (the first 20).
struct Finding {
    std::string invariant; // "claims_match_masks"
    std::int64_t count = 0;
    std::vector<std::string> examples;
};

// The names of all rules, in the order in which they are checked, each with a sentence that says it.
struct Invariant {
    std::string_view name;
    std::string_view sentence;
};
[[nodiscard]] std::vector<Invariant> invariants();

// All of them, on one view of the database. Empty: everything is as it must be. Nobody's clock is asked: what should be
// over by now is held against the newest event of a booking.
[[nodiscard]] std::vector<Finding> audit(Session& session);

} // namespace hiroba::persistence
