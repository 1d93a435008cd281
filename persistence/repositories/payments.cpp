#include "persistence/repositories/payments.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql insert_obligation_row =
    "INSERT INTO obligation (obligation_id, application_id, sequence, owed, state, amount_yen, paid_yen, assessed_on,"
    " fiscal_year, managed_by, due_at_ms)"
    " VALUES (:obligation_id, :application_id, :sequence, :owed, :state, :amount_yen, :paid_yen, :assessed_on,"
    " :fiscal_year, :managed_by, :due_at_ms)";
constexpr Sql insert_share = "INSERT INTO obligation_share (obligation_id, account_code, amount_yen)"
                             " VALUES (:obligation_id, :account_code, :amount_yen)";
constexpr Sql select_last_sequence =
    "SELECT COALESCE(MAX(sequence), 0) FROM obligation WHERE application_id = :application_id";
// A row for each share.
const std::string obligations_with_shares =
    "SELECT g.obligation_id, g.application_id, g.state, g.amount_yen, g.paid_yen, g.assessed_on, g.fiscal_year,"
    " g.managed_by, g.due_at_ms, s.account_code, s.amount_yen FROM obligation g"
    " JOIN obligation_share s ON s.obligation_id = g.obligation_id";
constexpr Sql select_revenue_totals =
    "SELECT account_code, managed_by, CAST(SUM(yen) AS SIGNED) FROM ("
    "SELECT s.account_code, g.managed_by, s.amount_yen AS yen FROM obligation g"
    " JOIN obligation_share s ON s.obligation_id = g.obligation_id WHERE g.state IN ('owed', 'paid')"
    " UNION ALL SELECT s.account_code, g.managed_by, -s.amount_yen FROM refund r"
    " JOIN refund_share s ON s.refund_id = r.refund_id JOIN obligation g ON g.obligation_id = r.obligation_id"
    " WHERE r.state <> 'taken_back') AS shares GROUP BY account_code, managed_by ORDER BY managed_by, account_code";
constexpr Sql update_due = "UPDATE obligation SET due_at_ms = :due_at_ms, reminded_at_ms = NULL"
                           " WHERE obligation_id = :obligation_id AND state = 'owed'";
constexpr Sql update_reminded =
    "UPDATE obligation SET reminded_at_ms = :now_ms WHERE obligation_id = :obligation_id AND state = 'owed'";
constexpr Sql select_overdue = "SELECT obligation_id FROM obligation WHERE owed = 1 AND due_at_ms <= :now_ms"
                               " AND (:all = 1 OR reminded_at_ms IS NULL) ORDER BY due_at_ms LIMIT :row_limit";
constexpr Sql update_obligation =
    "UPDATE obligation SET state = :state, owed = NULL WHERE obligation_id = :obligation_id AND state = 'owed'"
    " AND paid_yen = CASE :state WHEN 'paid' THEN amount_yen ELSE 0 END";
constexpr Sql raise_paid = "UPDATE obligation SET paid_yen = paid_yen + :amount_yen"
                           " WHERE obligation_id = :obligation_id AND state = 'owed'"
                           " AND paid_yen + :amount_yen <= amount_yen";
constexpr Sql reduce = "UPDATE obligation SET amount_yen = paid_yen, state = 'paid', owed = NULL"
                       " WHERE obligation_id = :obligation_id AND state = 'owed' AND paid_yen > 0";
constexpr Sql delete_shares = "DELETE FROM obligation_share WHERE obligation_id = :obligation_id";
constexpr Sql lower_paid = "UPDATE obligation SET paid_yen = paid_yen - :amount_yen, state = 'owed', owed = 1"
                           " WHERE obligation_id = :obligation_id AND state <> 'released'"
                           " AND paid_yen >= :amount_yen";
constexpr Sql insert_attempt_row =
    "INSERT INTO payment_attempt (attempt_id, attempt_ref, obligation_id, live, state, provider, method,"
    " amount_yen, request_body, expires_at_ms, next_step_at_ms, tries, version, created_at_ms)"
    " VALUES (:attempt_id, :attempt_ref, :obligation_id, 1, :state, :provider, :method,"
    " :amount_yen, :request_body, :expires_at_ms, :next_step_at_ms, 0, 1, :created_at_ms)";
