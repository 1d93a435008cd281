#include "services/payment/posting.hpp"

#include "domain/finance/fiscal_year.hpp"

#include <string>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Obligation;
using persistence::Session;

// A manager's money is kept apart.
std::string own(const std::optional<FacilityCode>& managed_by, const std::string& account) {
    return managed_by ? account + ":" + managed_by->value() : account;
}
std::string own(const Obligation& obligation, const std::string& account) {
    return own(obligation.managed_by, account);
}
std::string receivable(const Obligation& obligation) { return own(obligation, receivable_account); }
std::string refunds_payable(const Obligation& obligation) { return own(obligation, refunds_payable_account); }
std::string clearing(const Obligation& obligation, const Attempt& attempt) {
    return own(obligation, provider_clearing_prefix + attempt.provider);
}
std::string key(const char* event, std::int64_t id) { return std::string{event} + ":" + std::to_string(id); }

// The day on which money counts as received: when it was entrusted to the designated payee.
LocalDate received_on(const Attempt& attempt, Instant now) {
    return to_town_time(attempt.entrusted_at.value_or(now)).date;
}

// Where money that the desk took or recorded lies.
std::string counter_account(const Obligation& obligation, const persistence::CounterPayment& payment,
                            const std::optional<persistence::DrawerShift>& shift) {
    if (shift) return cash_prefix + shift->drawer.value();
    return own(obligation, counter_clearing_prefix + std::string{name_of(payment.method)});
}

// As it was recorded.
std::string what_it_pays(const Obligation& obligation, const persistence::CounterPayment& payment) {
    const bool is_for_nothing = payment.state == persistence::CounterPaymentState::unapplied;
    return is_for_nothing ? own(obligation, suspense_account) : receivable(obligation);
}

// From one account of the drawer's payee to another; an amount below zero the other way, nothing for 0.
struct DrawerPosting {
    std::string key;
    std::string debit;
    std::string credit;
    Yen amount;
};
void post_in_drawer(Session& session, DrawerPosting posting, Instant now) {
    if (posting.amount == Yen{0}) return;
    if (posting.amount < Yen{0}) {
        std::swap(posting.debit, posting.credit);
        posting.amount = -posting.amount;
    }
    const LocalDate today = to_town_time(now).date;
    persistence::post(session,
                      {posting.key, posting.debit, posting.credit, posting.amount, today, fiscal_year_of_receipt(today),
                       std::nullopt, std::nullopt},
                      now);
}

enum class Direction { to_revenue, from_revenue };

// One transfer for each account between revenue and the other account, in the obligation's fiscal year.
struct RevenuePosting {
    std::string key;
    Direction direction;
    std::string other_account;
    LocalDate date;
};
void post_revenue(Session& session, const Obligation& obligation, const persistence::RevenueShares& shares,
                  const RevenuePosting& posting, Instant now) {
    const bool to_revenue = posting.direction == Direction::to_revenue;
    for (const auto& share : shares) {
        const std::string revenue = revenue_account_name(obligation.managed_by, share.account);
        persistence::post(session,
                          {posting.key + ":" + share.account.value(), to_revenue ? posting.other_account : revenue,
                           to_revenue ? revenue : posting.other_account, share.amount, posting.date,
                           obligation.fiscal_year, obligation.id, std::nullopt},
                          now);
    }
}

} // namespace

std::string revenue_account_name(const std::optional<FacilityCode>& managed_by, const AccountCode& account) {
    if (!managed_by) return revenue_prefix + account.value();
    return managers_fee_prefix + managed_by->value() + ":" + account.value();
}

void post_assessed(Session& session, const Obligation& obligation, Instant now) {
    post_revenue(
        session, obligation, obligation.shares,
        {key("assessed", obligation.id.value()), Direction::to_revenue, receivable(obligation), obligation.assessed_on},
        now);
}

void post_released(Session& session, const Obligation& obligation, Instant now) {
    post_revenue(session, obligation, obligation.shares,
                 {key("released", obligation.id.value()), Direction::from_revenue, receivable(obligation),
                  to_town_time(now).date},
                 now);
}

