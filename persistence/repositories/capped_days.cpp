#include "persistence/repositories/capped_days.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/rows.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql raise_day = "UPDATE capped_day SET version = version + 1"
                          " WHERE use_date = :use_date AND facility_code = :facility_code AND account_id = :account_id";
constexpr Sql insert_day = "INSERT INTO capped_day (use_date, facility_code, account_id, version, is_to_price)"
                           " VALUES (:use_date, :facility_code, :account_id, 1, 0)";
constexpr Sql mark_day =
    "UPDATE capped_day SET marks = marks + 1, version = version + 1, is_to_price = 1, next_try_at_ms = 0"
    " WHERE use_date = :use_date AND facility_code = :facility_code AND account_id = :account_id";
constexpr Sql select_to_price =
    "SELECT use_date, facility_code, account_id, marks FROM capped_day"
    " WHERE is_to_price = 1 AND next_try_at_ms <= :now_ms"
    " AND (use_date > :use_date OR (use_date = :use_date AND (facility_code > :facility_code"
    " OR (facility_code = :facility_code AND account_id > :account_id))))"
    " ORDER BY use_date, facility_code, account_id LIMIT :row_limit";
constexpr Sql put_off_day = "UPDATE capped_day SET next_try_at_ms = :next_try_at_ms WHERE use_date = :use_date"
                            " AND facility_code = :facility_code AND account_id = :account_id AND marks = :marks";
constexpr Sql unmark_day = "UPDATE capped_day SET is_to_price = 0 WHERE use_date = :use_date"
                           " AND facility_code = :facility_code AND account_id = :account_id AND marks = :marks";
const Sql select_counted =
    Sql::built("SELECT b.booking_id, b.space_code, b.cap_minutes, b.cap_yen FROM booking b"
               " JOIN claim_owner o ON o.owner_id = b.booking_id"
               " WHERE b.last_date = :use_date AND b.facility_code = :facility_code AND b.account_id = :account_id"
               " AND b.cap_yen IS NOT NULL AND o.state IN " +
               detail::state_list(counts_in_cap) + " ORDER BY b.booking_id");

const Sql select_all_counted = Sql::built(
    "SELECT b.last_date, b.facility_code, b.account_id, b.edition_id, b.booking_id, b.space_code, b.cap_minutes,"
    " b.cap_yen FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
    " JOIN application p ON p.application_id = b.application_id"
    " WHERE b.cap_yen IS NOT NULL AND p.kind = 'ordinary' AND o.state IN " +
    detail::state_list(counts_in_cap) +
    " AND NOT EXISTS (SELECT 1 FROM capped_day d WHERE d.use_date = b.last_date"
    " AND d.facility_code = b.facility_code AND d.account_id = b.account_id AND d.is_to_price = 1 AND d.next_try_at_ms "
    "= 0)"
    " ORDER BY b.account_id, b.facility_code, b.last_date, b.booking_id");

Binds key_of(const CappedDay& day) {
    return {{"use_date", day.date}, {"facility_code", day.facility}, {"account_id", day.account}};
}

} // namespace

CappedDay capped_day_of(const Booking& booking) { return {booking.end.date, booking.facility, booking.account}; }

void lock_capped_day(Session& session, const CappedDay& day) {
    if (session.execute(raise_day, key_of(day)) == 1) return;
    try {
        session.execute(insert_day, key_of(day));
    } catch (const DuplicateKey&) { // another request of the applicant made it in between
        session.execute(raise_day, key_of(day));
    }
}

std::vector<CountedUse> counted_uses(Session& session, const CappedDay& day) {
    std::vector<CountedUse> uses;
    for (auto& [booking, space, minutes, basic] :
         session.select<BookingId, SpaceCode, std::int64_t, Yen>(select_counted, key_of(day)))
        uses.push_back({booking, std::move(space), {minutes, basic}});
    return uses;
}

void mark_for_pricing(Session& session, const CappedDay& day) { session.execute(mark_day, key_of(day)); }

std::vector<DayToPrice> days_to_price(Session& session, const CappedDay& after, Instant now, int limit) {
    auto binds = key_of(after);
    binds.emplace_back("now_ms", now);
    binds.emplace_back("row_limit", limit);
    std::vector<DayToPrice> days;
    for (auto& [date, facility, account, marks] :
         session.select<LocalDate, FacilityCode, AccountId, std::int64_t>(select_to_price, binds))
        days.push_back({{date, std::move(facility), account}, marks});
    return days;
}

std::vector<CountedOnDay> all_counted_uses(Session& session) {
    std::vector<CountedOnDay> uses;
    for (auto& [date, facility, account, edition, booking, space, minutes, basic] :
         session.select<LocalDate, FacilityCode, AccountId, std::int64_t, BookingId, SpaceCode, std::int64_t, Yen>(
             select_all_counted))
        uses.push_back({{date, std::move(facility), account}, edition, {booking, std::move(space), {minutes, basic}}});
    return uses;
}

void put_pricing_off(Session& session, const DayToPrice& day, Instant until) {
    auto binds = key_of(day.day);
    binds.emplace_back("marks", day.marks);
    binds.emplace_back("next_try_at_ms", until);
    session.execute(put_off_day, binds);
}

void pricing_done(Session& session, const DayToPrice& day) {
    auto binds = key_of(day.day);
    binds.emplace_back("marks", day.marks);
    session.execute(unmark_day, binds);
}

} // namespace hiroba::persistence