constexpr Sql select_attempt =
    "SELECT p.attempt_id, p.attempt_ref, p.obligation_id, o.application_id, p.live, p.state, p.provider, p.method, "
    "p.amount_yen,"
    " p.request_body, p.provider_ref, p.payment_ref, p.redirect_url, p.entrusted_at_ms, p.expires_at_ms,"
    " p.next_step_at_ms, p.tries, p.version, p.created_at_ms"
    " FROM payment_attempt p JOIN obligation o ON o.obligation_id = p.obligation_id WHERE p.attempt_id = :attempt_id";
// The live one first: clocks of several machines, or one that was set back, do not hide it behind a dead one.
constexpr Sql select_newest_attempt_id =
    "SELECT p.attempt_id FROM payment_attempt p JOIN obligation o ON o.obligation_id = p.obligation_id"
    " WHERE o.application_id = :application_id ORDER BY p.live DESC, p.created_at_ms DESC, p.attempt_id DESC LIMIT 1";
constexpr Sql select_attempt_id_by_provider_ref =
    "SELECT attempt_id FROM payment_attempt WHERE provider = :provider AND provider_ref = :provider_ref";
constexpr Sql select_attempt_id_by_ref =
    "SELECT attempt_id FROM payment_attempt WHERE provider = :provider AND attempt_ref = :attempt_ref";
constexpr Sql update_attempt =
    "UPDATE payment_attempt SET live = :live, state = :state, provider_ref = :provider_ref,"
    " payment_ref = :payment_ref, redirect_url = :redirect_url, entrusted_at_ms = :entrusted_at_ms,"
    " expires_at_ms = :expires_at_ms,"
    " next_step_at_ms = :next_step_at_ms, tries = :tries, version = version + 1"
    " WHERE attempt_id = :attempt_id AND version = :version";
constexpr Sql move_late = "UPDATE payment_attempt SET state = 'paid', obligation_id = :obligation_id,"
                          " version = version + 1"
                          " WHERE attempt_id = :attempt_id AND version = :version AND state = 'paid_late'";
constexpr Sql select_attempt_id_by_payment_ref =
    "SELECT attempt_id FROM payment_attempt WHERE provider = :provider AND payment_ref = :payment_ref";
constexpr Sql insert_event =
    "INSERT INTO payment_event (event_id, attempt_id, event, from_state, to_state, at_ms, evidence)"
    " VALUES (:event_id, :attempt_id, :event, :from_state, :to_state, :at_ms, :evidence)";
constexpr Sql select_proofs = "SELECT evidence, at_ms FROM payment_event WHERE attempt_id = :attempt_id AND event = "
                              ":event ORDER BY at_ms, event_id";
constexpr Sql select_due = "SELECT attempt_id, version FROM payment_attempt WHERE next_step_at_ms <= :now_ms"
                           " ORDER BY next_step_at_ms LIMIT :row_limit";
constexpr Sql lease_attempt = "UPDATE payment_attempt SET next_step_at_ms = :leased_until_ms, version = version + 1"
                              " WHERE attempt_id = :attempt_id AND version = :version";
constexpr Sql wake = "UPDATE payment_attempt SET next_step_at_ms = :now_ms, version = version + 1"
                     " WHERE attempt_id = :attempt_id";
constexpr Sql insert_message =
    "INSERT INTO provider_inbox (provider, dedupe_key, kind, provider_ref, attempt_ref, body, received_at_ms, outcome)"
    " VALUES (:provider, :dedupe_key, :kind, :provider_ref, :attempt_ref, :body, :received_at_ms, 'waiting')";
constexpr Sql select_waiting = "SELECT provider, dedupe_key, kind, provider_ref, attempt_ref, body FROM provider_inbox"
                               " WHERE outcome = 'waiting' ORDER BY received_at_ms LIMIT :row_limit";
constexpr Sql update_outcome = "UPDATE provider_inbox SET outcome = :outcome"
                               " WHERE provider = :provider AND dedupe_key = :dedupe_key";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql sum_owed = "SELECT CAST(COALESCE(SUM(amount_yen - paid_yen), 0) AS SIGNED) FROM obligation"
                         " WHERE state = 'owed'";
constexpr Sql sum_attempts =
    "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM payment_attempt WHERE state = :state";

using OptionalText = std::optional<std::string>;

