// 要確認の収納: what staff look at and settle.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/attempt_history.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "services/context.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

struct CaseFile {
    persistence::PaymentCase about;
    persistence::Application application;
    std::string holder;
    std::optional<persistence::Attempt> attempt{};        // of a provider's money; else
    std::optional<persistence::CounterPayment> payment{}; // of what the desk recorded
    std::vector<CaseAction> possible;                     // what can be done now, the proposed one first
    std::optional<Refusal> cannot_seat{};                 // why the booking cannot stand again
    std::vector<persistence::CaseHistory> history;        // of one case; empty in the list
    std::vector<persistence::AttemptStep> steps{};        // of its attempt, the newest 100; empty in the list
};

// The oldest first, 200 at most. The look is logged.
[[nodiscard]] std::vector<CaseFile> waiting_cases(const Context& context, AccountId staff);
// `case_not_found`. The look is logged.
[[nodiscard]] Result<CaseFile> case_file(const Context& context, AccountId staff, std::int64_t id);

struct SettleCase {
    std::int64_t id = 0;
    AccountId by;
    CaseAction action = CaseAction::dealt_with;
    std::string note; // needed when staff have dealt with it elsewhere
};
// The one function through which staff settle a case. `case_not_found`, `case_settled` when it is not open any more,
// `action_not_possible` for one that is not offered for its kind, `reason_required`, and what the action refuses.
[[nodiscard]] Result<CaseFile> settle_case(const Context& context, const SettleCase& settlement);

} // namespace hiroba::services
