#include "persistence/repositories/refunds.hpp"

#include "persistence/repositories/detail/names.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_refund_row =
    "INSERT INTO refund (refund_id, application_id, booking_id, obligation_id, ground, cause, state, amount_yen, "
    "percent,"
    " article_ja, article_en, decided_by, reason, set_off_against, created_at_ms)"
    " VALUES (:refund_id, :application_id, :booking_id, :obligation_id, :ground, :cause, :state, :amount_yen, :percent,"
    " :article_ja, :article_en, :decided_by, :reason, :set_off_against, :created_at_ms)";
constexpr Sql insert_share = "INSERT INTO refund_share (refund_id, account_code, amount_yen)"
                             " VALUES (:refund_id, :account_code, :amount_yen)";
constexpr Sql take_back = "UPDATE refund SET state = 'taken_back'"
                          " WHERE refund_id = :refund_id AND state IN ('due', 'awaiting_second')";
// A row for each share; one without any of what was overpaid.
const std::string refunds_with_shares =
    "SELECT r.refund_id, r.application_id, r.booking_id, r.obligation_id, r.ground, r.cause, r.state, r.amount_yen,"
    " r.percent, r.article_ja, r.article_en, r.decided_by, r.reason, r.set_off_against, r.created_at_ms,"
    " s.account_code, s.amount_yen FROM refund r LEFT JOIN refund_share s ON s.refund_id = r.refund_id ";
const std::string in_order = " ORDER BY r.created_at_ms, r.refund_id, s.account_code";
// CAST: MariaDB sums BIGINT into DECIMAL.
const std::string sum_of_refunds = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM refund WHERE ";
constexpr Sql sum_overpaid = "SELECT CAST(COALESCE(SUM(amount_yen), 0) AS SIGNED) FROM refund"
                             " WHERE ground = 'overpaid' AND state <> 'taken_back'";

constexpr Sql insert_notice_row =
    "INSERT INTO notice (notice_id, account_id, application_id, booking_id, kind, facts_json, created_at_ms, withdrawn,"
    " read_at_ms)"
    " VALUES (:notice_id, :account_id, :application_id, :booking_id, :kind, :facts_json, :created_at_ms, :withdrawn,"
    " :read_at_ms)";
constexpr Sql select_notices =
    "SELECT notice_id, account_id, application_id, booking_id, kind, facts_json, created_at_ms, withdrawn, read_at_ms"
    " FROM notice WHERE account_id = :account_id ORDER BY created_at_ms DESC, notice_id DESC LIMIT :row_limit";
constexpr Sql withdraw = "UPDATE notice SET withdrawn = 1 WHERE booking_id = :booking_id AND kind = :kind";
constexpr Sql mark_read = "UPDATE notice SET read_at_ms = :read_at_ms"
                          " WHERE account_id = :account_id AND read_at_ms IS NULL";

constexpr Sql insert_suspension_row =
    "INSERT INTO suspension (suspension_id, account_id, from_ms, until_ms, ground, made_by, lifted_by, lifted_at_ms)"
    " VALUES (:suspension_id, :account_id, :from_ms, :until_ms, :ground, :made_by, :lifted_by, :lifted_at_ms)";
constexpr Sql lift = "UPDATE suspension SET lifted_by = :lifted_by, lifted_at_ms = :lifted_at_ms"
                     " WHERE suspension_id = :suspension_id AND lifted_at_ms IS NULL";
constexpr Sql select_suspensions =
    "SELECT s.suspension_id, s.account_id, s.from_ms, s.until_ms, s.ground, s.made_by, s.lifted_by, s.lifted_at_ms,"
    " a.display_name FROM suspension s JOIN account a ON a.account_id = s.account_id"
    " WHERE s.until_ms > :at_ms AND s.from_ms <= :at_ms AND s.lifted_at_ms IS NULL"
    " ORDER BY s.until_ms DESC, s.suspension_id LIMIT :row_limit";
constexpr Sql select_suspension =
    "SELECT s.suspension_id, s.account_id, s.from_ms, s.until_ms, s.ground, s.made_by, s.lifted_by, s.lifted_at_ms,"
    " a.display_name FROM suspension s JOIN account a ON a.account_id = s.account_id"
    " WHERE s.suspension_id = :suspension_id AND s.until_ms > :at_ms AND s.from_ms <= :at_ms"
    " AND s.lifted_at_ms IS NULL";