void post_reduced(Session& session, const Obligation& before, const persistence::RevenueShares& by, Instant now) {
    // What was undone can be reduced again, and is less then.
    post_revenue(session, before, by,
                 {key("reduced", before.id.value()) + ":" + std::to_string(before.amount.amount()),
                  Direction::from_revenue, receivable(before), to_town_time(now).date},
                 now);
}

void post_paid(Session& session, const Obligation& obligation, const Attempt& attempt, Instant now) {
    const LocalDate date = received_on(attempt, now);
    persistence::post(session,
                      {key("paid", attempt.id.value()), clearing(obligation, attempt), receivable(obligation),
                       attempt.amount, date, fiscal_year_of_receipt(date), obligation.id, attempt.id},
                      now);
}

void post_paid_late(Session& session, const Obligation& obligation, const Attempt& attempt, Instant now) {
    const LocalDate date = received_on(attempt, now);
    persistence::post(session,
                      {key("paid_late", attempt.id.value()), clearing(obligation, attempt),
                       own(obligation, suspense_account), attempt.amount, date, fiscal_year_of_receipt(date),
                       obligation.id, attempt.id},
                      now);
}

void post_refund_due(Session& session, const Obligation& obligation, const persistence::Refund& refund, Instant now) {
    post_revenue(session, obligation, refund.shares,
                 {key("refund_due", refund.id.value()), Direction::from_revenue, refunds_payable(obligation),
                  to_town_time(now).date},
                 now);
}

void post_refund_taken_back(Session& session, const Obligation& obligation, const persistence::Refund& refund,
                            Instant now) {
    post_revenue(session, obligation, refund.shares,
                 {key("refund_taken_back", refund.id.value()), Direction::to_revenue, refunds_payable(obligation),
                  to_town_time(now).date},
                 now);
}

void post_set_off(Session& session, const Obligation& paid, const persistence::Refund& refund, Instant now) {
    const auto refunded = *persistence::find_obligation(session, refund.obligation);
    persistence::post(session,
                      {key("set_off", refund.id.value()), refunds_payable(refunded), receivable(paid), refund.amount,
                       to_town_time(now).date, paid.fiscal_year, paid.id, std::nullopt},
                      now);
}

namespace {

// The obligation's own accounts, in its fiscal year.
struct PayoutPosting {
    std::string key;
    std::string debit;
    std::string credit;
    LocalDate date;
    std::optional<AttemptId> attempt{};
};
void post_payout(Session& session, const Obligation& obligation, Yen amount, const PayoutPosting& posting,
                 Instant now) {
    persistence::post(session,
                      {posting.key, posting.debit, posting.credit, amount, posting.date, obligation.fiscal_year,
                       obligation.id, posting.attempt},
                      now);
}

// Between the provider and another account of the payee, which it leaves or comes back to.
enum class ProviderSide { gives, takes };
struct ProviderPosting {
    const char* event;
    const char* other_account;
    ProviderSide side;
};
void post_by_provider(Session& session, const ProviderRefund& moved, const ProviderPosting& posting, Instant now) {
    const auto obligation = *persistence::find_obligation(session, moved.refund.obligation);
    std::string debit = own(obligation, posting.other_account);
    std::string credit = clearing(obligation, moved.attempt);
    if (posting.side == ProviderSide::takes) std::swap(debit, credit);
    post_payout(session, obligation, moved.refund.amount,
                {key(posting.event, moved.refund.id.value()) + ":" + std::to_string(moved.serial), std::move(debit),
                 std::move(credit), to_town_time(now).date, moved.attempt.id},
                now);
}

} // namespace

void post_overpaid_due(Session& session, const Obligation& late_for, const persistence::Refund& refund, Instant now) {
    post_payout(session, late_for, refund.amount,
                {key("overpaid_due", refund.id.value()), own(late_for, suspense_account), refunds_payable(late_for),
                 to_town_time(now).date},
                now);
}

