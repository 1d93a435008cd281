#include "persistence/repositories/refund_payouts.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/new_id.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

constexpr Sql select_payout =
    "SELECT first_approved_by, first_approved_at_ms, approved_by, approved_at_ms, attempt_id, refund_ref,"
    " request_body, sendings, sent_at_ms, provider_ref, payer_until_ms, fault, next_step_at_ms, tries, version,"
    " paid_out_way, paid_out_reference, paid_out_by, paid_out_on FROM refund_payout WHERE refund_id = :refund_id";
constexpr Sql insert_payout =
    "INSERT INTO refund_payout (refund_id, first_approved_by, first_approved_at_ms, approved_by, approved_at_ms,"
    " attempt_id, refund_ref, request_body, sendings, sent_at_ms, provider_ref, payer_until_ms, fault,"
    " next_step_at_ms, tries, version, paid_out_way, paid_out_reference, paid_out_by, paid_out_on)"
    " VALUES (:refund_id, :first_approved_by, :first_approved_at_ms, :approved_by, :approved_at_ms, :attempt_id,"
    " :refund_ref, :request_body, :sendings, :sent_at_ms, :provider_ref, :payer_until_ms, :fault, :next_step_at_ms,"
    " :tries, 1, :paid_out_way, :paid_out_reference, :paid_out_by, :paid_out_on)";
constexpr Sql update_payout =
    "UPDATE refund_payout SET first_approved_by = :first_approved_by, first_approved_at_ms = :first_approved_at_ms,"
    " approved_by = :approved_by, approved_at_ms = :approved_at_ms, attempt_id = :attempt_id,"
    " refund_ref = :refund_ref, request_body = :request_body, sendings = :sendings, sent_at_ms = :sent_at_ms,"
    " provider_ref = :provider_ref, payer_until_ms = :payer_until_ms, fault = :fault,"
    " next_step_at_ms = :next_step_at_ms, tries = :tries, version = version + 1, paid_out_way = :paid_out_way,"
    " paid_out_reference = :paid_out_reference, paid_out_by = :paid_out_by, paid_out_on = :paid_out_on"
    " WHERE refund_id = :refund_id AND version = :version";
constexpr Sql move_refund = "UPDATE refund SET state = :to_state WHERE refund_id = :refund_id AND state = :from_state";
constexpr Sql select_state = "SELECT state FROM refund WHERE refund_id = :refund_id";
constexpr Sql insert_event =
    "INSERT INTO refund_event (event_id, refund_id, event, from_state, to_state, at_ms, by_account, evidence)"
    " VALUES (:event_id, :refund_id, :event, :from_state, :to_state, :at_ms, :by_account, :evidence)";
constexpr Sql select_events =
    "SELECT e.event, e.from_state, e.to_state, a.display_name, e.evidence, e.at_ms FROM refund_event e"
    " LEFT JOIN account a ON a.account_id = e.by_account WHERE e.refund_id = :refund_id ORDER BY e.at_ms, e.event_id";
constexpr Sql reserve = "UPDATE payment_attempt SET refunded_yen = refunded_yen + :amount_yen"
                        " WHERE attempt_id = :attempt_id AND state IN ('paid', 'paid_late')"
                        " AND refunded_yen + :amount_yen <= amount_yen";
constexpr Sql release = "UPDATE payment_attempt SET refunded_yen = refunded_yen - :amount_yen"
                        " WHERE attempt_id = :attempt_id";
constexpr Sql select_refundable =
    "SELECT p.attempt_id, p.amount_yen - p.refunded_yen FROM payment_attempt p"
    " JOIN obligation o ON o.obligation_id = p.obligation_id WHERE o.application_id = :application_id"
    " AND p.state IN ('paid', 'paid_late') ORDER BY p.created_at_ms DESC, p.attempt_id DESC";
constexpr Sql select_due = "SELECT refund_id, version FROM refund_payout WHERE next_step_at_ms <= :now_ms"
                           " ORDER BY next_step_at_ms LIMIT :row_limit";
constexpr Sql lease = "UPDATE refund_payout SET next_step_at_ms = :leased_until_ms, version = version + 1"
                      " WHERE refund_id = :refund_id AND version = :version";