constexpr Sql select_suspensions_of =
    "SELECT s.suspension_id, s.account_id, s.from_ms, s.until_ms, s.ground, s.made_by, s.lifted_by, s.lifted_at_ms,"
    " a.display_name FROM suspension s JOIN account a ON a.account_id = s.account_id"
    " WHERE s.account_id = :account_id AND s.until_ms > :at_ms AND s.from_ms <= :at_ms AND s.lifted_at_ms IS NULL"
    " ORDER BY s.until_ms DESC, s.suspension_id LIMIT 1";

constexpr std::array grounds{RefundGround::cancelled, RefundGround::expired, RefundGround::changed,
                             RefundGround::revoked,   RefundGround::reduced, RefundGround::decided,
                             RefundGround::overpaid,  RefundGround::tickets};

// "state IN ('due', …)": what the town still owes.
std::string is_payable_state() {
    std::string list;
    for (const RefundState state : refund_states())
        if (is_payable(state)) list.append(list.empty() ? "" : ", ").append("'").append(name_of(state)).append("'");
    return "state IN (" + list + ")";
}

RefundCause cause_from(const std::string& name) {
    const auto cause = refund_cause_named(name);
    if (!cause) throw DatabaseError("refund.cause holds an unknown word");
    return *cause;
}

std::vector<Refund> select_refunds(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<Refund> found;
    for (auto& [id, application, booking, obligation, ground, cause, state, amount, percent, article_ja, article_en,
                decided_by, reason, set_off_against, created_at, account, share] :
         session.select<RefundId, ApplicationId, std::optional<BookingId>, ObligationId, std::string, std::string,
                        std::string, Yen, std::int64_t, std::string, std::string, std::optional<AccountId>,
                        std::optional<std::string>, std::optional<ObligationId>, Instant, std::optional<AccountCode>,
                        std::optional<Yen>>(sql, binds)) {
        if (found.empty() || found.back().id != id)
            found.push_back({.id = id,
                             .application = application,
                             .booking = booking,
                             .obligation = obligation,
                             .ground = detail::named(grounds, ground, "refund.ground"),
                             .cause = cause_from(cause),
                             .state = detail::named(refund_states(), state, "refund.state"),
                             .amount = amount,
                             .shares = {},
                             .percent = static_cast<int>(percent),
                             .article = {std::move(article_ja), std::move(article_en)},
                             .decided_by = decided_by,
                             .reason = std::move(reason),
                             .set_off_against = set_off_against,
                             .created_at = created_at});
        if (account) found.back().shares.push_back({std::move(*account), *share});
    }
    return found;
}

std::vector<SuspendedPerson> select_suspended(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<SuspendedPerson> found;
    for (auto& [id, account, from, until, ground, made_by, lifted_by, lifted_at, name] :
         session.select<std::int64_t, AccountId, Instant, Instant, std::string, std::optional<AccountId>,
                        std::optional<AccountId>, std::optional<Instant>, std::string>(sql, binds))
        found.push_back({{.id = id,
                          .account = account,
                          .from = from,
                          .until = until,
                          .ground = std::move(ground),
                          .made_by = made_by,
                          .lifted_by = lifted_by,
                          .lifted_at = lifted_at},
                         std::move(name)});
    return found;
}

} // namespace

std::string_view name_of(RefundGround ground) {
    switch (ground) {
    case RefundGround::cancelled:
        return "cancelled";
    case RefundGround::expired:
        return "expired";
    case RefundGround::changed:
        return "changed";
    case RefundGround::revoked:
        return "revoked";
    case RefundGround::reduced:
        return "reduced";
    case RefundGround::decided:
        return "decided";
    case RefundGround::overpaid:
        return "overpaid";
    case RefundGround::tickets:
        return "tickets";
    }
    return {};
}

void insert_refund(Session& session, const Refund& refund) {
    session.execute(insert_refund_row, {{"refund_id", refund.id},
                                        {"application_id", refund.application},
                                        {"booking_id", refund.booking},
                                        {"obligation_id", refund.obligation},
                                        {"ground", name_of(refund.ground)},
                                        {"cause", name_of(refund.cause)},
                                        {"state", name_of(refund.state)},
                                        {"amount_yen", refund.amount},
                                        {"percent", refund.percent},
                                        {"article_ja", refund.article.ja},
                                        {"article_en", refund.article.en},
                                        {"decided_by", refund.decided_by},
                                        {"reason", refund.reason},
                                        {"set_off_against", refund.set_off_against},
                                        {"created_at_ms", refund.created_at}});
    for (const RevenueShare& share : refund.shares)
        session.execute(insert_share,
                        {{"refund_id", refund.id}, {"account_code", share.account}, {"amount_yen", share.amount}});
}

