// Giving an application back, whole or some of its bookings, by the applicant or by staff for them.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

#include <vector>

namespace hiroba::services {

struct CancelCommand {
    ApplicationId application;
    std::vector<BookingId> only; // empty: all that can be given back
};

// What is held or under review is withdrawn, what is permitted is cancelled; what was paid is due for refund by the
// facility's rule, also of a part: what the rule keeps of the fee comes out of it, and the rest of what was owed falls
// away. All or nothing. While a payment is open, giving back the whole unpaid application first asks the
// provider to close it: the bookings stand until the answer (poll them); giving back only some of what is being paid
// is refused.
// `application_not_found`, `booking_not_found`, `wrong_state` {state}, `use_has_begun`, `attempt_in_progress`.
[[nodiscard]] Result<ApplicationView> cancel_application(const Context& context, const Viewer& viewer,
                                                         const CancelCommand& command);

} // namespace hiroba::services