constexpr Sql wake = "UPDATE refund_payout SET next_step_at_ms = :now_ms, version = version + 1"
                     " WHERE refund_id = :refund_id AND refund_ref IS NOT NULL";
constexpr Sql select_by_ref = "SELECT refund_id FROM refund_payout WHERE refund_ref = :refund_ref";
constexpr Sql select_by_provider_ref =
    "SELECT r.refund_id FROM refund_payout r JOIN payment_attempt p ON p.attempt_id = r.attempt_id"
    " WHERE p.provider = :provider AND r.provider_ref = :provider_ref";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql sum_by_providers = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM refund"
                                 " WHERE state IN ('succeeded', 'paid_twice')";
constexpr Sql sum_twice = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM refund WHERE state = 'paid_twice'";

constexpr std::array ways{PayoutWay::bank_transfer, PayoutWay::cash};

template <class T>
using Maybe = std::optional<T>;

Binds binds_of(const RefundPayout& payout) {
    const auto& request = payout.request;
    const auto& paid_out = payout.paid_out;
    const auto of_request = [&](auto field) { return request ? to_value(field(*request)) : Value{nullptr}; };
    const auto of_paid_out = [&](auto field) { return paid_out ? to_value(field(*paid_out)) : Value{nullptr}; };
    return {{"refund_id", payout.refund},
            {"first_approved_by", payout.approval.first_by},
            {"first_approved_at_ms", payout.approval.first_at},
            {"approved_by", payout.approval.by},
            {"approved_at_ms", payout.approval.at},
            {"attempt_id", payout.attempt},
            {"refund_ref", of_request([](const auto& one) { return one.ref; })},
            {"request_body", of_request([](const auto& one) { return one.body; })},
            {"sendings", payout.sendings},
            {"sent_at_ms", of_request([](const auto& one) { return one.first_sent_at; })},
            {"provider_ref", of_request([](const auto& one) { return one.provider_ref; })},
            {"payer_until_ms", of_request([](const auto& one) { return one.payer_until; })},
            {"fault", payout.fault},
            {"next_step_at_ms", payout.next_step_at},
            {"tries", payout.tries},
            {"paid_out_way", of_paid_out([](const auto& one) { return name_of(one.way); })},
            {"paid_out_reference", of_paid_out([](const auto& one) { return one.reference; })},
            {"paid_out_by", of_paid_out([](const auto& one) { return one.by; })},
            {"paid_out_on", of_paid_out([](const auto& one) { return one.on; })}};
}

// DuplicateKey of the primary key: somebody else was first.
bool insert(Session& session, const RefundPayout& payout) {
    try {
        session.execute(insert_payout, binds_of(payout));
        return true;
    } catch (const DuplicateKey&) {
        return false;
    }
}

bool update(Session& session, const RefundPayout& payout) {
    Binds binds = binds_of(payout);
    binds.emplace_back("version", payout.version);
    return session.execute(update_payout, binds) == 1;
}

bool move(Session& session, RefundId refund, const RefundChange& change) {
    const Binds states{{"refund_id", refund}, {"from_state", name_of(change.from)}, {"to_state", name_of(change.to)}};
    if (change.from != change.to) return session.execute(move_refund, states) == 1;
    const auto state = session.select_one<std::string>(select_state, {{"refund_id", refund}});
    return state && std::get<0>(*state) == name_of(change.from);
}

} // namespace

std::string_view name_of(PayoutWay way) { return way == PayoutWay::cash ? "cash" : "bank_transfer"; }

