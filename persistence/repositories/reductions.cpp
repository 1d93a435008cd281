#include "persistence/repositories/reductions.hpp"

#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/rows.hpp"

#include <array>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_standing =
    "INSERT INTO standing_reduction (standing_id, account_id, group_name, reduction_code, valid_from, valid_until,"
    " evidence_ja, evidence_en, evidence_seen_on, granted_by, granted_at_ms)"
    " VALUES (:standing_id, :account_id, :group_name, :reduction_code, :valid_from, :valid_until,"
    " :evidence_ja, :evidence_en, :evidence_seen_on, :granted_by, :granted_at_ms)";
constexpr Sql update_ended =
    "UPDATE standing_reduction SET ended_by = :ended_by, ended_at_ms = :ended_at_ms, end_reason = :end_reason"
    " WHERE standing_id = :standing_id AND ended_by IS NULL";
const std::string select_standing =
    "SELECT standing_id, account_id, group_name, reduction_code, valid_from, valid_until, evidence_ja, evidence_en,"
    " evidence_seen_on, granted_by, granted_at_ms, ended_by, ended_at_ms, end_reason FROM standing_reduction ";
constexpr Sql select_reduction =
    "SELECT reduction_code, state, applied_code, standing_id, evidence_ja, evidence_en, evidence_seen_on, reason, "
    "asked_at_ms,"
    " decided_by, decided_at_ms FROM application_reduction WHERE application_id = :application_id";
constexpr Sql delete_reduction = "DELETE FROM application_reduction WHERE application_id = :application_id";
constexpr Sql insert_reduction =
    "INSERT INTO application_reduction (application_id, reduction_code, state, applied_code, standing_id, evidence_ja,"
    " evidence_en, evidence_seen_on, reason, asked_at_ms, decided_by, decided_at_ms)"
    " VALUES (:application_id, :reduction_code, :state, :applied_code, :standing_id, :evidence_ja,"
    " :evidence_en, :evidence_seen_on, :reason, :asked_at_ms, :decided_by, :decided_at_ms)";

constexpr std::array states{ReductionState::applied, ReductionState::waiting, ReductionState::granted,
                            ReductionState::refused};

std::vector<StandingReduction> select_standings(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<StandingReduction> found;
    for (auto& [id, account, group, reduction, from, until, evidence_ja, evidence_en, seen_on, granted_by, granted_at,
                ended_by, ended_at, end_reason] :
         session.select<StandingReductionId, AccountId, std::optional<std::string>, ReductionCode, LocalDate, LocalDate,
                        std::string, std::string, LocalDate, AccountId, Instant, std::optional<AccountId>,
                        std::optional<Instant>, std::optional<std::string>>(sql, binds))
        found.push_back({.id = id,
                         .account = account,
                         .group_name = std::move(group),
                         .reduction = std::move(reduction),
                         .valid_from = from,
                         .valid_until = until,
                         .evidence = {{std::move(evidence_ja), std::move(evidence_en)}, seen_on},
                         .granted_by = granted_by,
                         .granted_at = granted_at,
                         .ended_by = ended_by,
                         .ended_at = ended_at,
                         .end_reason = std::move(end_reason)});
    return found;
}

bool can_be_decided(BookingState state) { return occupies(state) || state == BookingState::no_show; }

} // namespace

void insert_standing_reduction(Session& session, const StandingReduction& reduction) {
    session.execute(insert_standing, {{"standing_id", reduction.id},
                                      {"account_id", reduction.account},
                                      {"group_name", reduction.group_name},
                                      {"reduction_code", reduction.reduction},
                                      {"valid_from", reduction.valid_from},
                                      {"valid_until", reduction.valid_until},
                                      {"evidence_ja", reduction.evidence.kind.ja},
                                      {"evidence_en", reduction.evidence.kind.en},
                                      {"evidence_seen_on", reduction.evidence.seen_on},
                                      {"granted_by", reduction.granted_by},
                                      {"granted_at_ms", reduction.granted_at}});
}

