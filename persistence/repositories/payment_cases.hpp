// 要確認の収納: cases about money that staff settle. Nothing is ever deleted.
#pragma once

#include "domain/finance/payment_case.hpp"
#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/payments.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct PaymentCase {
    std::int64_t id = 0;
    PaymentCaseKind kind = PaymentCaseKind::paid_late;
    ApplicationId application;
    std::optional<AttemptId> attempt{};        // of a provider's money; else
    std::optional<CounterPaymentId> payment{}; // of what the desk recorded
    std::optional<RefundId> refund{};
    Yen amount;
    std::string facts; // in the provider's word, for staff
    bool is_open = true;
    Instant opened_at;
};

// Opens the case; one that was opened before for the same thing is opened again, with the new facts. Nothing happens
// while it is open already.
void open_case(Session& session, const PaymentCase& opened);
[[nodiscard]] std::optional<PaymentCase> find_case(Session& session, std::int64_t id);
[[nodiscard]] std::vector<PaymentCase> open_cases(Session& session, int limit); // the oldest first
// Of that kind about the application, open or not, the oldest first.
[[nodiscard]] std::vector<PaymentCase> cases_of(Session& session, ApplicationId application, PaymentCaseKind kind);
[[nodiscard]] std::int64_t count_open_cases(Session& session);

struct CaseSettlement {
    CaseAction action = CaseAction::dealt_with;
    std::optional<AccountId> by{}; // empty: by itself
    std::string note;
    Instant at;
};
// False when it is not open any more.
[[nodiscard]] bool close_case(Session& session, std::int64_t id, const CaseSettlement& settlement);
// The open case of that kind about that attempt, payment or refund is resolved by itself, if there is one.
void resolve_case(Session& session, PaymentCaseKind kind, AttemptId attempt, Instant now);
void resolve_case(Session& session, PaymentCaseKind kind, CounterPaymentId payment, Instant now);
void resolve_case(Session& session, PaymentCaseKind kind, RefundId refund, Instant now);

struct CaseHistory {
    std::string event; // opened, or the action
    std::optional<std::string> by;
    std::string note;
    Instant at;
};
[[nodiscard]] std::vector<CaseHistory> case_history(Session& session, std::int64_t id); // the oldest first

} // namespace hiroba::persistence
