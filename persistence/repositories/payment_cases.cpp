#include "persistence/repositories/payment_cases.hpp"

#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/new_id.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql insert_case =
    "INSERT INTO payment_case (case_id, kind, application_id, attempt_id, payment_id, refund_id, subject,"
    " amount_yen, facts, is_open, opened_at_ms)"
    " VALUES (:case_id, :kind, :application_id, :attempt_id, :payment_id, :refund_id, :subject,"
    " :amount_yen, :facts, 1, :opened_at_ms)";
constexpr Sql select_known = "SELECT case_id, is_open FROM payment_case WHERE subject = :subject AND kind = :kind";
constexpr Sql reopen = "UPDATE payment_case SET is_open = 1, facts = :facts, opened_at_ms = :opened_at_ms"
                       " WHERE case_id = :case_id AND is_open IS NULL";
constexpr Sql close_open = "UPDATE payment_case SET is_open = NULL WHERE case_id = :case_id AND is_open = 1";
constexpr Sql insert_event = "INSERT INTO payment_case_event (event_id, case_id, event, by_account, note, at_ms)"
                             " VALUES (:event_id, :case_id, :event, :by_account, :note, :at_ms)";
constexpr Sql select_case =
    "SELECT case_id, kind, application_id, attempt_id, payment_id, refund_id, amount_yen, facts, is_open,"
    " opened_at_ms FROM payment_case WHERE case_id = :case_id";
constexpr Sql select_open =
    "SELECT case_id, kind, application_id, attempt_id, payment_id, refund_id, amount_yen, facts, is_open,"
    " opened_at_ms FROM payment_case WHERE is_open = 1 ORDER BY opened_at_ms, case_id"
    " LIMIT :row_limit";
constexpr Sql select_of_application =
    "SELECT case_id, kind, application_id, attempt_id, payment_id, refund_id, amount_yen, facts, is_open, opened_at_ms"
    " FROM payment_case WHERE application_id = :application_id AND kind = :kind ORDER BY opened_at_ms, case_id";
constexpr Sql count_open = "SELECT COUNT(*) FROM payment_case WHERE is_open = 1";
constexpr Sql select_events =
    "SELECT e.event, a.display_name, e.note, e.at_ms FROM payment_case_event e"
    " LEFT JOIN account a ON a.account_id = e.by_account WHERE e.case_id = :case_id ORDER BY e.at_ms, e.event_id";

std::string subject_of(AttemptId attempt) { return "attempt " + std::to_string(attempt.value()); }
std::string subject_of(CounterPaymentId payment) { return "payment " + std::to_string(payment.value()); }
std::string subject_of(RefundId refund) { return "refund " + std::to_string(refund.value()); }
std::string subject_of(const PaymentCase& about) {
    if (about.refund) return subject_of(*about.refund);
    return about.payment ? subject_of(*about.payment) : subject_of(about.attempt.value());
}

void record(Session& session, std::int64_t id, std::string_view event, const CaseSettlement& what) {
    session.execute(insert_event, {{"event_id", new_id(what.at)},
                                   {"case_id", id},
                                   {"event", event},
                                   {"by_account", what.by},
                                   {"note", what.note},
                                   {"at_ms", what.at}});
}

std::vector<PaymentCase> select_cases(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<PaymentCase> cases;
    for (auto& [id, kind, application, attempt, payment, refund, amount, facts, is_open, opened_at] :
         session.select<std::int64_t, std::string, ApplicationId, std::optional<AttemptId>,
                        std::optional<CounterPaymentId>, std::optional<RefundId>, Yen, std::string,
                        std::optional<std::int64_t>, Instant>(sql, binds))
        cases.push_back({.id = id,
                         .kind = detail::named(payment_case_kinds(), kind, "payment_case.kind"),
                         .application = application,
                         .attempt = attempt,
                         .payment = payment,
                         .refund = refund,
                         .amount = amount,
                         .facts = std::move(facts),
                         .is_open = is_open.has_value(),
                         .opened_at = opened_at});
    return cases;
}

void resolve(Session& session, PaymentCaseKind kind, const std::string& subject, Instant now) {
    const auto known = session.select_one<std::int64_t, std::optional<std::int64_t>>(
        select_known, {{"subject", subject}, {"kind", name_of(kind)}});
    if (!known || !std::get<1>(*known)) return;
    static_cast<void>(
        close_case(session, std::get<0>(*known), {.action = CaseAction::resolved, .note = "", .at = now}));
}

} // namespace

void open_case(Session& session, const PaymentCase& opened) {
    const std::string subject = subject_of(opened);
    const CaseSettlement said{.note = opened.facts, .at = opened.opened_at};
    const auto known = session.select_one<std::int64_t, std::optional<std::int64_t>>(
        select_known, {{"subject", subject}, {"kind", name_of(opened.kind)}});
    if (known) {
        const std::int64_t id = std::get<0>(*known);
        const bool is_reopened =
            session.execute(reopen, {{"case_id", id}, {"facts", opened.facts}, {"opened_at_ms", opened.opened_at}}) ==
            1;
        if (is_reopened) record(session, id, "opened", said);
        return;
    }
    const std::int64_t id = new_id(opened.opened_at);
    session.execute(insert_case, {{"case_id", id},
                                  {"kind", name_of(opened.kind)},
                                  {"application_id", opened.application},
                                  {"attempt_id", opened.attempt},
                                  {"payment_id", opened.payment},
                                  {"refund_id", opened.refund},
                                  {"subject", subject},
                                  {"amount_yen", opened.amount},
                                  {"facts", opened.facts},
                                  {"opened_at_ms", opened.opened_at}});
    record(session, id, "opened", said);
}

std::optional<PaymentCase> find_case(Session& session, std::int64_t id) {
    auto found = select_cases(session, select_case, {{"case_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<PaymentCase> open_cases(Session& session, int limit) {
    return select_cases(session, select_open, {{"row_limit", limit}});
}

std::vector<PaymentCase> cases_of(Session& session, ApplicationId application, PaymentCaseKind kind) {
    return select_cases(session, select_of_application, {{"application_id", application}, {"kind", name_of(kind)}});
}

std::int64_t count_open_cases(Session& session) { return std::get<0>(*session.select_one<std::int64_t>(count_open)); }

bool close_case(Session& session, std::int64_t id, const CaseSettlement& settlement) {
    if (session.execute(close_open, {{"case_id", id}}) != 1) return false;
    record(session, id, name_of(settlement.action), settlement);
    return true;
}

void resolve_case(Session& session, PaymentCaseKind kind, AttemptId attempt, Instant now) {
    resolve(session, kind, subject_of(attempt), now);
}

void resolve_case(Session& session, PaymentCaseKind kind, CounterPaymentId payment, Instant now) {
    resolve(session, kind, subject_of(payment), now);
}

void resolve_case(Session& session, PaymentCaseKind kind, RefundId refund, Instant now) {
    resolve(session, kind, subject_of(refund), now);
}

std::vector<CaseHistory> case_history(Session& session, std::int64_t id) {
    std::vector<CaseHistory> history;
    for (auto& [event, by, note, at] : session.select<std::string, std::optional<std::string>, std::string, Instant>(
             select_events, {{"case_id", id}}))
        history.push_back({std::move(event), std::move(by), std::move(note), at});
    return history;
}

} // namespace hiroba::persistence
