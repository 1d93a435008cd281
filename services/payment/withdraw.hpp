// 支払方法の変更: what the payer holds at the provider is called off, so that they can pay in another way.
#pragma once

#include "persistence/repositories/payments.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// An attempt, and the number for a store that its payer holds.
struct AttemptView {
    persistence::Attempt attempt;
    std::optional<persistence::Voucher> voucher;
};

// `attempt_not_found` also when it is somebody else's. A look of staff is logged.
[[nodiscard]] Result<AttemptView> view_attempt(const Context& context, const Viewer& viewer, AttemptId id);

// The provider is asked to take the page, or the number, away; what it proves then decides: the booking waits for
// another way, or is paid after all. When staff do it, the payer is told. An attempt that is over, or is being called
// off, is answered as it stands. `attempt_not_found` also when it is somebody else's.
[[nodiscard]] Result<AttemptView> withdraw_attempt(const Context& context, const Viewer& viewer, AttemptId id);

} // namespace hiroba::services
