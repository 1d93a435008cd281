#include "persistence/repositories/claims.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/claiming.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace hiroba::persistence {
namespace {

using detail::ChangedDays;
using detail::Halves;
using detail::Taking;

constexpr Sql insert_owner_row =
    "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, claims, version, created_at_ms)"
    " VALUES (:owner_id, :kind, 'held', :expires_at_ms, :claims, 1, :created_at_ms)";
constexpr Sql add_claims = "UPDATE claim_owner SET claims = claims + :claims WHERE owner_id = :owner_id";
constexpr Sql lock_without_claims =
    "UPDATE claim_owner SET claims = 0, version = version + 1 WHERE owner_id = :owner_id";
constexpr Sql lock_owner = "UPDATE claim_owner SET version = version + 1 WHERE owner_id = :owner_id";
constexpr Sql insert_claims = "INSERT INTO claim (unit_id, slot_date, slot_index, owner_id)"
                              " SELECT :unit_id, :slot_date, slot_index, :owner_id FROM slot_number"
                              " WHERE slot_index BETWEEN :first_slot AND :last_slot";
constexpr Sql delete_claims = "DELETE FROM claim WHERE owner_id = :owner_id";
constexpr Sql delete_some_claims = "DELETE FROM claim WHERE unit_id = :unit_id AND slot_date = :slot_date"
                                   " AND slot_index BETWEEN :first_slot AND :last_slot AND owner_id = :owner_id";
constexpr Sql hand_over_all = "UPDATE claim SET owner_id = :to_owner WHERE owner_id = :from_owner";
// CAST: MariaDB sums whole numbers into DECIMAL.
constexpr Sql select_claims_of =
    "SELECT unit_id, slot_date,"
    " CAST(SUM(CASE WHEN slot_index < 48 THEN 1 << slot_index ELSE 0 END) AS SIGNED),"
    " CAST(SUM(CASE WHEN slot_index >= 48 THEN 1 << (slot_index - 48) ELSE 0 END) AS SIGNED)"
    " FROM claim WHERE owner_id = :owner_id GROUP BY unit_id, slot_date ORDER BY unit_id, slot_date";
constexpr Sql select_overdue_holds =
    "SELECT DISTINCT o.owner_id FROM claim c JOIN claim_owner o ON o.owner_id = c.owner_id"
    " WHERE c.unit_id = :unit_id AND c.slot_date = :slot_date AND c.slot_index BETWEEN :first_slot AND :last_slot"
    " AND o.kind = 'booking' AND o.state = 'held' AND o.expires_at_ms <= :now_ms";
constexpr Sql select_hold_backs =
    "SELECT DISTINCT o.owner_id FROM claim c JOIN claim_owner o ON o.owner_id = c.owner_id"
    " WHERE c.unit_id = :unit_id AND c.slot_date = :slot_date AND c.slot_index BETWEEN :first_slot AND :last_slot"
    " AND o.kind = 'hold_back' AND o.state = 'held'";
constexpr Sql select_date_versions = "SELECT slot_date, CAST(SUM(version) AS SIGNED) FROM unit_day"
                                     " WHERE slot_date BETWEEN :first_date AND :last_date GROUP BY slot_date";
constexpr Sql select_date =
    "SELECT unit_id, taken_early, taken_late, closed_early, closed_late FROM unit_day WHERE slot_date = :slot_date";
constexpr Sql select_unpublished = "SELECT p.outbox_id, u.facility_code, u.code, p.slot_date"
                                   " FROM push_outbox p JOIN unit u ON u.unit_id = p.unit_id"
                                   " ORDER BY p.outbox_id LIMIT :row_limit";
constexpr Sql delete_announcement = "DELETE FROM push_outbox WHERE outbox_id = :outbox_id";

// One unit on one day of an occupation.
struct Part {
    UnitId unit;
    LocalDate date;
    SlotRange slots;
    [[nodiscard]] Halves halves() const { return detail::halves_of(mask_of(slots)); }
    [[nodiscard]] Binds binds() const {
        return {{"unit_id", unit}, {"slot_date", date}, {"first_slot", slots.first()}, {"last_slot", slots.last()}};
    }
};

std::vector<Part> parts_of(const Occupation& occupation) {
    std::vector<Part> parts;
    for (const UnitId unit : occupation.units)
        for (const DaySlots& day : occupation.days)
            parts.push_back({unit, day.date, day.slots});
    return parts;
}

Binds with(Binds binds, std::string_view name, const auto& value) {
    binds.emplace_back(name, value);
    return binds;
}

// Takes the slots of all parts or of none.
struct Taken {
    Taking outcome = Taking::done;
    LocalDate date; // that was refused
};
Taken take_all(Session& session, const std::vector<Part>& parts) {
    for (std::size_t at = 0; at < parts.size(); ++at) {
        const Part& part = parts[at];
        const Taking taking = detail::take_slots(session, part.unit, part.date, part.halves());
        if (taking == Taking::done) continue;
        for (std::size_t before = 0; before < at; ++before)
            detail::free_slots(session, parts[before].unit, parts[before].date, parts[before].halves());
        return {taking, part.date};
    }
    return {};
}

void insert_day_claims(Session& session, OwnerId owner, const std::vector<UnitId>& units, const DaySlots& day) {
    Binds binds{{"slot_date", day.date},
                {"owner_id", owner},
                {"first_slot", day.slots.first()},
                {"last_slot", day.slots.last()}};
    if (units.size() == 1) {
        binds.emplace_back("unit_id", units.front());
        session.execute(insert_claims, binds);
        return;
    }
    detail::bind_list(binds, "unit", units);
    session.execute(Sql::built("INSERT INTO claim (unit_id, slot_date, slot_index, owner_id)"
                               " SELECT u.unit_id, :slot_date, s.slot_index, :owner_id FROM unit u"
                               " CROSS JOIN slot_number s WHERE u.unit_id IN " +
                               detail::in_list("unit", units.size()) +
                               " AND s.slot_index BETWEEN :first_slot AND :last_slot"),
                    binds);
}

// The rows of slots that have been taken; the key says no only when the masks were wrong.
bool insert_all_claims(Session& session, OwnerId owner, const Occupation& occupation) {
    std::vector<DaySlots> inserted;
    for (const DaySlots& day : occupation.days) {
        try {
            insert_day_claims(session, owner, occupation.units, day);
            inserted.push_back(day);
        } catch (const DuplicateKey& duplicate) {
            if (!duplicate.violates("claim")) throw;
            for (const Part& part : parts_of({occupation.units, inserted}))
                session.execute(delete_some_claims, with(part.binds(), "owner_id", owner));
            for (const Part& part : parts_of(occupation))
                detail::free_slots(session, part.unit, part.date, part.halves());
            return false;
        }
    }
    return true;
}

void announce_all(Session& session, const Occupation& occupation, Instant now) {
    ChangedDays changed;
    for (const Part& part : parts_of(occupation))
        changed.emplace_back(part.unit, part.date);
    detail::announce(session, changed, now);
}

void raise_and_announce(Session& session, const std::vector<Claimed>& claimed, Instant now) {
    ChangedDays changed;
    for (const Claimed& day : claimed) {
        detail::raise_day(session, day.unit, day.date);
        changed.emplace_back(day.unit, day.date);
    }
    detail::announce(session, changed, now);
}

void count_claims(Session& session, OwnerId owner, std::int64_t more) {
    if (more != 0) session.execute(add_claims, {{"owner_id", owner}, {"claims", more}});
}

// In the order of their numbers, so that two who hand over to each other do not wait for each other.
void lock_owners(Session& session, OwnerId one, OwnerId other) {
    for (const OwnerId owner : {std::min(one, other), std::max(one, other)})
        session.execute(lock_owner, {{"owner_id", owner}});
}

// The owners of the unit's claims in the slots of these dates.
std::vector<OwnerId> owners_on(Session& session, UnitId unit, const SlotRange& slots,
                               const std::vector<LocalDate>& dates) {
    Binds binds{{"unit_id", unit}, {"first_slot", slots.first()}, {"last_slot", slots.last()}};
    detail::bind_list(binds, "slot_date", dates);
    const Sql select = Sql::built("SELECT DISTINCT owner_id FROM claim WHERE slot_date IN " +
                                  detail::in_list("slot_date", dates.size()) +
                                  " AND unit_id = :unit_id AND slot_index BETWEEN :first_slot AND :last_slot");
    std::vector<OwnerId> owners;
    for (const auto& [owner] : session.select<OwnerId>(select, binds))
        owners.push_back(owner);
    return owners;
}

// The units of the pool that nothing occupies or closes on the days, and the first day on which there are too few.
struct FreeUnits {
    std::vector<UnitId> units;
    LocalDate scarce_date;
};
FreeUnits free_units(Session& session, const std::vector<UnitId>& pool, std::int64_t quantity,
                     const std::vector<DaySlots>& days) {
    const Seen seen = look(session, pool, days.front().date, days.back().date);
    const auto is_free = [&](UnitId unit, const DaySlots& day) {
        const auto known = seen.days.find(day.date);
        if (known == seen.days.end()) return true;
        const auto row = known->second.find(unit);
        return row == known->second.end() || ((row->second.taken | row->second.closed) & mask_of(day.slots)).none();
    };
    FreeUnits free{{}, days.front().date};
    std::ranges::copy_if(pool, std::back_inserter(free.units), [&](UnitId unit) {
        return std::ranges::all_of(days, [&](const DaySlots& day) { return is_free(unit, day); });
    });
    const auto scarce = std::ranges::find_if(days, [&](const DaySlots& day) {
        return std::ranges::count_if(pool, [&](UnitId unit) { return is_free(unit, day); }) < quantity;
    });
    if (scarce != days.end()) free.scarce_date = scarce->date;
    return free;
}

struct SeenRow {
    UnitId unit;
    LocalDate date;
    std::int64_t version = 0;
    UnitDay day;
};
std::vector<SeenRow> rows_of(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    std::vector<SeenRow> rows;
    if (units.empty()) return rows;
    detail::in_lists(detail::dates_between(first, last), [&](const std::vector<LocalDate>& dates) {
        Binds binds;
        detail::bind_list(binds, "date", dates);
        detail::bind_list(binds, "unit", units);
        const Sql select = Sql::built(
            "SELECT unit_id, slot_date, version, taken_early, taken_late, closed_early, closed_late"
            " FROM unit_day WHERE slot_date IN " +
            detail::in_list("date", dates.size()) + " AND unit_id IN " + detail::in_list("unit", units.size()));
        for (const auto& [unit, date, version, taken_early, taken_late, closed_early, closed_late] :
             session.select<UnitId, LocalDate, std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(
                 select, binds))
            rows.push_back(
                {unit,
                 date,
                 version,
                 {detail::mask_from({taken_early, taken_late}), detail::mask_from({closed_early, closed_late})}});
    });
    return rows;
}

} // namespace

