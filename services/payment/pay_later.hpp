// 支払方法の申出: how the applicant will pay where no provider is asked: at the counter, by transfer, by notice.
#pragma once

#include "domain/finance/payment_method.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// What is held is permitted and waits for the payment; what waits already gets the deadline of that method, counted
// from the day on which it was assessed, so that nobody gains time by choosing again. Only who applied submits what is
// held. `application_not_found`, `attempt_in_progress` {attempt_id}, what valid_hold refuses, `details_missing`,
// `needs_review`, `wrong_state` {state}, `nothing_owed`, `method_not_offered`, `payment_due_passed`.
[[nodiscard]] Result<ApplicationView> pay_later(const Context& context, const Viewer& viewer, ApplicationId application,
                                                PaymentMethod method);

} // namespace hiroba::services