std::vector<Obligation> select_obligations_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<Obligation> obligations;
    for (auto& [id, of, state, amount, paid, assessed_on, fiscal_year, managed_by, due_at, account, share] :
         session.select<ObligationId, ApplicationId, std::string, Yen, Yen, LocalDate, std::int64_t,
                        std::optional<FacilityCode>, std::optional<Instant>, AccountCode, Yen>(sql, binds)) {
        if (obligations.empty() || obligations.back().id != id)
            obligations.push_back({.id = id,
                                   .application = of,
                                   .state = std::move(state),
                                   .amount = amount,
                                   .paid = paid,
                                   .shares = {},
                                   .assessed_on = assessed_on,
                                   .fiscal_year = static_cast<int>(fiscal_year),
                                   .managed_by = std::move(managed_by),
                                   .due_at = due_at});
        obligations.back().shares.push_back({std::move(account), share});
    }
    return obligations;
}

std::optional<Obligation> only(std::vector<Obligation> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void record(Session& session, AttemptId attempt, const AttemptChange& change, const std::string& to_state) {
    session.execute(insert_event, {{"event_id", new_id(change.at)},
                                   {"attempt_id", attempt},
                                   {"event", change.event},
                                   {"from_state", change.from_state},
                                   {"to_state", to_state},
                                   {"at_ms", change.at},
                                   {"evidence", change.evidence}});
}

void insert_shares(Session& session, ObligationId id, const RevenueShares& shares) {
    for (const RevenueShare& share : shares)
        session.execute(insert_share,
                        {{"obligation_id", id}, {"account_code", share.account}, {"amount_yen", share.amount}});
}

std::optional<Attempt> attempt_with_id(Session& session, const std::optional<std::tuple<AttemptId>>& row) {
    return row ? find_attempt(session, std::get<0>(*row)) : std::nullopt;
}

} // namespace

void insert_obligation(Session& session, const Obligation& obligation) {
    const auto last =
        session.select_one<std::int64_t>(select_last_sequence, {{"application_id", obligation.application}});
    const auto owed = obligation.state == "owed" ? std::optional<std::int64_t>{1} : std::nullopt;
    session.execute(insert_obligation_row, {{"obligation_id", obligation.id},
                                            {"application_id", obligation.application},
                                            {"sequence", std::get<0>(*last) + 1},
                                            {"owed", owed},
                                            {"state", obligation.state},
                                            {"amount_yen", obligation.amount},
                                            {"paid_yen", obligation.paid},
                                            {"assessed_on", obligation.assessed_on},
                                            {"fiscal_year", obligation.fiscal_year},
                                            {"managed_by", obligation.managed_by},
                                            {"due_at_ms", obligation.due_at}});
    insert_shares(session, obligation.id, obligation.shares);
}

std::optional<Obligation> owed_obligation_of(Session& session, ApplicationId application) {
    static const Sql select = Sql::built(
        obligations_with_shares + " WHERE g.application_id = :application_id AND g.owed = 1 ORDER BY s.account_code");
    return only(select_obligations_by(session, select, {{"application_id", application}}));
}

std::vector<Obligation> obligations_of(Session& session, ApplicationId application) {
    static const Sql select =
        Sql::built(obligations_with_shares +
                   " WHERE g.application_id = :application_id ORDER BY g.sequence, g.obligation_id, s.account_code");
    return select_obligations_by(session, select, {{"application_id", application}});
}

std::optional<Obligation> find_obligation(Session& session, ObligationId id) {
    static const Sql select =
        Sql::built(obligations_with_shares + " WHERE g.obligation_id = :obligation_id ORDER BY s.account_code");
    return only(select_obligations_by(session, select, {{"obligation_id", id}}));
}

void set_due(Session& session, ObligationId id, std::optional<Instant> due_at) {
    session.execute(update_due, {{"obligation_id", id}, {"due_at_ms", due_at}});
}

std::vector<Obligation> overdue_obligations(Session& session, Overdue which, Instant now, int limit) {
    std::vector<Obligation> overdue;
    const std::int64_t all = which == Overdue::all ? 1 : 0;
    for (const auto& [id] :
         session.select<ObligationId>(select_overdue, {{"now_ms", now}, {"all", all}, {"row_limit", limit}}))
        overdue.push_back(*find_obligation(session, id));
    return overdue;
}