namespace detail {

void insert_owner(Session& session, const NewOwner& owner, std::int64_t claims) {
    session.execute(insert_owner_row, {{"owner_id", owner.id},
                                       {"kind", owner.kind},
                                       {"expires_at_ms", owner.expires_at},
                                       {"claims", claims},
                                       {"created_at_ms", owner.created_at}});
}

std::int64_t count_of(const Occupation& occupation) {
    std::int64_t slots = 0;
    for (const DaySlots& day : occupation.days)
        slots += day.slots.count();
    return slots * static_cast<std::int64_t>(occupation.units.size());
}

Result<void> occupy(Session& session, OwnerId owner, const Occupation& occupation, Instant now) {
    const Taken taken = take_all(session, parts_of(occupation));
    if (taken.outcome == Taking::closed) return refuse("closure", {{"date", taken.date.iso8601()}});
    if (taken.outcome == Taking::taken || !insert_all_claims(session, owner, occupation)) {
        const LocalDate date = taken.outcome == Taking::taken ? taken.date : occupation.days.front().date;
        return refuse("already_taken", {{"date", date.iso8601()}});
    }
    announce_all(session, occupation, now);
    return {};
}

} // namespace detail

Result<void> claim(Session& session, OwnerId owner, const Occupation& occupation, Instant now) {
    auto claimed = detail::occupy(session, owner, occupation, now);
    if (claimed) count_claims(session, owner, detail::count_of(occupation));
    return claimed;
}

