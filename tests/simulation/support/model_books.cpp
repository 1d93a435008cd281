#include "tests/simulation/support/model_books.hpp"

namespace hiroba::test {

using persistence::Database;
using persistence::Session;
using persistence::Sql;

namespace {

constexpr Sql select_attempts = "SELECT p.attempt_id, p.attempt_ref, o.application_id, p.state, p.amount_yen, p.live"
                                " FROM payment_attempt p JOIN obligation o ON o.obligation_id = p.obligation_id"
                                " ORDER BY p.attempt_id";
constexpr Sql select_refunds =
    "SELECT r.refund_id, r.application_id, r.state, r.amount_yen, p.refund_ref, t.attempt_ref, p.paid_out_way"
    " FROM refund r LEFT JOIN refund_payout p ON p.refund_id = r.refund_id"
    " LEFT JOIN payment_attempt t ON t.attempt_id = p.attempt_id ORDER BY r.refund_id";
constexpr Sql select_bookings =
    "SELECT b.booking_id, b.application_id, o.state, b.space_code, b.band_code, b.use_date, b.total_yen, q.quantity"
    " FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
    " LEFT JOIN booking_equipment q ON q.booking_id = b.booking_id ORDER BY b.booking_id";
constexpr Sql select_events =
    "SELECT booking_id, event, to_state, at_ms FROM booking_event ORDER BY booking_id, sequence";
constexpr Sql select_cases = "SELECT c.kind, c.is_open, t.attempt_ref, c.refund_id FROM payment_case c"
                             " LEFT JOIN payment_attempt t ON t.attempt_id = c.attempt_id";
constexpr Sql select_taken = "SELECT c.payment_id, o.application_id, c.state, c.amount_yen FROM counter_payment c"
                             " JOIN obligation o ON o.obligation_id = c.obligation_id";
constexpr Sql select_changes = "SELECT idempotency_key, created_at_ms FROM idempotency WHERE operation = 'change'"
                               " ORDER BY created_at_ms";
constexpr Sql select_obligations = "SELECT g.obligation_id, g.state, g.amount_yen,"
                                   " (SELECT CAST(COALESCE(SUM(t.amount_yen), 0) AS SIGNED) FROM payment_attempt t"
                                   "   WHERE t.obligation_id = g.obligation_id AND t.state = 'paid')"
                                   " + (SELECT CAST(COALESCE(SUM(c.amount_yen), 0) AS SIGNED) FROM counter_payment c"
                                   "   WHERE c.obligation_id = g.obligation_id AND c.state = 'received')"
                                   " + (SELECT CAST(COALESCE(SUM(r.amount_yen), 0) AS SIGNED) FROM refund r"
                                   "   WHERE r.set_off_against = g.obligation_id AND r.state = 'set_off')"
                                   " FROM obligation g ORDER BY g.obligation_id";
constexpr Sql select_numbers =
    "SELECT t.attempt_ref, v.payer_mail, s.store, s.payment_code FROM payment_voucher v"
    " JOIN payment_attempt t ON t.attempt_id = v.attempt_id"
    " JOIN payment_voucher_store s ON s.attempt_id = v.attempt_id ORDER BY v.attempt_id, s.store";
constexpr Sql select_inbox = "SELECT provider, dedupe_key, outcome FROM provider_inbox";
constexpr Sql select_journal =
    "SELECT account, CAST(SUM(yen) AS SIGNED) FROM (SELECT debit_account AS account, amount_yen AS yen"
    " FROM journal_transfer UNION ALL SELECT credit_account, -amount_yen FROM journal_transfer) AS moved"
    " GROUP BY account";

} // namespace

Model::Books Model::read(Database& database) const {
    return database.read([](Session& session) {
        Books books;
        for (auto& [id, ref, application, state, amount, live] :
             session.select<AttemptId, std::string, ApplicationId, std::string, std::int64_t,
                            std::optional<std::int64_t>>(select_attempts))
            books.attempts.push_back({id, std::move(ref), application, std::move(state), amount, live.has_value()});
        for (auto& [id, application, state, amount, ref, attempt_ref, way] :
             session.select<RefundId, ApplicationId, std::string, std::int64_t, std::optional<std::string>,
                            std::optional<std::string>, std::optional<std::string>>(select_refunds))
            books.refunds.push_back(
                {id, application, std::move(state), amount, ref.value_or(""), attempt_ref.value_or(""), way == "cash"});
        std::map<BookingId, std::vector<Books::Event>> histories;
        for (auto& [id, name, to, at] : session.select<BookingId, std::string, std::string, Instant>(select_events))
            histories[id].push_back({std::move(name), std::move(to), at});
        for (auto& [id, application, state, space, band, date, total, pianos] :
             session.select<BookingId, ApplicationId, std::string, std::string, std::optional<std::string>, LocalDate,
                            std::int64_t, std::optional<std::int64_t>>(select_bookings))
            books.bookings.push_back({id,
                                      application,
                                      std::move(state),
                                      {std::move(space), band.value_or(""), date, pianos.has_value()},
                                      total,
                                      histories[id]});
        for (auto& [kind, is_open, attempt_ref, refund] :
             session.select<std::string, std::optional<std::int64_t>, std::optional<std::string>,
                            std::optional<RefundId>>(select_cases))
            books.cases.push_back({std::move(kind), is_open.has_value(), attempt_ref.value_or(""), refund});
        for (auto& [id, application, state, amount] :
             session.select<CounterPaymentId, ApplicationId, std::string, std::int64_t>(select_taken))
            books.taken.emplace(id, Books::Taken{application, std::move(state), amount});
        for (auto& [key, at] : session.select<std::string, Instant>(select_changes))
            books.changes.push_back({std::move(key), at});
        for (auto& [number, state, amount, came] :
             session.select<std::int64_t, std::string, std::int64_t, std::int64_t>(select_obligations))
            books.obligations.push_back({number, std::move(state), amount, came});
        for (auto& [attempt_ref, mail, store, code] :
             session.select<std::string, std::string, std::string, std::string>(select_numbers))
            books.numbers.push_back({std::move(attempt_ref), std::move(mail), std::move(store), std::move(code)});
        for (auto& [provider, id, outcome] : session.select<std::string, std::string, std::string>(select_inbox))
            books.inbox.emplace(std::pair{std::move(provider), std::move(id)}, std::move(outcome));
        for (auto& [account, balance] : session.select<std::string, std::int64_t>(select_journal))
            books.journal.emplace(std::move(account), balance);
        return books;
    });
}

} // namespace hiroba::test