void mark_reminded(Session& session, ObligationId id, Instant now) {
    session.execute(update_reminded, {{"obligation_id", id}, {"now_ms", now}});
}

bool settle_obligation(Session& session, ObligationId id, const std::string& state) {
    return session.execute(update_obligation, {{"obligation_id", id}, {"state", state}}) == 1;
}

bool add_to_paid(Session& session, ObligationId id, Yen amount) {
    return session.execute(raise_paid, {{"obligation_id", id}, {"amount_yen", amount}}) == 1;
}

bool reduce_to_paid(Session& session, ObligationId id, const RevenueShares& shares) {
    if (session.execute(reduce, {{"obligation_id", id}}) != 1) return false;
    session.execute(delete_shares, {{"obligation_id", id}});
    insert_shares(session, id, shares);
    return true;
}

bool take_from_paid(Session& session, ObligationId id, Yen amount) {
    return session.execute(lower_paid, {{"obligation_id", id}, {"amount_yen", amount}}) == 1;
}

void insert_attempt(Session& session, const Attempt& attempt) {
    session.execute(insert_attempt_row, {{"attempt_id", attempt.id},
                                         {"attempt_ref", attempt.attempt_ref},
                                         {"obligation_id", attempt.obligation},
                                         {"state", attempt.state},
                                         {"provider", attempt.provider},
                                         {"method", attempt.method},
                                         {"amount_yen", attempt.amount},
                                         {"request_body", attempt.request_body},
                                         {"expires_at_ms", attempt.expires_at},
                                         {"next_step_at_ms", attempt.next_step_at},
                                         {"created_at_ms", attempt.created_at}});
}

std::optional<Attempt> find_attempt(Session& session, AttemptId id) {
    auto row = session.select_one<AttemptId, std::string, ObligationId, ApplicationId, std::optional<std::int64_t>,
                                  std::string, std::string, std::string, Yen, std::string, OptionalText, OptionalText,
                                  OptionalText, std::optional<Instant>, Instant, std::optional<Instant>, std::int64_t,
                                  std::int64_t, Instant>(select_attempt, {{"attempt_id", id}});
    if (!row) return std::nullopt;
    auto& [attempt_id, ref, obligation, application, live, state, provider, method, amount, body, provider_ref,
           payment_ref, redirect_url, entrusted_at, expires_at, next_step_at, tries, version, created_at] = *row;
    return Attempt{.id = attempt_id,
                   .attempt_ref = std::move(ref),
                   .obligation = obligation,
                   .application = application,
                   .live = live.has_value(),
                   .state = std::move(state),
                   .provider = std::move(provider),
                   .method = std::move(method),
                   .amount = amount,
                   .request_body = std::move(body),
                   .provider_ref = std::move(provider_ref),
                   .payment_ref = std::move(payment_ref),
                   .redirect_url = std::move(redirect_url),
                   .entrusted_at = entrusted_at,
                   .expires_at = expires_at,
                   .next_step_at = next_step_at,
                   .tries = tries,
                   .version = version,
                   .created_at = created_at};
}

std::optional<Attempt> newest_attempt_of(Session& session, ApplicationId application) {
    return attempt_with_id(session,
                           session.select_one<AttemptId>(select_newest_attempt_id, {{"application_id", application}}));
}

std::optional<Attempt> find_attempt_by_ref(Session& session, const std::string& provider,
                                           const std::string& provider_ref, const std::string& attempt_ref) {
    if (auto found = attempt_with_id(
            session, session.select_one<AttemptId>(select_attempt_id_by_provider_ref,
                                                   {{"provider", provider}, {"provider_ref", provider_ref}})))
        return found;
    return attempt_with_id(session,
                           session.select_one<AttemptId>(select_attempt_id_by_ref,
                                                         {{"provider", provider}, {"attempt_ref", attempt_ref}}));
}

std::optional<Attempt> find_attempt_by_payment_ref(Session& session, const std::string& provider,
                                                   const std::string& payment_ref) {
    return attempt_with_id(session,
                           session.select_one<AttemptId>(select_attempt_id_by_payment_ref,
                                                         {{"provider", provider}, {"payment_ref", payment_ref}}));
}