Result<std::vector<UnitId>> claim_some(Session& session, OwnerId owner, const std::vector<UnitId>& pool,
                                       std::int64_t quantity, const std::vector<DaySlots>& days, Instant now) {
    const auto wanted = static_cast<std::size_t>(quantity);
    Occupation got{{}, days};
    constexpr int rounds = 10; // others may be faster with those that looked free
    for (int round = 0; round < rounds && got.units.size() < wanted; ++round) {
        const FreeUnits free = free_units(session, pool, quantity, days);
        if (got.units.size() + free.units.size() < wanted) {
            for (const Part& part : parts_of(got))
                detail::free_slots(session, part.unit, part.date, part.halves());
            return refuse("too_few_free", {{"free", static_cast<std::int64_t>(got.units.size() + free.units.size())},
                                           {"date", free.scarce_date.iso8601()}});
        }
        for (const UnitId unit : free.units) {
            if (got.units.size() == wanted) break;
            if (take_all(session, parts_of({{unit}, days})).outcome == Taking::done) got.units.push_back(unit);
        }
    }
    if (got.units.size() < wanted) throw TransactionConflict("others were faster with every unit that was free");
    std::ranges::sort(got.units);
    if (!insert_all_claims(session, owner, got))
        throw DatabaseError("unit_day calls free what stands in claim: hiroba check says where");
    count_claims(session, owner, detail::count_of(got));
    announce_all(session, got, now);
    return got.units;
}

