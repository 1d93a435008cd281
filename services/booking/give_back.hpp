// What happens to the slots that a booking gives up before its use: they become free at once, after a random while
// (against grabbing), or go to the first in the waiting list.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// One step of the booking's life that gives its claims back, by the release rule of its facility; what was applied for
// about it lapses. The application is locked. Refused like `advance`.
[[nodiscard]] Result<BookingState> give_back(persistence::Session& session, const TownInForce& town,
                                             const persistence::Booking& booking, persistence::Advance step);

// The same rule for bookings that stand but move (変更): the one hold-back for what they have and will not keep, for
// change_use; nothing when that is free at once. Asked before anything is written, with the bookings as they are and
// what they will occupy (`occupation_of`).
[[nodiscard]] std::optional<OwnerId> hold_back_for(persistence::Session& session, const TownInForce& town,
                                                   const std::vector<persistence::Booking>& bookings,
                                                   const std::vector<persistence::Occupation>& kept, Instant now);

// The same rule for what a change that is not made kept (kept_change.hpp), of that facility.
[[nodiscard]] std::optional<OwnerId> hold_back_for_kept(persistence::Session& session, const TownInForce& town,
                                                        const FacilityCode& facility, OwnerId kept, Instant now);

} // namespace hiroba::services
