#include "persistence/repositories/waiting_list.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/quotas.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

namespace hiroba::persistence {
namespace {

const std::string places_counter = "waiting_list";

constexpr Sql insert_row =
    "INSERT INTO waiting (waiting_id, account_id, facility_code, space_code, use_date, start_minute, last_date,"
    " end_minute, band_code, nights, state, active, offer_application_id, created_at_ms)"
    " VALUES (:waiting_id, :account_id, :facility_code, :space_code, :use_date, :start_minute, :last_date,"
    " :end_minute, :band_code, :nights, 'waiting', 1, NULL, :created_at_ms)";
constexpr Sql select_active =
    "SELECT waiting_id FROM waiting WHERE account_id = :account_id AND space_code = :space_code"
    " AND use_date = :use_date AND start_minute = :start_minute AND last_date = :last_date"
    " AND end_minute = :end_minute AND active = 1";
constexpr Sql count_before = "SELECT COUNT(*) FROM waiting WHERE state = 'waiting' AND space_code = :space_code"
                             " AND use_date = :use_date AND start_minute = :start_minute AND last_date = :last_date"
                             " AND end_minute = :end_minute AND (created_at_ms < :created_at_ms"
                             "   OR (created_at_ms = :created_at_ms AND waiting_id < :waiting_id))";
constexpr Sql move_row = "UPDATE waiting SET state = :to_state, active = :active,"
                         " offer_application_id = COALESCE(:offer, offer_application_id)"
                         " WHERE waiting_id = :waiting_id AND state = :from_state";
constexpr Sql select_account = "SELECT account_id FROM waiting WHERE waiting_id = :waiting_id";
constexpr Sql select_too_long = "SELECT waiting_id FROM waiting WHERE state = 'waiting'"
                                " AND (use_date < :the_date OR (use_date = :the_date AND start_minute <= :the_minute))"
                                " ORDER BY use_date, start_minute, waiting_id LIMIT :row_limit";

constexpr std::array states{WaitingState::waiting, WaitingState::offered,   WaitingState::taken,
                            WaitingState::lapsed,  WaitingState::withdrawn, WaitingState::over};

bool is_active(WaitingState state) { return state == WaitingState::waiting || state == WaitingState::offered; }

std::vector<Waiting> select_waiting(Session& session, const std::string& rest, const Binds& binds) {
    const Sql select =
        Sql::built("SELECT waiting_id, account_id, facility_code, space_code, use_date, start_minute, last_date,"
                   " end_minute, band_code, nights, state, offer_application_id, created_at_ms FROM waiting " +
                   rest);
    std::vector<Waiting> found;
    for (auto& [id, account, facility, space, use_date, start, last_date, end, band, nights, state, offer, created_at] :
         session.select<WaitingId, AccountId, FacilityCode, SpaceCode, LocalDate, MinuteOfDay, LocalDate, MinuteOfDay,
                        std::optional<BandCode>, std::optional<std::int64_t>, std::string, std::optional<ApplicationId>,
                        Instant>(select, binds))
        found.push_back({.id = id,
                         .account = account,
                         .facility = std::move(facility),
                         .space = std::move(space),
                         .start = {use_date, start},
                         .end = {last_date, end},
                         .band = std::move(band),
                         .nights = nights ? std::optional{static_cast<int>(*nights)} : std::nullopt,
                         .state = detail::named(states, state, "waiting.state"),
                         .offer = offer,
                         .created_at = created_at});
    return found;
}

std::optional<Waiting> only(std::vector<Waiting> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

Binds use_of(const Waiting& waiting) {
    return {{"space_code", waiting.space},
            {"use_date", waiting.start.date},
            {"start_minute", waiting.start.time},
            {"last_date", waiting.end.date},
            {"end_minute", waiting.end.time}};
}

} // namespace

std::string_view name_of(WaitingState state) {
    switch (state) {
    case WaitingState::waiting:
        return "waiting";
    case WaitingState::offered:
        return "offered";
    case WaitingState::taken:
        return "taken";
    case WaitingState::lapsed:
        return "lapsed";
    case WaitingState::withdrawn:
        return "withdrawn";
    case WaitingState::over:
        return "over";
    }
    return {};
}

Result<void> insert_waiting(Session& session, const Waiting& waiting, Instant now) {
    Binds same = use_of(waiting);
    same.emplace_back("account_id", waiting.account);
    if (!session.select<WaitingId>(select_active, same).empty()) return refuse("already_waiting");
    if (!detail::count(session, waiting.account, places_counter, 1, waiting_places_per_account))
        return refuse("waiting_limit_reached", {{"limit", std::int64_t{waiting_places_per_account}}});
    Binds row = same;
    row.emplace_back("waiting_id", waiting.id);
    row.emplace_back("facility_code", waiting.facility);
    row.emplace_back("band_code", waiting.band);
    row.emplace_back("nights", waiting.nights);
    row.emplace_back("created_at_ms", now);
    try {
        session.execute(insert_row, row);
    } catch (const DuplicateKey& duplicate) { // the same wish came twice at the same moment
        if (!duplicate.violates("waiting", "uq_waiting_active")) throw;
        return refuse("already_waiting");
    }
    return {};
}

std::optional<Waiting> find_waiting(Session& session, WaitingId id) {
    return only(select_waiting(session, "WHERE waiting_id = :waiting_id", {{"waiting_id", id}}));
}

std::vector<Waiting> waiting_of(Session& session, AccountId account, int limit) {
    auto places = select_waiting(session,
                                 "WHERE account_id = :account_id ORDER BY COALESCE(active, 0) DESC, use_date DESC,"
                                 " start_minute DESC, created_at_ms DESC, waiting_id DESC LIMIT :row_limit",
                                 {{"account_id", account}, {"row_limit", limit}});
    std::ranges::sort(places, {}, [](const Waiting& waiting) {
        return std::tuple{waiting.start, waiting.created_at, waiting.id};
    });
    return places;
}

std::vector<Waiting> waiting_for(Session& session, const std::vector<SpaceCode>& spaces, LocalDate first,
                                 LocalDate last) {
    if (spaces.empty()) return {};
    Binds binds{{"first_date", first}, {"last_date", last}};
    detail::bind_list(binds, "space", spaces);
    return select_waiting(session,
                          "WHERE state = 'waiting' AND space_code IN " + detail::in_list("space", spaces.size()) +
                              " AND use_date <= :last_date AND last_date >= :first_date"
                              " ORDER BY created_at_ms, waiting_id",
                          binds);
}

std::vector<Waiting> all_waiting(Session& session, LocalDate from, int limit) {
    return select_waiting(session,
                          "WHERE state IN ('waiting', 'offered') AND use_date >= :from_date"
                          " ORDER BY use_date, start_minute, space_code, created_at_ms, waiting_id LIMIT :row_limit",
                          {{"from_date", from}, {"row_limit", limit}});
}

std::int64_t place_of(Session& session, const Waiting& waiting) {
    Binds binds = use_of(waiting);
    binds.emplace_back("created_at_ms", waiting.created_at);
    binds.emplace_back("waiting_id", waiting.id);
    return std::get<0>(*session.select_one<std::int64_t>(count_before, binds));
}

bool move_waiting(Session& session, WaitingId id, WaitingState from, WaitingState to,
                  std::optional<ApplicationId> offer) {
    Binds binds{{"waiting_id", id}, {"from_state", name_of(from)}};
    binds.emplace_back("to_state", name_of(to));
    binds.emplace_back("active", is_active(to) ? std::optional<std::int64_t>{1} : std::nullopt);
    binds.emplace_back("offer", offer);
    if (session.execute(move_row, binds) == 0) return false;
    if (is_active(from) && !is_active(to)) {
        const auto account = session.select_one<AccountId>(select_account, {{"waiting_id", id}});
        detail::uncount(session, std::get<0>(*account), places_counter, 1);
    }
    return true;
}

std::optional<Waiting> waiting_with_offer(Session& session, ApplicationId offer) {
    return only(select_waiting(session, "WHERE offer_application_id = :offer", {{"offer", offer}}));
}

std::vector<WaitingId> waiting_too_long(Session& session, const LocalDateTime& now, int limit) {
    std::vector<WaitingId> ids;
    for (const auto& [id] : session.select<WaitingId>(
             select_too_long, {{"the_date", now.date}, {"the_minute", now.time}, {"row_limit", limit}}))
        ids.push_back(id);
    return ids;
}

} // namespace hiroba::persistence