void release(Session& session, OwnerId owner, Instant now) {
    session.execute(lock_without_claims, {{"owner_id", owner}});
    ChangedDays changed;
    for (const Claimed& day : claims_of(session, owner)) {
        detail::free_slots(session, day.unit, day.date, detail::halves_of(day.slots));
        changed.emplace_back(day.unit, day.date);
    }
    session.execute(delete_claims, {{"owner_id", owner}});
    detail::announce(session, changed, now);
}

void release_part(Session& session, OwnerId owner, const Occupation& part, Instant now) {
    session.execute(lock_owner, {{"owner_id", owner}});
    std::int64_t rows = 0;
    ChangedDays changed;
    for (const Claimed& held : claims_of(session, owner)) {
        if (!std::ranges::binary_search(part.units, held.unit)) continue;
        const auto day = std::ranges::find(part.days, held.date, &DaySlots::date);
        if (day == part.days.end()) continue;
        const DayMask given_back = held.slots & mask_of(day->slots);
        if (given_back.none()) continue;
        detail::free_slots(session, held.unit, held.date, detail::halves_of(given_back));
        rows += session.execute(delete_some_claims,
                                with(Part{held.unit, day->date, day->slots}.binds(), "owner_id", owner));
        changed.emplace_back(held.unit, held.date);
    }
    count_claims(session, owner, -rows);
    detail::announce(session, changed, now);
}

void hand_over(Session& session, OwnerId from, OwnerId to, Instant now) {
    lock_owners(session, from, to);
    const auto claimed = claims_of(session, from);
    const std::int64_t rows = session.execute(hand_over_all, {{"from_owner", from}, {"to_owner", to}});
    count_claims(session, from, -rows);
    count_claims(session, to, rows);
    raise_and_announce(session, claimed, now);
}

void touch(Session& session, OwnerId owner, Instant now) {
    raise_and_announce(session, claims_of(session, owner), now);
}

void fence(Session& session, const Occupation& occupation, Instant now) {
    ChangedDays changed;
    for (const UnitId unit : occupation.units)
        for (const detail::DayRun& run : detail::runs_of(occupation.days)) {
            detail::raise_days(session, unit, run.first, run.last);
            detail::add_days(changed, unit, run.first, run.last);
        }
    detail::announce(session, changed, now);
}

