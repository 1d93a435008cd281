#include "persistence/repositories/claims.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"

#include <algorithm>
#include <string>

namespace hiroba::persistence {
namespace {

constexpr Sql raise_open_day = "UPDATE unit_day SET version = version + 1"
                               " WHERE unit_id = :unit_id AND slot_date = :slot_date AND closed = 0";
constexpr Sql raise_any_day = "UPDATE unit_day SET version = version + 1"
                              " WHERE unit_id = :unit_id AND slot_date = :slot_date";
constexpr Sql select_closed = "SELECT closed FROM unit_day WHERE unit_id = :unit_id AND slot_date = :slot_date";
constexpr Sql insert_day =
    "INSERT INTO unit_day (unit_id, slot_date, version, closed) VALUES (:unit_id, :slot_date, 1, 0)";
constexpr Sql insert_announcement =
    "INSERT INTO push_outbox (outbox_id, unit_id, slot_date) VALUES (:outbox_id, :unit_id, :slot_date)";
constexpr Sql insert_claims = "INSERT INTO claim (unit_id, slot_date, slot_index, owner_id)"
                              " SELECT :unit_id, :slot_date, slot_index, :owner_id FROM slot_number"
                              " WHERE slot_index BETWEEN :first_slot AND :last_slot";
constexpr Sql delete_claims = "DELETE FROM claim WHERE owner_id = :owner_id";
constexpr Sql select_days_of_owner =
    "SELECT DISTINCT unit_id, slot_date FROM claim WHERE owner_id = :owner_id ORDER BY unit_id, slot_date";
constexpr Sql select_overdue_holds =
    "SELECT DISTINCT o.owner_id FROM claim c JOIN claim_owner o ON o.owner_id = c.owner_id"
    " WHERE c.unit_id = :unit_id AND c.slot_date = :slot_date AND c.slot_index BETWEEN :first_slot AND :last_slot"
    " AND o.state = 'held' AND o.expires_at_ms <= :now_ms";
// Holds whose time is over do not count.
constexpr Sql select_taken =
    "SELECT c.slot_index FROM claim c JOIN claim_owner o ON o.owner_id = c.owner_id"
    " WHERE c.unit_id = :unit_id AND c.slot_date = :slot_date AND c.slot_index BETWEEN :first_slot AND :last_slot"
    " AND NOT (o.state = 'held' AND o.expires_at_ms <= :now_ms) LIMIT 1";
constexpr Sql select_unpublished = "SELECT p.outbox_id, u.facility_code, u.code, p.slot_date"
                                   " FROM push_outbox p JOIN unit u ON u.unit_id = p.unit_id"
                                   " ORDER BY p.outbox_id LIMIT :row_limit";
constexpr Sql delete_announcement = "DELETE FROM push_outbox WHERE outbox_id = :outbox_id";

Binds unit_and_date(UnitId unit, LocalDate date) { return {{"unit_id", unit}, {"slot_date", date}}; }

void announce(Session& session, UnitId unit, LocalDate date, Instant now) {
    session.execute(insert_announcement, {{"outbox_id", new_id(now)}, {"unit_id", unit}, {"slot_date", date}});
}

// Raises the version of an open day, making its row when it has none; false when the day is closed.
bool raise_if_open(Session& session, UnitId unit, LocalDate date) {
    const Binds binds = unit_and_date(unit, date);
    if (session.execute(raise_open_day, binds) == 1) return true;
    if (const auto closed = session.select_one<std::int64_t>(select_closed, binds))
        // open: somebody made the row since the first try
        return std::get<0>(*closed) == 0 && session.execute(raise_open_day, binds) == 1;
    try {
        session.execute(insert_day, binds);
        return true;
    } catch (const DuplicateKey&) { // somebody made the row in between
        return session.execute(raise_open_day, binds) == 1;
    }
}

void raise_days_of(Session& session, BookingId owner, Instant now) {
    for (const auto& [unit, date] : session.select<UnitId, LocalDate>(select_days_of_owner, {{"owner_id", owner}})) {
        session.execute(raise_any_day, unit_and_date(unit, date));
        announce(session, unit, date, now);
    }
}

// "(0, :unit_0, :unit_1)" for IN; no unit has the id 0.
std::string unit_list(const std::vector<UnitId>& units) {
    std::string list = "(0";
    for (std::size_t i = 0; i < units.size(); ++i)
        list += ", :unit_" + std::to_string(i);
    return list + ")";
}

Binds with_units(Binds binds, const std::vector<UnitId>& units) {
    for (std::size_t i = 0; i < units.size(); ++i)
        binds.emplace_back("unit_" + std::to_string(i), units[i]);
    return binds;
}

} // namespace

Result<void> claim(Session& session, BookingId owner, const Occupation& occupation, Instant now) {
    for (const UnitId unit : occupation.units)
        if (!raise_if_open(session, unit, occupation.date))
            return refuse("closed_day", {{"date", occupation.date.iso8601()}});
    try {
        for (const UnitId unit : occupation.units)
            session.execute(insert_claims, {{"unit_id", unit},
                                            {"slot_date", occupation.date},
                                            {"owner_id", owner},
                                            {"first_slot", occupation.slots.first()},
                                            {"last_slot", occupation.slots.last()}});
    } catch (const DuplicateKey& duplicate) {
        if (!duplicate.violates("claim")) throw;
        session.execute(delete_claims, {{"owner_id", owner}});
        return refuse("already_taken");
    }
    for (const UnitId unit : occupation.units)
        announce(session, unit, occupation.date, now);
    return {};
}

void release(Session& session, BookingId owner, Instant now) {
    raise_days_of(session, owner, now);
    session.execute(delete_claims, {{"owner_id", owner}});
}

void touch(Session& session, BookingId owner, Instant now) { raise_days_of(session, owner, now); }

std::vector<BookingId> overdue_holds(Session& session, const Occupation& occupation, Instant now) {
    std::vector<BookingId> owners;
    for (const UnitId unit : occupation.units) {
        const auto rows = session.select<BookingId>(select_overdue_holds, {{"unit_id", unit},
                                                                           {"slot_date", occupation.date},
                                                                           {"first_slot", occupation.slots.first()},
                                                                           {"last_slot", occupation.slots.last()},
                                                                           {"now_ms", now}});
        for (const auto& [owner] : rows)
            owners.push_back(owner);
    }
    return owners;
}

bool is_taken(Session& session, const Occupation& occupation, Instant now) {
    return std::any_of(occupation.units.begin(), occupation.units.end(), [&](UnitId unit) {
        return session
            .select_one<std::int64_t>(select_taken, {{"unit_id", unit},
                                                     {"slot_date", occupation.date},
                                                     {"first_slot", occupation.slots.first()},
                                                     {"last_slot", occupation.slots.last()},
                                                     {"now_ms", now}})
            .has_value();
    });
}

Occupancy occupancy(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    const Sql select = Sql::built("SELECT unit_id, slot_date, slot_index FROM claim WHERE unit_id IN " +
                                  unit_list(units) + " AND slot_date BETWEEN :first_date AND :last_date");
    const auto rows = session.select<UnitId, LocalDate, std::int64_t>(
        select, with_units({{"first_date", first}, {"last_date", last}}, units));
    Occupancy taken;
    for (const auto& [unit, date, slot] : rows)
        taken[date][unit].set(static_cast<std::size_t>(slot));
    return taken;
}

std::int64_t version_of(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    // CAST: MariaDB sums BIGINT into DECIMAL.
    const Sql select = Sql::built("SELECT CAST(COALESCE(SUM(version), 0) AS SIGNED) FROM unit_day WHERE unit_id IN " +
                                  unit_list(units) + " AND slot_date BETWEEN :first_date AND :last_date");
    return std::get<0>(
        *session.select_one<std::int64_t>(select, with_units({{"first_date", first}, {"last_date", last}}, units)));
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