std::optional<StandingReduction> find_standing_reduction(Session& session, StandingReductionId id) {
    static const Sql select = Sql::built(select_standing + "WHERE standing_id = :standing_id");
    auto found = select_standings(session, select, {{"standing_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<StandingReduction> standing_reductions_of(Session& session, AccountId account, int limit) {
    static const Sql select =
        Sql::built(select_standing + "WHERE account_id = :account_id ORDER BY valid_until DESC, standing_id DESC"
                                     " LIMIT :row_limit");
    return select_standings(session, select, {{"account_id", account}, {"row_limit", limit}});
}

std::vector<StandingReduction> standing_reductions_in_force(Session& session, AccountId account, LocalDate from) {
    static const Sql select =
        Sql::built(select_standing + "WHERE account_id = :account_id AND valid_until >= :from_date"
                                     " AND ended_by IS NULL ORDER BY reduction_code, standing_id");
    return select_standings(session, select, {{"account_id", account}, {"from_date", from}});
}

bool end_standing_reduction(Session& session, StandingReductionId id, const EndOfReduction& end) {
    return session.execute(
               update_ended,
               {{"standing_id", id}, {"ended_by", end.by}, {"ended_at_ms", end.at}, {"end_reason", end.reason}}) == 1;
}

std::string_view name_of(ReductionState state) {
    switch (state) {
    case ReductionState::applied:
        return "applied";
    case ReductionState::waiting:
        return "waiting";
    case ReductionState::granted:
        return "granted";
    case ReductionState::refused:
        return "refused";
    }
    return {};
}

std::optional<ApplicationReduction> reduction_of(Session& session, ApplicationId application) {
    auto row =
        session.select_one<ReductionCode, std::string, std::optional<ReductionCode>, std::optional<StandingReductionId>,
                           std::optional<std::string>, std::optional<std::string>, std::optional<LocalDate>,
                           std::optional<std::string>, Instant, std::optional<AccountId>, std::optional<Instant>>(
            select_reduction, {{"application_id", application}});
    if (!row) return std::nullopt;
    auto& [code, state, applied, standing, evidence_ja, evidence_en, seen_on, reason, asked_at, decided_by,
           decided_at] = *row;
    ApplicationReduction reduction{.application = application,
                                   .reduction = std::move(code),
                                   .state = detail::named(states, state, "application_reduction.state"),
                                   .applied = std::move(applied),
                                   .standing = standing,
                                   .evidence = std::nullopt,
                                   .reason = std::move(reason),
                                   .asked_at = asked_at,
                                   .decided_by = decided_by,
                                   .decided_at = decided_at};
    if (seen_on) reduction.evidence = SeenEvidence{{evidence_ja.value_or(""), evidence_en.value_or("")}, *seen_on};
    return reduction;
}

void save_reduction(Session& session, ApplicationId application, const std::optional<ApplicationReduction>& reduction) {
    session.execute(delete_reduction, {{"application_id", application}});
    if (!reduction) return;
    const auto& evidence = reduction->evidence;
    session.execute(insert_reduction, {{"application_id", application},
                                       {"reduction_code", reduction->reduction},
                                       {"state", name_of(reduction->state)},
                                       {"applied_code", reduction->applied},
                                       {"standing_id", reduction->standing},
                                       {"evidence_ja", evidence ? std::optional{evidence->kind.ja} : std::nullopt},
                                       {"evidence_en", evidence ? std::optional{evidence->kind.en} : std::nullopt},
                                       {"evidence_seen_on", evidence ? std::optional{evidence->seen_on} : std::nullopt},
                                       {"reason", reduction->reason},
                                       {"asked_at_ms", reduction->asked_at},
                                       {"decided_by", reduction->decided_by},
                                       {"decided_at_ms", reduction->decided_at}});
}

std::vector<Application> applications_with_waiting_reduction(Session& session, int limit) {
    static const Sql select =
        Sql::built("SELECT " + detail::application_columns +
                   " FROM application p JOIN (SELECT b.application_id, MIN(b.use_date) AS first_date"
                   " FROM application_reduction r JOIN booking b ON b.application_id = r.application_id"
                   " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE r.state = 'waiting' AND o.state IN " +
                   detail::state_list(can_be_decided) +
                   " GROUP BY b.application_id) w ON w.application_id = p.application_id"
                   " ORDER BY w.first_date, p.application_id LIMIT :row_limit");
    std::vector<Application> applications;
    for (auto& row : detail::Rows<detail::ApplicationRow>::select(session, select, {{"row_limit", limit}}))
        applications.push_back(detail::application_from(std::move(row)));
    return applications;
}

} // namespace hiroba::persistence
