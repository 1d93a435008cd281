// Who comes too late for a slot in a rush: told so by one look, without a place in the queue of the writers.
#pragma once

#include "persistence/repositories/bookings.hpp"

#include <vector>

namespace hiroba::persistence {

struct LateQuestion {
    IdempotencyKey key;
    Occupation occupation; // at least a unit and a day
    HoldOptions options;
    Instant now;
};

// Of each: whether insert_held would refuse with `already_taken` as things stand now, and nothing is remembered under
// its key. It decides nothing for the others. One statement; at least one question, all of one operation.
[[nodiscard]] std::vector<bool> come_too_late(Session& session, const std::vector<LateQuestion>& questions);

} // namespace hiroba::persistence
