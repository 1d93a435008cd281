#include "persistence/repositories/detail/audit_claims.hpp"

#include "domain/booking/availability.hpp"
#include "persistence/repositories/detail/rows.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <tuple>

namespace hiroba::persistence::detail {
namespace {

constexpr int bookings_of_a_page = 5'000;

constexpr Sql select_claims_of_page =
    "SELECT owner_id, unit_id, slot_date,"
    " CAST(SUM(CASE WHEN slot_index < 48 THEN 1 << slot_index ELSE 0 END) AS SIGNED),"
    " CAST(SUM(CASE WHEN slot_index >= 48 THEN 1 << (slot_index - 48) ELSE 0 END) AS SIGNED)"
    " FROM claim WHERE owner_id BETWEEN :first_id AND :last_id GROUP BY owner_id, unit_id, slot_date";
constexpr Sql select_closed_units = "SELECT DISTINCT unit_id FROM unit_day WHERE closed_early <> 0 OR closed_late <> 0"
                                    " UNION SELECT DISTINCT d.unit_id FROM closure_unit_day d"
                                    " JOIN closure c ON c.closure_id = d.closure_id WHERE c.state = 'in_force'";
constexpr Sql select_closed_days = "SELECT slot_date, closed_early, closed_late FROM unit_day"
                                   " WHERE unit_id = :unit_id AND (closed_early <> 0 OR closed_late <> 0)";
constexpr Sql select_days_of_closures =
    "SELECT d.slot_date, d.closed_early, d.closed_late FROM closure_unit_day d"
    " JOIN closure c ON c.closure_id = d.closure_id WHERE d.unit_id = :unit_id AND c.state = 'in_force'";
constexpr Sql select_met_closures =
    "SELECT DISTINCT d.closure_id, b.booking_id, c.made_at_ms, b.last_date, b.end_minute FROM closure_unit_day d"
    " JOIN closure c ON c.closure_id = d.closure_id"
    " JOIN claim t ON t.unit_id = d.unit_id AND t.slot_date = d.slot_date"
    " JOIN booking b ON b.booking_id = t.owner_id JOIN claim_owner o ON o.owner_id = b.booking_id"
    " WHERE c.state = 'in_force' AND o.state NOT IN ('checked_in', 'used')"
    " AND (CASE WHEN t.slot_index < 48 THEN d.closed_early & (1 << t.slot_index)"
    " ELSE d.closed_late & (1 << (t.slot_index - 48)) END) <> 0"
    " AND NOT EXISTS (SELECT 1 FROM closure_conflict k WHERE k.closure_id = d.closure_id"
    " AND k.booking_id = b.booking_id AND k.outcome = 'kept')"
    " ORDER BY d.closure_id, b.booking_id";

struct Stay {
    BookingId id;
    LocalDateTime start;
    LocalDateTime end;
};

std::vector<Stay> page_after(Session& session, BookingId last) {
    static const Sql select =
        Sql::built("SELECT b.booking_id, b.use_date, b.start_minute, b.last_date, b.end_minute FROM booking b"
                   " JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.booking_id > :last_id AND o.state IN " +
                   state_list(occupies) + " ORDER BY b.booking_id LIMIT :row_limit");
    std::vector<Stay> page;
    for (const auto& [id, use_date, start, last_date, end] :
         session.select<BookingId, LocalDate, MinuteOfDay, LocalDate, MinuteOfDay>(
             select, {{"last_id", last}, {"row_limit", bookings_of_a_page}}))
        page.push_back({id, {use_date, start}, {last_date, end}});
    return page;
}

using ClaimsByUnit = std::map<UnitId, std::map<LocalDate, DayMask>>;

std::map<BookingId, ClaimsByUnit> claims_between(Session& session, BookingId first, BookingId last) {
    std::map<BookingId, ClaimsByUnit> claims;
    for (const auto& [owner, unit, date, early, late] :
         session.select<BookingId, UnitId, LocalDate, std::int64_t, std::int64_t>(
             select_claims_of_page, {{"first_id", first}, {"last_id", last}}))
        claims[owner][unit].emplace(date, mask_from({early, late}));
    return claims;
}

// The slots of the use itself, day by day.
std::map<LocalDate, DayMask> time_of(const Stay& stay) {
    std::map<LocalDate, DayMask> needed;
    for (LocalDate date = stay.start.date; date <= stay.end.date; date = date + std::chrono::days{1}) {
        const MinuteOfDay from = date == stay.start.date ? stay.start.time : MinuteOfDay{};
        const MinuteOfDay until = date == stay.end.date ? stay.end.time : TimeRange::whole_day().end();
        if (const auto part = TimeRange::of(from, until)) needed.emplace(date, mask_of(SlotRange::covering(*part)));
    }
    return needed;
}

bool occupies_its_time(const Stay& stay, const ClaimsByUnit& claims) {
    if (claims.empty()) return false;
    const auto& first_unit = claims.begin()->second;
    const bool alike = std::ranges::all_of(claims, [&](const auto& unit) { return unit.second == first_unit; });
    const auto needed = time_of(stay);
    return alike && std::ranges::all_of(needed, [&](const auto& day) {
               const auto claimed = first_unit.find(day.first);
               return claimed != first_unit.end() && (day.second & ~claimed->second).none();
           });
}

std::map<LocalDate, DayMask> masks(Session& session, const Sql& select, UnitId unit) {
    std::map<LocalDate, DayMask> days;
    for (const auto& [date, early, late] :
         session.select<LocalDate, std::int64_t, std::int64_t>(select, {{"unit_id", unit}}))
        days[date] |= mask_from({early, late});
    return days;
}

} // namespace

Finding bookings_without_their_time(Session& session) {
    Finding broken;
    for (auto page = page_after(session, BookingId{}); !page.empty(); page = page_after(session, page.back().id)) {
        auto claims = claims_between(session, page.front().id, page.back().id);
        for (const Stay& stay : page)
            if (!occupies_its_time(stay, claims[stay.id])) broken.add("booking " + std::to_string(stay.id.value()));
    }
    return broken;
}

Finding days_closed_by_nobody(Session& session) {
    Finding broken;
    for (const auto& [unit] : session.select<UnitId>(select_closed_units)) {
        const auto closed = masks(session, select_closed_days, unit);
        const auto by_closures = masks(session, select_days_of_closures, unit);
        std::set<LocalDate> dates;
        for (const auto& days : {closed, by_closures})
            for (const auto& [date, mask] : days)
                dates.insert(date);
        for (const LocalDate date : dates) {
            const auto here = closed.find(date);
            const auto there = by_closures.find(date);
            if (here == closed.end() || there == by_closures.end() || here->second != there->second)
                broken.add("unit " + std::to_string(unit.value()) + " on " + date.iso8601());
        }
    }
    return broken;
}

Finding unlisted_conflicts(Session& session) {
    Finding broken;
    for (const auto& [closure, booking, made_at, last_date, end] :
         session.select<ClosureId, BookingId, Instant, LocalDate, MinuteOfDay>(select_met_closures))
        if (to_instant({last_date, end}) > made_at)
            broken.add("closure " + std::to_string(closure.value()) + " booking " + std::to_string(booking.value()));
    return broken;
}

} // namespace hiroba::persistence::detail

namespace hiroba::persistence {

void each_occupying_booking(Session& session, const std::function<void(const OccupyingBooking& occupying)>& visit) {
    const auto page_after = [&](BookingId last) { return occupying_after(session, last, detail::bookings_of_a_page); };
    for (auto page = page_after(BookingId{}); !page.empty(); page = page_after(page.back().booking.id)) {
        auto claims = detail::claims_between(session, page.front().booking.id, page.back().booking.id);
        for (const BookingForStaff& one : page)
            visit({one.booking, one.application, std::move(claims[one.booking.id])});
    }
}

} // namespace hiroba::persistence
