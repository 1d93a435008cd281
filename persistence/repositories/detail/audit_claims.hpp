// The rules of the audit that compare masks, which no SQL of both engines can: claims with times, closed days with
// closures. They read page by page, so that a million bookings fit.
#pragma once

#include "persistence/engine/session.hpp"
#include "persistence/repositories/audit.hpp"

namespace hiroba::persistence::detail {

// What is found has no name yet: the list of the rules gives it.
// Bookings that occupy without claims for all of their time on every day in at least one unit, or whose units are not
// claimed alike.
[[nodiscard]] Finding bookings_without_their_time(Session& session);
// Units' days whose closed mask is not that of the closures in force.
[[nodiscard]] Finding days_closed_by_nobody(Session& session);
// Bookings that stand inside a closure in force and are not listed with it as kept, though their use was still to come
// when it was made.
[[nodiscard]] Finding unlisted_conflicts(Session& session);

} // namespace hiroba::persistence::detail
