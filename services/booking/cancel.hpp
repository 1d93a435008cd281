// Giving a booking back before it is paid.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/booking_view.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// A hold, or a booking without a live payment attempt, is cancelled at once. With a live attempt the wish is recorded
// and a worker asks the provider to close the page: the answer then is still `awaiting_payment`, its attempt
// `cancel_requested`; the booking is cancelled only when the provider has proved that no money came (or confirmed,
// when the payer was faster). `booking_not_found`, `already_paid`, `wrong_state` {state}.
[[nodiscard]] Result<BookingView> cancel_booking(const Context& context, const persistence::Account& account,
                                                 BookingId booking);

} // namespace hiroba::services
