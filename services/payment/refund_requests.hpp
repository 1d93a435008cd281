// Where a refund goes, and the request that takes it there.
#pragma once

#include "persistence/repositories/refund_payouts.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// 支出の決裁: a refund that was to go back through a provider that is not under contract any more is paid by hand; what
// was set aside for it is free. In the unit of work of the approval.
void check_way(persistence::Session& session, const payments::Gateways& gateways,
               const persistence::PayableRefund& refund, persistence::RefundPayout& payout);

// The exact bytes that a worker will send, under a reference that was never used; nothing when its provider is not
// under contract any more.
[[nodiscard]] std::optional<persistence::RefundRequestSent>
new_request(persistence::Session& session, const payments::Gateways& gateways, const persistence::Refund& refund,
            AttemptId attempt, const std::string& ref, Instant now);

} // namespace hiroba::services
