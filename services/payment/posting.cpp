#include "services/payment/posting.hpp"

#include "domain/finance/fiscal_year.hpp"

#include <string>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Obligation;
using persistence::Session;

std::string revenue(const Obligation& obligation) { return "revenue:" + obligation.account_code.value(); }
std::string clearing(const Attempt& attempt) { return provider_clearing_prefix + attempt.provider; }
std::string key(const char* event, std::int64_t id) { return std::string{event} + ":" + std::to_string(id); }

// The day on which money counts as received: when it was entrusted to the designated payee.
LocalDate received_on(const Attempt& attempt, Instant now) {
    return to_town_time(attempt.entrusted_at.value_or(now)).date;
}

} // namespace

void post_assessed(Session& session, const Obligation& obligation, Instant now) {
    persistence::post(session,
                      {key("assessed", obligation.id.value()), receivable_account, revenue(obligation),
                       obligation.amount, obligation.assessed_on, obligation.fiscal_year, obligation.id, std::nullopt},
                      now);
}

void post_released(Session& session, const Obligation& obligation, Instant now) {
    persistence::post(session,
                      {key("released", obligation.id.value()), revenue(obligation), receivable_account,
                       obligation.amount, to_town_time(now).date, obligation.fiscal_year, obligation.id, std::nullopt},
                      now);
}

void post_paid(Session& session, const Obligation& obligation, const Attempt& attempt, Instant now) {
    const LocalDate date = received_on(attempt, now);
    persistence::post(session,
                      {key("paid", attempt.id.value()), clearing(attempt), receivable_account, attempt.amount, date,
                       fiscal_year_of_receipt(date), obligation.id, attempt.id},
                      now);
}

void post_paid_late(Session& session, const Obligation& obligation, const Attempt& attempt, Instant now) {
    const LocalDate date = received_on(attempt, now);
    persistence::post(session,
                      {key("paid_late", attempt.id.value()), clearing(attempt), suspense_account, attempt.amount, date,
                       fiscal_year_of_receipt(date), obligation.id, attempt.id},
                      now);
}

void post_refund_due(Session& session, const Obligation& obligation, const persistence::Refund& refund, Instant now) {
    persistence::post(session,
                      {key("refund_due", refund.id.value()), revenue(obligation), refunds_payable_account,
                       refund.amount, to_town_time(now).date, obligation.fiscal_year, obligation.id, std::nullopt},
                      now);
}

void post_refund_taken_back(Session& session, const Obligation& obligation, const persistence::Refund& refund,
                            Instant now) {
    persistence::post(session,
                      {key("refund_taken_back", refund.id.value()), refunds_payable_account, revenue(obligation),
                       refund.amount, to_town_time(now).date, obligation.fiscal_year, obligation.id, std::nullopt},
                      now);
}

} // namespace hiroba::services
