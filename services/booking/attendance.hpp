// 利用: who came, who did not, and what follows.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// checked_in, check_in_undone, use_ended, not_come or came_after_all, by staff. A no-show counts: with the last one
// that the facility's rule allows in a fiscal year the person is suspended.
// `booking_not_found`, `wrong_state`, `too_early` (nobody is checked in before the day of use, and nobody stayed away
// before the use began); `already_taken` when a corrected no-show's time was given to others meanwhile.
[[nodiscard]] Result<persistence::Booking> record_attendance(const Context& context, const persistence::Account& staff,
                                                             BookingId booking, BookingEvent event);

// The use of this booking is over: used, or a no-show where staff check people in and nobody did. Inside a unit of
// work; `by` is empty for the system.
[[nodiscard]] Result<BookingState> end_use(persistence::Session& session, const TownInForce& town, BookingId booking,
                                           std::optional<AccountId> by, Instant now);

} // namespace hiroba::services