void lock_days(Session& session, const std::set<std::pair<UnitId, LocalDate>>& days) {
    for (const auto& [unit, date] : days)
        detail::raise_days(session, unit, date, date);
}

std::vector<Claimed> claims_of(Session& session, OwnerId owner) {
    std::vector<Claimed> claimed;
    for (const auto& [unit, date, early, late] :
         session.select<UnitId, LocalDate, std::int64_t, std::int64_t>(select_claims_of, {{"owner_id", owner}}))
        claimed.push_back({unit, date, detail::mask_from({early, late})});
    return claimed;
}

std::vector<OwnerId> overdue_holds(Session& session, const Occupation& occupation, Instant by) {
    std::set<OwnerId> owners;
    for (const Part& part : parts_of(occupation))
        for (const auto& [owner] : session.select<OwnerId>(select_overdue_holds, with(part.binds(), "now_ms", by)))
            owners.insert(owner);
    return {owners.begin(), owners.end()};
}

std::vector<OwnerId> hold_backs_within(Session& session, const Occupation& occupation) {
    std::set<OwnerId> owners;
    for (const Part& part : parts_of(occupation))
        for (const auto& [owner] : session.select<OwnerId>(select_hold_backs, part.binds()))
            owners.insert(owner);
    return {owners.begin(), owners.end()};
}

std::vector<OwnerId> owners_within(Session& session, const Occupation& occupation) {
    std::set<OwnerId> owners;
    for (const UnitId unit : occupation.units)
        for (const detail::DayRun& run : detail::runs_of(occupation.days))
            detail::in_lists(detail::dates_between(run.first, run.last), [&](const std::vector<LocalDate>& dates) {
                const auto found = owners_on(session, unit, run.slots, dates);
                owners.insert(found.begin(), found.end());
            });
    return {owners.begin(), owners.end()};
}

Seen look(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    Seen seen;
    for (const SeenRow& row : rows_of(session, units, first, last)) {
        seen.version += row.version;
        seen.versions[row.unit] += row.version;
        seen.days[row.date].emplace(row.unit, row.day);
    }
    return seen;
}

std::int64_t version_of(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    if (units.empty()) return 0;
    Binds binds{{"first_date", first}, {"last_date", last}};
    detail::bind_list(binds, "unit", units);
    const Sql select =
        Sql::built("SELECT CAST(COALESCE(SUM(version), 0) AS SIGNED) FROM unit_day WHERE unit_id IN " +
                   detail::in_list("unit", units.size()) + " AND slot_date BETWEEN :first_date AND :last_date");
    return std::get<0>(*session.select_one<std::int64_t>(select, binds));
}

std::map<LocalDate, std::int64_t> date_versions(Session& session, LocalDate first, LocalDate last) {
    std::map<LocalDate, std::int64_t> versions;
    for (const auto& [date, version] :
         session.select<LocalDate, std::int64_t>(select_date_versions, {{"first_date", first}, {"last_date", last}}))
        versions.emplace(date, version);
    return versions;
}

std::map<UnitId, UnitDay> look_at_date(Session& session, LocalDate date) {
    std::map<UnitId, UnitDay> units;
    for (const auto& [unit, taken_early, taken_late, closed_early, closed_late] :
         session.select<UnitId, std::int64_t, std::int64_t, std::int64_t, std::int64_t>(select_date,
                                                                                        {{"slot_date", date}}))
        units.emplace(unit, UnitDay{detail::mask_from({taken_early, taken_late}),
                                    detail::mask_from({closed_early, closed_late})});
    return units;
}

std::vector<Announcement> unpublished(Session& session, int limit) {
    std::vector<Announcement> announcements;
    for (auto& [id, facility, unit, date] :
         session.select<std::int64_t, FacilityCode, UnitCode, LocalDate>(select_unpublished, {{"row_limit", limit}}))
        announcements.push_back({id, std::move(facility), std::move(unit), date});
    return announcements;
}

void mark_published(Session& session, const std::vector<Announcement>& announcements) {
    for (const Announcement& announcement : announcements)
        session.execute(delete_announcement, {{"outbox_id", announcement.outbox_id}});
}

} // namespace hiroba::persistence