std::vector<Refund> refunds_of(Session& session, ApplicationId application) {
    static const Sql select = Sql::built(refunds_with_shares + "WHERE r.application_id = :application_id" + in_order);
    return select_refunds(session, select, {{"application_id", application}});
}

std::vector<Refund> refunds_of_booking(Session& session, BookingId booking) {
    static const Sql select = Sql::built(refunds_with_shares + "WHERE r.booking_id = :booking_id" + in_order);
    return select_refunds(session, select, {{"booking_id", booking}});
}

std::optional<Refund> find_refund(Session& session, RefundId id) {
    static const Sql select = Sql::built(refunds_with_shares + "WHERE r.refund_id = :refund_id" + in_order);
    auto found = select_refunds(session, select, {{"refund_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

bool take_back_refund(Session& session, RefundId id) { return session.execute(take_back, {{"refund_id", id}}) == 1; }

std::vector<Refund> refunds_due(Session& session, int limit) {
    static const Sql select = Sql::built(
        refunds_with_shares + "WHERE r.refund_id IN (SELECT refund_id FROM (SELECT refund_id FROM refund WHERE " +
        is_payable_state() + " ORDER BY created_at_ms, refund_id LIMIT :row_limit) AS first)" + in_order);
    return select_refunds(session, select, {{"row_limit", limit}});
}

Yen sum_of_refunds_due(Session& session) {
    static const Sql select = Sql::built(sum_of_refunds + is_payable_state());
    return std::get<0>(*session.select_one<Yen>(select));
}

Yen sum_of_overpaid_refunds(Session& session) { return std::get<0>(*session.select_one<Yen>(sum_overpaid)); }

void insert_notice(Session& session, const Notice& notice) {
    session.execute(insert_notice_row, {{"notice_id", notice.id},
                                        {"account_id", notice.account},
                                        {"application_id", notice.application},
                                        {"booking_id", notice.booking},
                                        {"kind", notice.kind},
                                        {"facts_json", notice.facts_json},
                                        {"created_at_ms", notice.created_at},
                                        {"withdrawn", notice.withdrawn ? 1 : 0},
                                        {"read_at_ms", notice.read_at}});
}

std::vector<Notice> notices_of(Session& session, AccountId account, int limit) {
    std::vector<Notice> notices;
    for (auto& [id, of, application, booking, kind, facts, created_at, withdrawn, read_at] :
         session.select<std::int64_t, AccountId, std::optional<ApplicationId>, std::optional<BookingId>, std::string,
                        std::string, Instant, std::int64_t, std::optional<Instant>>(
             select_notices, {{"account_id", account}, {"row_limit", limit}}))
        notices.push_back({.id = id,
                           .account = of,
                           .application = application,
                           .booking = booking,
                           .kind = std::move(kind),
                           .facts_json = std::move(facts),
                           .created_at = created_at,
                           .withdrawn = withdrawn == 1,
                           .read_at = read_at});
    return notices;
}

void withdraw_notices(Session& session, BookingId booking, const std::string& kind) {
    session.execute(withdraw, {{"booking_id", booking}, {"kind", kind}});
}

void mark_notices_read(Session& session, AccountId account, Instant now) {
    session.execute(mark_read, {{"account_id", account}, {"read_at_ms", now}});
}

void insert_suspension(Session& session, const Suspension& suspension) {
    session.execute(insert_suspension_row, {{"suspension_id", suspension.id},
                                            {"account_id", suspension.account},
                                            {"from_ms", suspension.from},
                                            {"until_ms", suspension.until},
                                            {"ground", suspension.ground},
                                            {"made_by", suspension.made_by},
                                            {"lifted_by", suspension.lifted_by},
                                            {"lifted_at_ms", suspension.lifted_at}});
}

std::optional<Suspension> suspension_of(Session& session, AccountId account, Instant at) {
    auto found = select_suspended(session, select_suspensions_of, {{"account_id", account}, {"at_ms", at}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front().suspension);
}

bool lift_suspension(Session& session, std::int64_t id, AccountId by, Instant now) {
    return session.execute(lift, {{"suspension_id", id}, {"lifted_by", by}, {"lifted_at_ms", now}}) == 1;
}

std::optional<SuspendedPerson> find_suspension(Session& session, std::int64_t id, Instant at) {
    auto found = select_suspended(session, select_suspension, {{"suspension_id", id}, {"at_ms", at}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<SuspendedPerson> suspensions(Session& session, Instant at, int limit) {
    return select_suspended(session, select_suspensions, {{"at_ms", at}, {"row_limit", limit}});
}

} // namespace hiroba::persistence
