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

// too_late: insert_held would refuse with `already_taken` as things stand now, and nothing is remembered under the key.
// too_late_beside_own: the same, and the person has, or had, a booking about the days that are asked for, perhaps the
// very one that is in the way.
enum class Lateness { in_time, too_late, too_late_beside_own };

// Of each; in_time decides nothing. One statement; at least one question, all of one operation.
[[nodiscard]] std::vector<Lateness> come_too_late(Session& session, const std::vector<LateQuestion>& questions);

} // namespace hiroba::persistence