RefundPayout payout_of(Session& session, RefundId refund) {
    RefundPayout payout;
    payout.refund = refund;
    auto row =
        session.select_one<Maybe<AccountId>, Maybe<Instant>, Maybe<AccountId>, Maybe<Instant>, Maybe<AttemptId>,
                           Maybe<std::string>, Maybe<std::string>, std::int64_t, Maybe<Instant>, Maybe<std::string>,
                           Maybe<Instant>, Maybe<std::string>, Maybe<Instant>, std::int64_t, std::int64_t,
                           Maybe<std::string>, Maybe<std::string>, Maybe<AccountId>, Maybe<LocalDate>>(
            select_payout, {{"refund_id", refund}});
    if (!row) return payout;
    auto& [first_by, first_at, by, at, attempt, ref, body, sendings, sent_at, provider_ref, payer_until, fault,
           next_step_at, tries, version, way, reference, paid_out_by, paid_out_on] = *row;
    payout.approval = {first_by, first_at, by, at};
    payout.attempt = attempt;
    if (ref) payout.request = {std::move(*ref), body.value_or(""), sent_at, std::move(provider_ref), payer_until};
    payout.sendings = static_cast<int>(sendings);
    payout.fault = std::move(fault);
    payout.next_step_at = next_step_at;
    payout.tries = tries;
    payout.version = version;
    if (way)
        payout.paid_out = {detail::named(ways, *way, "refund_payout.paid_out_way"), reference.value_or(""),
                           paid_out_by.value(), paid_out_on.value()};
    return payout;
}

std::optional<PayableRefund> find_payable_refund(Session& session, RefundId id) {
    auto refund = find_refund(session, id);
    if (!refund) return std::nullopt;
    return PayableRefund{std::move(*refund), payout_of(session, id)};
}

std::optional<RefundId> find_refund_by_ref(Session& session, const std::string& provider,
                                           const std::string& provider_ref, const std::string& refund_ref) {
    auto found = session.select_one<RefundId>(select_by_ref, {{"refund_ref", refund_ref}});
    if (!found)
        found = session.select_one<RefundId>(select_by_provider_ref,
                                             {{"provider", provider}, {"provider_ref", provider_ref}});
    if (!found) return std::nullopt;
    return std::get<0>(*found);
}

bool save_payout(Session& session, const RefundPayout& payout, const RefundChange& change) {
    const bool is_saved = payout.version == 0 ? insert(session, payout) : update(session, payout);
    if (!is_saved || !move(session, payout.refund, change)) return false;
    session.execute(insert_event, {{"event_id", new_id(change.at)},
                                   {"refund_id", payout.refund},
                                   {"event", change.event},
                                   {"from_state", name_of(change.from)},
                                   {"to_state", name_of(change.to)},
                                   {"at_ms", change.at},
                                   {"by_account", change.by},
                                   {"evidence", change.evidence}});
    return true;
}

std::vector<RefundHistory> history_of(Session& session, RefundId id) {
    std::vector<RefundHistory> history;
    for (auto& [event, from, to, by, evidence, at] :
         session.select<std::string, std::string, std::string, Maybe<std::string>, std::string, Instant>(
             select_events, {{"refund_id", id}}))
        history.push_back({std::move(event), std::move(from), std::move(to), std::move(by), std::move(evidence), at});
    return history;
}

bool reserve_refund(Session& session, AttemptId attempt, Yen amount) {
    return session.execute(reserve, {{"attempt_id", attempt}, {"amount_yen", amount}}) == 1;
}

void release_refund(Session& session, AttemptId attempt, Yen amount) {
    session.execute(release, {{"attempt_id", attempt}, {"amount_yen", amount}});
}

std::vector<RefundableAttempt> refundable_attempts(Session& session, ApplicationId application) {
    std::vector<RefundableAttempt> attempts;
    for (const auto& [id, left] : session.select<AttemptId, Yen>(select_refundable, {{"application_id", application}}))
        attempts.push_back({*find_attempt(session, id), left});
    return attempts;
}

std::optional<PayableRefund> lease_due_refund(Session& session, Instant now, Instant leased_until) {
    constexpr int candidates = 10; // others may be faster with the first ones
    for (const auto& [id, version] :
         session.select<RefundId, std::int64_t>(select_due, {{"now_ms", now}, {"row_limit", candidates}})) {
        const bool taken =
            session.execute(lease, {{"refund_id", id}, {"version", version}, {"leased_until_ms", leased_until}}) == 1;
        if (taken) return find_payable_refund(session, id);
    }
    return std::nullopt;
}

void wake_refund(Session& session, RefundId id, Instant now) {
    session.execute(wake, {{"refund_id", id}, {"now_ms", now}});
}

Yen sum_of_refunds_by_providers(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_by_providers)); }

Yen sum_of_refunds_paid_twice(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_twice)); }

} // namespace hiroba::persistence
