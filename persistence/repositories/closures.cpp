#include "persistence/repositories/closures.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/closure_conflicts.hpp"
#include "persistence/repositories/detail/names.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"
#include "persistence/repositories/towns.hpp"

#include <algorithm>
#include <array>

namespace hiroba::persistence {
namespace {

using detail::ChangedDays;
using detail::Halves;

constexpr Sql insert_closure =
    "INSERT INTO closure (closure_id, facility_code, space_code, first_date, last_date, start_minute, end_minute, kind,"
    " reason_ja, reason_en, state, made_by, made_at_ms)"
    " VALUES (:closure_id, :facility_code, :space_code, :first_date, :last_date, :start_minute, :end_minute, :kind,"
    " :reason_ja, :reason_en, 'in_force', :made_by, :made_at_ms)";
const std::string insert_closure_days =
    "INSERT INTO closure_unit_day (closure_id, unit_id, slot_date, closed_early, closed_late)"
    " SELECT :closure_id, unit_id, slot_date, :early, :late FROM unit_day"
    " WHERE unit_id = :unit_id AND slot_date IN ";
constexpr Sql select_closed_units = "SELECT DISTINCT unit_id FROM closure_unit_day WHERE closure_id = :closure_id";
constexpr Sql lift_closure = "UPDATE closure SET state = 'lifted', lifted_by = :lifted_by, lifted_at_ms = :lifted_at_ms"
                             " WHERE closure_id = :closure_id AND state = 'in_force'";
// Changes nothing, and yet keeps the row: the portable FOR UPDATE.
constexpr Sql lock = "UPDATE closure SET state = state WHERE closure_id = :closure_id";
constexpr Sql select_stretches =
    "SELECT unit_id, MIN(slot_date), MAX(slot_date), closed_early, closed_late FROM closure_unit_day"
    " WHERE closure_id = :closure_id GROUP BY unit_id, closed_early, closed_late ORDER BY unit_id";
constexpr Sql select_kept_closed =
    "SELECT other.unit_id, other.slot_date, other.closed_early, other.closed_late FROM closure_unit_day mine"
    " JOIN closure_unit_day other ON other.unit_id = mine.unit_id AND other.slot_date = mine.slot_date"
    " JOIN closure c ON c.closure_id = other.closure_id"
    " WHERE mine.closure_id = :closure_id AND other.closure_id <> :closure_id AND c.state = 'in_force'"
    " ORDER BY other.closure_id, other.unit_id, other.slot_date";
const std::string select_closure_rows =
    "SELECT closure_id, facility_code, space_code, first_date, last_date, start_minute, end_minute, kind, reason_ja,"
    " reason_en, state, made_by, made_at_ms, lifted_by, lifted_at_ms FROM closure";
const Sql select_closure = Sql::built(select_closure_rows + " WHERE closure_id = :closure_id");
const Sql select_closures =
    Sql::built(select_closure_rows +
               " WHERE first_date <= :last_date AND last_date >= :first_date AND (state = 'in_force' OR :lifted = 1)"
               " AND (facility_code IS NULL OR facility_code = COALESCE(:facility_code, facility_code))"
               " ORDER BY made_at_ms DESC, closure_id DESC LIMIT :row_limit");
const Sql select_in_force_from = Sql::built(
    select_closure_rows + " WHERE state = 'in_force' AND last_date >= :from_date ORDER BY made_at_ms, closure_id");
constexpr Sql insert_opening =
    "INSERT INTO extra_opening (opening_id, facility_code, space_code, first_date, last_date, start_minute, end_minute,"
    " reason_ja, reason_en, made_by, made_at_ms)"
    " VALUES (:opening_id, :facility_code, :space_code, :first_date, :last_date, :start_minute, :end_minute,"
    " :reason_ja, :reason_en, :made_by, :made_at_ms)";
constexpr Sql withdraw_opening =
    "UPDATE extra_opening SET withdrawn_by = :withdrawn_by, withdrawn_at_ms = :withdrawn_at_ms"
    " WHERE opening_id = :opening_id AND withdrawn_at_ms IS NULL";
constexpr Sql select_opening =
    "SELECT opening_id, facility_code, space_code, first_date, last_date, start_minute, end_minute, reason_ja,"
    " reason_en, made_by, made_at_ms FROM extra_opening"
    " WHERE opening_id = :opening_id AND withdrawn_at_ms IS NULL";
constexpr Sql select_openings =
    "SELECT opening_id, facility_code, space_code, first_date, last_date, start_minute, end_minute, reason_ja,"
    " reason_en, made_by, made_at_ms FROM extra_opening"
    " WHERE last_date >= :from_date AND withdrawn_at_ms IS NULL ORDER BY made_at_ms, opening_id";

constexpr std::array kinds{ClosureKind::planned, ClosureKind::emergency};
constexpr std::array states{ClosureState::in_force, ClosureState::lifted};

TimeRange range_of(MinuteOfDay start, MinuteOfDay end) {
    const auto range = TimeRange::of(start, end);
    if (!range) throw DatabaseError("a stretch of time that ends before it begins");
    return *range;
}

std::vector<Closure> select_closures_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<Closure> found;
    for (auto& [id, facility, space, first, last, start, end, kind, reason_ja, reason_en, state, made_by, made_at,
                lifted_by, lifted_at] :
         session.select<ClosureId, std::optional<FacilityCode>, std::optional<SpaceCode>, LocalDate, LocalDate,
                        MinuteOfDay, MinuteOfDay, std::string, std::string, std::string, std::string, AccountId,
                        Instant, std::optional<AccountId>, std::optional<Instant>>(sql, binds))
        found.push_back({.id = id,
                         .facility = std::move(facility),
                         .space = std::move(space),
                         .first = first,
                         .last = last,
                         .daily = range_of(start, end),
                         .kind = detail::named(kinds, kind, "closure.kind"),
                         .reason = {std::move(reason_ja), std::move(reason_en)},
                         .state = detail::named(states, state, "closure.state"),
                         .made_by = made_by,
                         .made_at = made_at,
                         .lifted_by = lifted_by,
                         .lifted_at = lifted_at});
    return found;
}

std::vector<ExtraOpening> select_openings_by(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<ExtraOpening> found;
    for (auto& [id, facility, space, first, last, start, end, reason_ja, reason_en, made_by, made_at] :
         session.select<std::int64_t, FacilityCode, std::optional<SpaceCode>, LocalDate, LocalDate, MinuteOfDay,
                        MinuteOfDay, std::string, std::string, AccountId, Instant>(sql, binds))
        found.push_back({.id = id,
                         .facility = std::move(facility),
                         .space = std::move(space),
                         .hours = {first, last, range_of(start, end), {std::move(reason_ja), std::move(reason_en)}},
                         .made_by = made_by,
                         .made_at = made_at});
    return found;
}

template <class T>
std::optional<T> only(std::vector<T> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

// Days in a row that another closure in force keeps closed alike.
struct KeptClosed {
    UnitId unit;
    LocalDate first;
    LocalDate last;
    Halves slots;
};
std::vector<KeptClosed> kept_closed(Session& session, ClosureId lifted) {
    std::vector<KeptClosed> kept;
    for (const auto& [unit, date, early, late] :
         session.select<UnitId, LocalDate, std::int64_t, std::int64_t>(select_kept_closed, {{"closure_id", lifted}})) {
        const Halves slots{early, late};
        const bool follows = !kept.empty() && kept.back().unit == unit && kept.back().slots == slots &&
                             kept.back().last + std::chrono::days{1} == date;
        if (follows)
            kept.back().last = date;
        else
            kept.push_back({unit, date, date, slots});
    }
    return kept;
}

void insert(Session& session, const Closure& closure) {
    session.execute(insert_closure, {{"closure_id", closure.id},
                                     {"facility_code", closure.facility},
                                     {"space_code", closure.space},
                                     {"first_date", closure.first},
                                     {"last_date", closure.last},
                                     {"start_minute", closure.daily.start()},
                                     {"end_minute", closure.daily.end()},
                                     {"kind", name_of(closure.kind)},
                                     {"reason_ja", closure.reason.ja},
                                     {"reason_en", closure.reason.en},
                                     {"made_by", closure.made_by},
                                     {"made_at_ms", closure.made_at}});
}

} // namespace

std::string_view name_of(ClosureKind kind) { return kind == ClosureKind::emergency ? "emergency" : "planned"; }
std::string_view name_of(ClosureState state) { return state == ClosureState::lifted ? "lifted" : "in_force"; }
Result<void> close(Session& session, const Closure& closure, const std::vector<UnitId>& units, Instant now) {
    const auto days = static_cast<std::size_t>((closure.last - closure.first).count() + 1);
    if (days * units.size() > most_unit_days_of_a_closure)
        return refuse("closure_too_large", {{"most", static_cast<std::int64_t>(most_unit_days_of_a_closure)}});
    insert(session, closure);
    close_too(session, closure, units, now);
    return {};
}

void close_too(Session& session, const Closure& closure, const std::vector<UnitId>& units, Instant now) {
    const Halves slots = detail::halves_of(mask_of(SlotRange::covering(closure.daily)));
    const auto dates = detail::dates_between(closure.first, closure.last);
    ChangedDays changed;
    for (const UnitId unit : units) {
        detail::close_days(session, unit, closure.first, closure.last, slots);
        detail::in_lists(dates, [&](const std::vector<LocalDate>& part) {
            Binds binds{{"closure_id", closure.id}, {"unit_id", unit}, {"early", slots.early}, {"late", slots.late}};
            detail::bind_list(binds, "slot_date", part);
            session.execute(Sql::built(insert_closure_days + detail::in_list("slot_date", part.size())), binds);
        });
        detail::add_days(changed, unit, closure.first, closure.last);
    }
    detail::announce(session, changed, now);
}

std::set<UnitId> units_closed_by(Session& session, ClosureId id) {
    std::set<UnitId> units;
    for (const auto& [unit] : session.select<UnitId>(select_closed_units, {{"closure_id", id}}))
        units.insert(unit);
    return units;
}

void lock_closure(Session& session, ClosureId id) { session.execute(lock, {{"closure_id", id}}); }

// The days are opened first: whoever closes or opens them too waits, and what the others that are in force keep closed
// is read after that.
bool lift(Session& session, ClosureId id, AccountId by, Instant now) {
    const bool lifted =
        session.execute(lift_closure, {{"closure_id", id}, {"lifted_by", by}, {"lifted_at_ms", now}}) == 1;
    if (!lifted) return false;
    drop_task(session, id);
    ChangedDays changed;
    for (const auto& [unit, first, last, early, late] :
         session.select<UnitId, LocalDate, LocalDate, std::int64_t, std::int64_t>(select_stretches,
                                                                                  {{"closure_id", id}})) {
        detail::open_days(session, unit, first, last, {early, late});
        detail::add_days(changed, unit, first, last);
    }
    for (const KeptClosed& kept : kept_closed(session, id))
        detail::close_again(session, kept.unit, kept.first, kept.last, kept.slots);
    detail::announce(session, changed, now);
    return true;
}

std::optional<Closure> find_closure(Session& session, ClosureId id) {
    return only(select_closures_by(session, select_closure, {{"closure_id", id}}));
}

std::vector<Closure> closures(Session& session, const ClosureFilter& filter) {
    return select_closures_by(session, select_closures,
                              {{"first_date", filter.first},
                               {"last_date", filter.last},
                               {"lifted", filter.lifted ? 1 : 0},
                               {"facility_code", filter.facility},
                               {"row_limit", filter.limit}});
}

std::vector<Closure> closures_in_force_from(Session& session, LocalDate from) {
    return select_closures_by(session, select_in_force_from, {{"from_date", from}});
}

void insert_extra_opening(Session& session, const ExtraOpening& opening) {
    const TimeRange open = opening.hours.open.value();
    session.execute(insert_opening, {{"opening_id", opening.id},
                                     {"facility_code", opening.facility},
                                     {"space_code", opening.space},
                                     {"first_date", opening.hours.first},
                                     {"last_date", opening.hours.last},
                                     {"start_minute", open.start()},
                                     {"end_minute", open.end()},
                                     {"reason_ja", opening.hours.reason.ja},
                                     {"reason_en", opening.hours.reason.en},
                                     {"made_by", opening.made_by},
                                     {"made_at_ms", opening.made_at}});
    raise_revision(session);
}

bool withdraw_extra_opening(Session& session, std::int64_t id, AccountId by, Instant now) {
    const bool withdrawn =
        session.execute(withdraw_opening, {{"opening_id", id}, {"withdrawn_by", by}, {"withdrawn_at_ms", now}}) == 1;
    if (withdrawn) raise_revision(session);
    return withdrawn;
}

std::optional<ExtraOpening> find_extra_opening(Session& session, std::int64_t id) {
    return only(select_openings_by(session, select_opening, {{"opening_id", id}}));
}

std::vector<ExtraOpening> extra_openings(Session& session, LocalDate from) {
    return select_openings_by(session, select_openings, {{"from_date", from}});
}

} // namespace hiroba::persistence