bool save_attempt(Session& session, const Attempt& attempt, const AttemptChange& change) {
    const auto live = attempt.live ? std::optional<std::int64_t>{1} : std::nullopt;
    const bool saved = session.execute(update_attempt, {{"attempt_id", attempt.id},
                                                        {"version", attempt.version},
                                                        {"live", live},
                                                        {"state", attempt.state},
                                                        {"provider_ref", attempt.provider_ref},
                                                        {"payment_ref", attempt.payment_ref},
                                                        {"redirect_url", attempt.redirect_url},
                                                        {"entrusted_at_ms", attempt.entrusted_at},
                                                        {"expires_at_ms", attempt.expires_at},
                                                        {"next_step_at_ms", attempt.next_step_at},
                                                        {"tries", attempt.tries}}) == 1;
    if (saved) record(session, attempt.id, change, attempt.state);
    return saved;
}

bool move_late_attempt(Session& session, const Attempt& attempt, ObligationId pays, const AttemptChange& change) {
    const bool moved =
        session.execute(move_late,
                        {{"attempt_id", attempt.id}, {"version", attempt.version}, {"obligation_id", pays}}) == 1;
    if (moved) record(session, attempt.id, change, "paid");
    return moved;
}

std::vector<AttemptProof> proofs_of(Session& session, AttemptId id, std::string_view event) {
    std::vector<AttemptProof> proofs;
    for (auto& [evidence, at] :
         session.select<std::string, Instant>(select_proofs, {{"attempt_id", id}, {"event", event}}))
        proofs.push_back({std::move(evidence), at});
    return proofs;
}

std::optional<Attempt> lease_due_attempt(Session& session, Instant now, Instant leased_until) {
    constexpr int candidates = 10; // others may be faster with the first ones
    for (const auto& [id, version] :
         session.select<AttemptId, std::int64_t>(select_due, {{"now_ms", now}, {"row_limit", candidates}})) {
        const bool taken =
            session.execute(lease_attempt,
                            {{"attempt_id", id}, {"version", version}, {"leased_until_ms", leased_until}}) == 1;
        if (taken) return find_attempt(session, id);
    }
    return std::nullopt;
}

void wake_attempt(Session& session, AttemptId id, Instant now) {
    session.execute(wake, {{"attempt_id", id}, {"now_ms", now}});
}

bool store_message(Session& session, const InboxMessage& message, Instant now) {
    try {
        session.execute(insert_message, {{"provider", message.provider},
                                         {"dedupe_key", message.dedupe_key},
                                         {"kind", message.kind},
                                         {"provider_ref", message.provider_ref},
                                         {"attempt_ref", message.attempt_ref},
                                         {"body", message.body},
                                         {"received_at_ms", now}});
        return true;
    } catch (const DuplicateKey&) {
        return false;
    }
}

std::vector<InboxMessage> waiting_messages(Session& session, int limit) {
    std::vector<InboxMessage> messages;
    for (auto& [provider, dedupe_key, kind, provider_ref, attempt_ref, body] :
         session.select<std::string, std::string, std::string, std::string, std::string, std::string>(
             select_waiting, {{"row_limit", limit}}))
        messages.push_back({std::move(provider), std::move(dedupe_key), std::move(kind), std::move(provider_ref),
                            std::move(attempt_ref), std::move(body)});
    return messages;
}

void close_message(Session& session, const InboxMessage& message, const std::string& outcome) {
    session.execute(update_outcome,
                    {{"provider", message.provider}, {"dedupe_key", message.dedupe_key}, {"outcome", outcome}});
}

std::string_view name_of(RevenueOwner owner) { return owner == RevenueOwner::manager ? "manager" : "town"; }

std::vector<RevenueTotal> revenue_totals(Session& session) {
    std::vector<RevenueTotal> totals;
    for (auto& [account, managed_by, total] :
         session.select<AccountCode, std::optional<FacilityCode>, Yen>(select_revenue_totals))
        totals.push_back({std::move(account), std::move(managed_by), total});
    return totals;
}

PaymentTotals payment_totals(Session& session) {
    const auto attempts_in = [&](const char* state) {
        return std::get<0>(*session.select_one<Yen>(sum_attempts, {{"state", state}}));
    };
    return {std::get<0>(*session.select_one<Yen>(sum_owed)), attempts_in("paid"), attempts_in("paid_late")};
}

} // namespace hiroba::persistence
