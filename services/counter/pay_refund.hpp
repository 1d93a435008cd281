// 窓口還付: a refund that no provider pays is paid in cash, out of the drawer that the clerk holds.
#pragma once

#include "services/payment/refunding.hpp"

#include <string>

namespace hiroba::services {

struct CashRefund {
    RefundId refund;
    std::string received_by; // who acknowledged it (受領者), 1 to 100 characters
    std::string idempotency_key;
    std::string request_hash;
};
// In one transaction: the refund is paid, its entry is in the drawer, and it is posted. Approved it was before, above
// the town's limit by two. In this order: `refund_not_found`, `idempotency_key_reused`, `wrong_state` {state},
// `no_open_drawer`, `drawer_of_another_payee` {drawer}, `drawer_short` (less lies in it), `refund_changed`. A repeat
// with the same key pays nothing, and answers the refund as it stands.
[[nodiscard]] Result<RefundFile> pay_refund_in_cash(const Context& context, const persistence::Account& staff,
                                                    const CashRefund& command);

} // namespace hiroba::services
