// What each event of money posts in the journal: the one place that knows which accounts move.
//   assessed   調定            Dr receivable             Cr revenue:<account code>
//   paid       収納            Dr provider_clearing:P    Cr receivable
//   released   調定の取消      Dr revenue:<account code> Cr receivable
//   reduced    減額調定        Dr revenue:<account code> Cr receivable   (what nobody has paid of it)
//   paid late  過誤納          Dr provider_clearing:P    Cr suspense
//   refund due 還付決定        Dr revenue:<account code> Cr refunds_payable
//   … taken back              Dr refunds_payable        Cr revenue:<account code>
//   … set off  充当            Dr refunds_payable        Cr receivable
//   … of what was overpaid    Dr suspense               Cr refunds_payable
//   for nothing 過誤納         Dr counter_clearing:M      Cr suspense     (undone: the other way)
//   seated again           Dr suspense               Cr receivable
//   … by the provider         Dr refunds_payable        Cr provider_clearing:P
//   … came back               Dr provider_clearing:P    Cr refunds_payable
//   … twice                   Dr refunds_to_recover     Cr provider_clearing:P   (came back: the other way)
//   … by other means          Dr refunds_payable        Cr the account that it left (bank, cash:<drawer>)
//   at the counter 窓口収納    Dr cash:<drawer>          Cr receivable   (not in cash: counter_clearing:<method>)
//   … undone                   Dr receivable             Cr cash:<drawer>
//   opened     釣銭資金        Dr cash:<drawer>          Cr change_fund
//   closed     over or short   Dr cash:<drawer>          Cr over_short   (short: the other way)
//              the float       Dr change_fund            Cr cash:<drawer>
//              払込み待ち      Dr cash_to_deposit        Cr cash:<drawer>   (less than the float: the other way)
// Revenue moves in one transfer for each account code. What is the own revenue of a facility's designated manager
// (利用料金) is kept apart: managers_fee:<facility>:<account code>, and the other accounts end in :<facility>.
#pragma once

#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/drawers.hpp"
#include "persistence/repositories/journal.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"

namespace hiroba::services {

inline constexpr const char* receivable_account = "receivable";
inline constexpr const char* suspense_account = "suspense";
inline constexpr const char* refunds_payable_account = "refunds_payable";
inline constexpr const char* refunds_to_recover_account = "refunds_to_recover";
inline constexpr const char* bank_account = "bank";
inline constexpr const char* provider_clearing_prefix = "provider_clearing:";
inline constexpr const char* cash_prefix = "cash:";
inline constexpr const char* counter_clearing_prefix = "counter_clearing:";
inline constexpr const char* change_fund_account = "change_fund";
inline constexpr const char* over_short_account = "over_short";
inline constexpr const char* cash_to_deposit_account = "cash_to_deposit";
inline constexpr const char* revenue_prefix = "revenue:";
inline constexpr const char* managers_fee_prefix = "managers_fee:";

// "revenue:01-14-…", or "managers_fee:kirara:01-14-…" of the manager of that facility.
[[nodiscard]] std::string revenue_account_name(const std::optional<FacilityCode>& managed_by,
                                               const AccountCode& account);

void post_assessed(persistence::Session& session, const persistence::Obligation& obligation, Instant now);
void post_released(persistence::Session& session, const persistence::Obligation& obligation, Instant now);
// `before`: as it was until then.
void post_reduced(persistence::Session& session, const persistence::Obligation& before,
                  const persistence::RevenueShares& by, Instant now);
void post_paid(persistence::Session& session, const persistence::Obligation& obligation,
               const persistence::Attempt& attempt, Instant now);
void post_paid_late(persistence::Session& session, const persistence::Obligation& obligation,
                    const persistence::Attempt& attempt, Instant now);
// In the fiscal year of the obligation that was paid.
void post_refund_due(persistence::Session& session, const persistence::Obligation& obligation,
                     const persistence::Refund& refund, Instant now);
void post_refund_taken_back(persistence::Session& session, const persistence::Obligation& obligation,
                            const persistence::Refund& refund, Instant now);
// The refund, whose posting as due this follows, pays the obligation that it is set off against.
void post_set_off(persistence::Session& session, const persistence::Obligation& paid, const persistence::Refund& refund,
                  Instant now);
// Of money that came late: it is to be given back; it pays what its payer was given after all.
void post_overpaid_due(persistence::Session& session, const persistence::Obligation& late_for,
                       const persistence::Refund& refund, Instant now);
void post_seated_again(persistence::Session& session, const persistence::Obligation& late_for,
                       const persistence::Obligation& paid, const persistence::Attempt& attempt, Instant now);
void post_seated_again(persistence::Session& session, const persistence::Obligation& late_for,
                       const persistence::Obligation& paid, const persistence::CounterPayment& payment, Instant now);

// The payer has it from the provider; `serial` tells one posting of a refund from another. It came back: the other way.
struct ProviderRefund {
    const persistence::Refund& refund;
    const persistence::Attempt& attempt; // whose money went back
    std::int64_t serial = 0;
};
void post_refunded(persistence::Session& session, const ProviderRefund& given_back, Instant now);
void post_refund_returned(persistence::Session& session, const ProviderRefund& came_back, Instant now);
// The same of what staff had paid already: the payer owes it back.
void post_refunded_twice(persistence::Session& session, const ProviderRefund& given_back, Instant now);
void post_second_refund_returned(persistence::Session& session, const ProviderRefund& came_back, Instant now);
// Staff have paid it out of that account of the journal, on that day.
void post_paid_out(persistence::Session& session, const persistence::Refund& refund, const std::string& from_account,
                   LocalDate on, Instant now);

// Of cash, in that shift's drawer; of what pays for nothing that is owed, into suspense.
void post_counter_payment(persistence::Session& session, const persistence::Obligation& obligation,
                          const persistence::CounterPayment& payment,
                          const std::optional<persistence::DrawerShift>& shift, Instant now);
// `shift`: out of whose drawer cash goes back.
void post_counter_payment_undone(persistence::Session& session, const persistence::Obligation& obligation,
                                 const persistence::CounterPayment& payment,
                                 const std::optional<persistence::DrawerShift>& shift, Instant now);
void post_drawer_opened(persistence::Session& session, const persistence::DrawerShift& shift, Instant now);
// So much was counted in it.
void post_drawer_closed(persistence::Session& session, const persistence::DrawerShift& shift, Yen counted, Instant now);

} // namespace hiroba::services