void post_seated_again(Session& session, const Obligation& late_for, const Obligation& paid, const Attempt& attempt,
                       Instant now) {
    post_payout(session, paid, attempt.amount,
                {key("seated_again", attempt.id.value()), own(late_for, suspense_account), receivable(paid),
                 to_town_time(now).date, attempt.id},
                now);
}

void post_seated_again(Session& session, const Obligation& late_for, const Obligation& paid,
                       const persistence::CounterPayment& payment, Instant now) {
    post_payout(session, paid, payment.amount,
                {key("transfer_seated", payment.id.value()), own(late_for, suspense_account), receivable(paid),
                 to_town_time(now).date},
                now);
}

void post_refunded(Session& session, const ProviderRefund& given_back, Instant now) {
    post_by_provider(session, given_back, {"refunded", refunds_payable_account, ProviderSide::gives}, now);
}

void post_refund_returned(Session& session, const ProviderRefund& came_back, Instant now) {
    post_by_provider(session, came_back, {"refund_returned", refunds_payable_account, ProviderSide::takes}, now);
}

void post_refunded_twice(Session& session, const ProviderRefund& given_back, Instant now) {
    post_by_provider(session, given_back, {"refunded_twice", refunds_to_recover_account, ProviderSide::gives}, now);
}

void post_second_refund_returned(Session& session, const ProviderRefund& came_back, Instant now) {
    post_by_provider(session, came_back, {"second_returned", refunds_to_recover_account, ProviderSide::takes}, now);
}

void post_paid_out(Session& session, const persistence::Refund& refund, const std::string& from_account, LocalDate on,
                   Instant now) {
    const auto obligation = *persistence::find_obligation(session, refund.obligation);
    // A drawer is one payee's anyhow.
    const std::string account = from_account.starts_with(cash_prefix) ? from_account : own(obligation, from_account);
    post_payout(session, obligation, refund.amount,
                {key("paid_out", refund.id.value()), refunds_payable(obligation), account, on}, now);
}

void post_counter_payment(Session& session, const Obligation& obligation, const persistence::CounterPayment& payment,
                          const std::optional<persistence::DrawerShift>& shift, Instant now) {
    persistence::post(session,
                      {key("counter", payment.id.value()), counter_account(obligation, payment, shift),
                       what_it_pays(obligation, payment), payment.amount, payment.received_on,
                       fiscal_year_of_receipt(payment.received_on), obligation.id, std::nullopt},
                      now);
}

void post_counter_payment_undone(Session& session, const Obligation& obligation,
                                 const persistence::CounterPayment& payment,
                                 const std::optional<persistence::DrawerShift>& shift, Instant now) {
    persistence::post(session,
                      {key("counter_undone", payment.id.value()), what_it_pays(obligation, payment),
                       counter_account(obligation, payment, shift), payment.amount, to_town_time(now).date,
                       fiscal_year_of_receipt(payment.received_on), obligation.id, std::nullopt},
                      now);
}

void post_drawer_opened(Session& session, const persistence::DrawerShift& shift, Instant now) {
    post_in_drawer(session,
                   {key("drawer_opened", shift.id.value()), cash_prefix + shift.drawer.value(),
                    own(shift.managed_by, change_fund_account), shift.sums.opening_float},
                   now);
}

void post_drawer_closed(Session& session, const persistence::DrawerShift& shift, Yen counted, Instant now) {
    const std::string cash = cash_prefix + shift.drawer.value();
    const auto named = [&](const char* account) { return own(shift.managed_by, account); };
    post_in_drawer(
        session,
        {key("over_short", shift.id.value()), cash, named(over_short_account), counted - expected_in(shift.sums)}, now);
    post_in_drawer(session,
                   {key("float_back", shift.id.value()), named(change_fund_account), cash, shift.sums.opening_float},
                   now);
    post_in_drawer(
        session,
        {key("to_deposit", shift.id.value()), named(cash_to_deposit_account), cash, counted - shift.sums.opening_float},
        now);
}

} // namespace hiroba::services
