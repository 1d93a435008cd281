// Where a refund goes, and the request that takes it there.
#pragma once

#include "persistence/repositories/refund_payouts.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// 支出の決裁: gives the payout its way, in the unit of work of the approval. The payment whose money goes back is the
// one that paid what is refunded, else the newest of the application that has so much left and whose provider is under
// contract; its share is set aside at once, so that no two refunds give the same yen back. Where there is none, the
// refund is paid by other means. What was overpaid has its payment already.
void choose_way(persistence::Session& session, const payments::Gateways& gateways,
                const persistence::PayableRefund& refund, persistence::RefundPayout& payout);

// The exact bytes that a worker will send, under a reference that was never used; nothing when its provider is not
// under contract any more.
[[nodiscard]] std::optional<persistence::RefundRequestSent>
new_request(persistence::Session& session, const payments::Gateways& gateways, const persistence::Refund& refund,
            AttemptId attempt, const std::string& ref, Instant now);

} // namespace hiroba::services
