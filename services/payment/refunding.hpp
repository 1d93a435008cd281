// 還付の支払: what staff do about refunds: approve, send again, pay by other means.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/context.hpp"
#include "services/payment/settle_refund.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// A refund as staff see it.
struct RefundFile {
    persistence::PayableRefund refund;
    persistence::Application application;
    std::string holder;                  // who is given it back
    std::optional<std::string> provider; // that it goes through
    bool needs_second = false;           // two people approve it
    std::vector<persistence::RefundHistory> history;
};

[[nodiscard]] RefundFile as_staff_see(persistence::Session& session, const Town& town,
                                      persistence::PayableRefund refund);

// What the town still owes, the oldest first. The look is logged.
[[nodiscard]] std::vector<RefundFile> refunds_to_pay(const Context& context, AccountId staff);
// `refund_not_found`. The look is logged.
[[nodiscard]] Result<RefundFile> refund_file(const Context& context, AccountId staff, RefundId id);

// Above the town's limit (all that the application is given back, together) a second person approves: not who decided
// the refund, and not who approved it first. `refund_not_found`, `wrong_state` {state}, `second_person_needed`,
// `refund_changed`.
[[nodiscard]] Result<RefundFile> approve_refund(const Context& context, AccountId staff, RefundId id);

// A refund that failed is sent again, as a new request. `refund_not_found`, `wrong_state` {state}, `no_provider` when
// there is none (any more) that could give it back, `refund_changed`.
[[nodiscard]] Result<RefundFile> retry_refund(const Context& context, AccountId staff, RefundId id);

// Staff have looked at the provider's own pages: it has no such refund. `refund_not_found`, `wrong_state` {state},
// `refund_changed`.
[[nodiscard]] Result<RefundFile> report_not_refunded(const Context& context, AccountId staff, RefundId id,
                                                     const std::string& note);

// In cash: services/counter/pay_refund.hpp.
struct BankTransfer {
    RefundId refund;
    std::string reference; // of the bank
    LocalDate on;
};
// `refund_not_found`, `wrong_state` {state}, `date_in_future` when it would be tomorrow or later, `date_too_early`
// before it was approved, `refund_changed`.
[[nodiscard]] Result<RefundFile> pay_by_bank_transfer(const Context& context, AccountId staff,
                                                      const BankTransfer& transfer);

} // namespace hiroba::services
