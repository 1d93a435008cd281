#include "services/finance/trial_balance.hpp"

#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/payment/posting.hpp"

#include <map>
#include <string_view>

namespace hiroba::services {
namespace {

// Debit minus credit of the accounts whose name begins so.
Yen balance_of(const std::vector<persistence::AccountBalance>& accounts, std::string_view prefix) {
    Yen balance;
    for (const auto& account : accounts)
        if (account.account.starts_with(prefix)) balance += account.debit - account.credit;
    return balance;
}

} // namespace

namespace {

// Every account that the journal or the tables know, each held against the other.
std::vector<BalanceCheck> revenue_checks(const std::vector<persistence::AccountBalance>& accounts,
                                         const std::vector<persistence::RevenueTotal>& totals) {
    std::map<std::string, BalanceCheck> checks;
    const auto check = [&](const std::string& account) -> BalanceCheck& {
        return checks.try_emplace(account, BalanceCheck{"revenue_equals_allocations", account, {}, {}}).first->second;
    };
    for (const auto& account : accounts)
        if (account.account.starts_with(revenue_prefix) || account.account.starts_with(managers_fee_prefix))
            check(account.account).ledger += account.credit - account.debit;
    for (const auto& total : totals)
        check(revenue_account_name(total.managed_by, total.account)).tables += total.total;
    std::vector<BalanceCheck> all;
    all.reserve(checks.size());
    for (auto& [account, one] : checks)
        all.push_back(std::move(one));
    return all;
}

} // namespace

TrialBalance trial_balance(persistence::Database& database) {
    return database.read([](persistence::Session& session) {
        TrialBalance balance{persistence::trial_balance(session), {}};
        const auto totals = persistence::payment_totals(session);
        balance.checks = {
            {"receivable_equals_owed", {}, balance_of(balance.accounts, receivable_account), totals.owed},
            {"provider_clearing_equals_paid",
             {},
             balance_of(balance.accounts, provider_clearing_prefix),
             totals.paid + totals.paid_late - persistence::sum_of_refunds_by_providers(session)},
            {"suspense_equals_late",
             {},
             -balance_of(balance.accounts, suspense_account),
             totals.paid_late + persistence::sum_of_unapplied(session) - persistence::sum_of_overpaid_refunds(session)},
            {"cash_equals_drawers",
             {},
             balance_of(balance.accounts, cash_prefix),
             persistence::cash_in_open_drawers(session)},
            {"counter_clearing_equals_recorded",
             {},
             balance_of(balance.accounts, counter_clearing_prefix),
             persistence::recorded_without_cash(session)},
            {"refunds_payable_equals_due",
             {},
             -balance_of(balance.accounts, refunds_payable_account),
             persistence::sum_of_refunds_due(session)},
            {"refunds_to_recover_equals_twice",
             {},
             balance_of(balance.accounts, refunds_to_recover_account),
             persistence::sum_of_refunds_paid_twice(session)}};
        for (auto& check : revenue_checks(balance.accounts, persistence::revenue_totals(session)))
            balance.checks.push_back(std::move(check));
        return balance;
    });
}

} // namespace hiroba::services
