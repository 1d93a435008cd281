// The questions about bookings; bookings.cpp has what changes them.
#include "persistence/repositories/bookings.hpp"

#include "domain/booking/rules.hpp"
#include "persistence/repositories/detail/rows.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>

namespace hiroba::persistence {
namespace {

using detail::BookingRow;

// Who is there on a date leaves at most so many days later.
constexpr std::chrono::days longest_stay{most_nights};

const std::string from_bookings = " FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id ";

constexpr Sql select_history =
    "SELECT e.event, e.from_state, e.to_state, e.at_ms, a.display_name, e.note, e.account_id"
    " FROM booking_event e"
    " LEFT JOIN account a ON a.account_id = e.account_id WHERE e.booking_id = :booking_id ORDER BY e.sequence";
constexpr Sql select_overdue =
    "SELECT b.booking_id FROM claim_owner o JOIN booking b ON b.booking_id = o.owner_id"
    " WHERE o.state = :state AND o.expires_at_ms <= :now_ms"
    " AND NOT EXISTS (SELECT 1 FROM obligation g JOIN payment_attempt p ON p.obligation_id = g.obligation_id"
    "   WHERE g.application_id = b.application_id AND p.live = 1)"
    " ORDER BY o.expires_at_ms, o.owner_id LIMIT :row_limit";
// expires_at of a permitted or checked-in booking is the end of the use: found without a look at those still to come.
constexpr Sql select_ended = "SELECT b.booking_id FROM claim_owner o JOIN booking b ON b.booking_id = o.owner_id"
                             " WHERE o.state = :state AND o.expires_at_ms <= :now_ms"
                             " ORDER BY o.expires_at_ms, o.owner_id LIMIT :row_limit";
constexpr Sql count_no_shows = "SELECT COUNT(*) FROM application p"
                               " JOIN booking b ON b.application_id = p.application_id"
                               " JOIN claim_owner o ON o.owner_id = b.booking_id"
                               " WHERE p.account_id = :account_id AND +o.state = 'no_show'"
                               " AND b.use_date BETWEEN :first_date AND :last_date";

// What is asked for with a use.
struct Wishes {
    std::vector<EquipmentWish> equipment;
    std::vector<ExtraWish> extras;
};
using WishesOfBookings = std::map<BookingId, Wishes>;

WishesOfBookings wishes_of(Session& session, const std::vector<BookingId>& ids) {
    WishesOfBookings wishes;
    detail::in_lists(ids, [&](const std::vector<BookingId>& part) {
        Binds binds;
        detail::bind_list(binds, "booking", part);
        const std::string of_these = " WHERE booking_id IN " + detail::in_list("booking", part.size());
        const Sql select =
            Sql::built("SELECT booking_id, 0 AS is_extra, equipment_code AS code, quantity AS amount"
                       " FROM booking_equipment" +
                       of_these + " UNION ALL SELECT booking_id, 1, extra_code, amount FROM booking_extra" + of_these +
                       " ORDER BY booking_id, is_extra, code");
        for (auto& [id, is_extra, code, amount] :
             session.select<BookingId, std::int64_t, std::string, std::int64_t>(select, binds))
            if (is_extra == 1)
                wishes[id].extras.push_back({ExtraCode{std::move(code)}, amount});
            else
                wishes[id].equipment.push_back({EquipmentCode{std::move(code)}, amount});
    });
    return wishes;
}

void take_wishes(WishesOfBookings& wishes, Booking& booking) {
    booking.equipment = std::move(wishes[booking.id].equipment);
    booking.terms.extras = std::move(wishes[booking.id].extras);
}

std::vector<Booking> select_bookings(Session& session, const std::string& rest, const Binds& binds) {
    std::vector<Booking> bookings;
    std::vector<BookingId> ids;
    for (auto& row : detail::Rows<BookingRow>::select(
             session, Sql::built("SELECT " + detail::booking_columns + from_bookings + rest), binds)) {
        ids.push_back(std::get<0>(row));
        bookings.push_back(detail::booking_from(std::move(row)));
    }
    auto wishes = wishes_of(session, ids);
    for (Booking& booking : bookings)
        take_wishes(wishes, booking);
    return bookings;
}

std::vector<BookingForStaff> select_for_staff(Session& session, const std::string& rest, const Binds& binds) {
    using Row = decltype(std::tuple_cat(BookingRow{}, detail::ApplicationRow{}, std::tuple<std::string>{}));
    constexpr std::size_t booking_size = std::tuple_size_v<BookingRow>;
    const Sql select = Sql::built("SELECT " + detail::booking_columns + ", " + detail::application_columns +
                                  ", a.display_name" + from_bookings +
                                  "JOIN application p ON p.application_id = b.application_id"
                                  " JOIN account a ON a.account_id = b.account_id " +
                                  rest);
    std::vector<BookingForStaff> found;
    std::vector<BookingId> ids;
    for (auto& row : detail::Rows<Row>::select(session, select, binds)) {
        ids.push_back(std::get<0>(row));
        found.push_back({detail::booking_from(detail::part_of<BookingRow, 0>(row)),
                         detail::application_from(detail::part_of<detail::ApplicationRow, booking_size>(row)),
                         std::move(std::get<std::tuple_size_v<Row> - 1>(row))});
    }
    auto wishes = wishes_of(session, ids);
    for (BookingForStaff& one : found)
        take_wishes(wishes, one.booking);
    return found;
}

// SQLite would go through everybody in these states, the past included, rather than through the days that are asked
// for: the plus keeps it from that, and means nothing else to either engine.
std::string is_in_one_of(const std::string& states) { return "+o.state IN " + states; }

// The last dates that the bookings of a stretch of dates can have.
std::vector<LocalDate> leaving_dates(LocalDate first, LocalDate last) {
    return detail::dates_between(first, last + longest_stay);
}

const std::string& occupying_states() {
    static const std::string list = detail::state_list(occupies);
    return list;
}

bool is_for_the_board(BookingState state) { return occupies(state) || state == BookingState::no_show; }

std::vector<BookingId> ids_of(const std::vector<std::tuple<BookingId>>& rows) {
    std::vector<BookingId> ids;
    ids.reserve(rows.size());
    for (const auto& [id] : rows)
        ids.push_back(id);
    return ids;
}

} // namespace

std::optional<Booking> find_booking(Session& session, BookingId id) {
    auto found = select_bookings(session, "WHERE b.booking_id = :booking_id", {{"booking_id", id}});
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Booking> bookings_of_application(Session& session, ApplicationId id) {
    return select_bookings(session,
                           "WHERE b.application_id = :application_id ORDER BY b.use_date, b.start_minute, b.booking_id",
                           {{"application_id", id}});
}

std::vector<Booking> bookings_of_applications(Session& session, const std::vector<ApplicationId>& ids) {
    std::vector<Booking> bookings;
    detail::in_lists(ids, [&](const std::vector<ApplicationId>& part) {
        Binds binds;
        detail::bind_list(binds, "application", part);
        std::ranges::move(select_bookings(session,
                                          "WHERE b.application_id IN " + detail::in_list("application", part.size()) +
                                              " ORDER BY b.application_id, b.use_date, b.start_minute, b.booking_id",
                                          binds),
                          std::back_inserter(bookings));
    });
    return bookings;
}

std::map<SpaceCode, std::int64_t> booked_spaces(Session& session, LocalDate from) {
    static const Sql select =
        Sql::built("SELECT b.space_code, COUNT(*)" + from_bookings + "WHERE b.last_date >= :from_date AND " +
                   is_in_one_of(occupying_states()) + " GROUP BY b.space_code");
    std::map<SpaceCode, std::int64_t> spaces;
    for (auto& [space, bookings] : session.select<SpaceCode, std::int64_t>(select, {{"from_date", from}}))
        spaces.emplace(std::move(space), bookings);
    return spaces;
}

std::set<LocalDate> booked_dates(Session& session, AccountId account, const FacilityCode& facility,
                                 const SpaceCode& space, LocalDate first, LocalDate last) {
    std::set<LocalDate> dates;
    detail::in_lists(leaving_dates(first, last), [&](const std::vector<LocalDate>& leaving) {
        Binds binds{{"account_id", account}, {"facility_code", facility}, {"space_code", space}, {"last_date", last}};
        detail::bind_list(binds, "leaving", leaving);
        const Sql select = Sql::built("SELECT b.use_date, b.last_date" + from_bookings + "WHERE b.last_date IN " +
                                      detail::in_list("leaving", leaving.size()) +
                                      " AND b.facility_code = :facility_code AND b.space_code = :space_code"
                                      " AND b.use_date <= :last_date AND b.account_id = :account_id AND " +
                                      is_in_one_of(occupying_states()));
        for (const auto& [from, until] : session.select<LocalDate, LocalDate>(select, binds))
            std::ranges::copy(detail::dates_between(std::max(from, first), std::min(until, last)),
                              std::inserter(dates, dates.end()));
    });
    return dates;
}

std::vector<BookingForStaff> board_of(Session& session, const FacilityCode& facility, LocalDate date) {
    const auto leaving = leaving_dates(date, date);
    Binds binds{{"facility_code", facility}, {"the_date", date}};
    detail::bind_list(binds, "leaving", leaving);
    return select_for_staff(session,
                            "WHERE b.last_date IN " + detail::in_list("leaving", leaving.size()) +
                                " AND b.facility_code = :facility_code AND b.use_date <= :the_date AND " +
                                is_in_one_of(detail::state_list(is_for_the_board)) +
                                " ORDER BY b.space_code, b.use_date, b.start_minute, b.booking_id",
                            binds);
}

std::vector<BookingForStaff> bookings_in_state(Session& session, BookingState state, LocalDate from, int limit) {
    return select_for_staff(session,
                            "WHERE o.state = :state AND b.use_date >= :from_date"
                            " ORDER BY b.use_date, b.start_minute, b.booking_id LIMIT :row_limit",
                            {{"state", name_of(state)}, {"from_date", from}, {"row_limit", limit}});
}

std::vector<BookingForStaff> occupying_after(Session& session, BookingId last, int limit) {
    return select_for_staff(session,
                            "WHERE b.booking_id > :last_id AND " + is_in_one_of(occupying_states()) +
                                " ORDER BY b.booking_id LIMIT :row_limit",
                            {{"last_id", last}, {"row_limit", limit}});
}

std::vector<BookingForStaff> bookings_with(Session& session, const std::vector<OwnerId>& owners) {
    std::vector<BookingForStaff> found;
    detail::in_lists(owners, [&](const std::vector<OwnerId>& part) {
        Binds binds;
        detail::bind_list(binds, "owner", part);
        std::ranges::move(select_for_staff(session,
                                           "WHERE b.booking_id IN " + detail::in_list("owner", part.size()) +
                                               " ORDER BY b.use_date, b.start_minute, b.booking_id",
                                           binds),
                          std::back_inserter(found));
    });
    return found;
}

std::vector<BookingForStaff> overlapping(Session& session, const FacilityCode& facility,
                                         const std::vector<SpaceCode>& spaces, const LocalDateTime& start,
                                         const LocalDateTime& end) {
    if (spaces.empty()) return {};
    const auto leaving = leaving_dates(start.date, end.date);
    Binds binds{{"facility_code", facility}, {"last_date", end.date}};
    detail::bind_list(binds, "leaving", leaving);
    detail::bind_list(binds, "space", spaces);
    auto found =
        select_for_staff(session,
                         "WHERE b.last_date IN " + detail::in_list("leaving", leaving.size()) +
                             " AND b.facility_code = :facility_code AND b.space_code IN " +
                             detail::in_list("space", spaces.size()) + " AND b.use_date <= :last_date AND " +
                             is_in_one_of(occupying_states()) + " ORDER BY b.use_date, b.start_minute, b.booking_id",
                         binds);
    std::erase_if(found,
                  [&](const BookingForStaff& one) { return one.booking.end <= start || end <= one.booking.start; });
    return found;
}

std::vector<BookingId> overdue_bookings(Session& session, BookingState state, Instant now, int limit) {
    return ids_of(
        session.select<BookingId>(select_overdue, {{"state", name_of(state)}, {"now_ms", now}, {"row_limit", limit}}));
}

std::vector<BookingId> ended_bookings(Session& session, BookingState state, const LocalDateTime& by, int limit) {
    return ids_of(session.select<BookingId>(
        select_ended, {{"state", name_of(state)}, {"now_ms", to_instant(by)}, {"row_limit", limit}}));
}

std::vector<BookingHistory> history_of(Session& session, BookingId id) {
    std::vector<BookingHistory> history;
    for (auto& [event, from, to, at, by, note, account] :
         session.select<std::string, std::optional<std::string>, std::string, Instant, std::optional<std::string>,
                        std::optional<std::string>, std::optional<AccountId>>(select_history, {{"booking_id", id}}))
        history.push_back(
            {std::move(event), std::move(from), std::move(to), at, std::move(by), std::move(note), account});
    return history;
}

std::int64_t no_shows_of(Session& session, AccountId account, LocalDate first, LocalDate last) {
    return std::get<0>(*session.select_one<std::int64_t>(
        count_no_shows, {{"account_id", account}, {"first_date", first}, {"last_date", last}}));
}

} // namespace hiroba::persistence
