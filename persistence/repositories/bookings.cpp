#include "persistence/repositories/bookings.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/new_id.hpp"

#include <tuple>

namespace hiroba::persistence {
namespace {

constexpr Sql count_unpaid = "UPDATE quota_counter SET used = used + 1"
                             " WHERE account_id = :account_id AND kind = 'unpaid' AND used < :most";
constexpr Sql uncount_unpaid = "UPDATE quota_counter SET used = used - 1"
                               " WHERE account_id = :account_id AND kind = 'unpaid' AND used > 0";
constexpr Sql select_unpaid =
    "SELECT used FROM quota_counter WHERE account_id = :account_id AND kind = 'unpaid' AND used < :most";
constexpr Sql insert_owner = "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, version, created_at_ms)"
                             " VALUES (:owner_id, 'booking', 'held', :expires_at_ms, 1, :created_at_ms)";
constexpr Sql insert_booking =
    "INSERT INTO booking (booking_id, account_id, facility_code, space_code, use_date, start_minute, end_minute,"
    " band_code, total_yen, quote_json, edition_id)"
    " VALUES (:booking_id, :account_id, :facility_code, :space_code, :use_date, :start_minute, :end_minute,"
    " :band_code, :total_yen, :quote_json, :edition_id)";
constexpr Sql insert_event =
    "INSERT INTO booking_event (event_id, booking_id, event, from_state, to_state, at_ms, account_id)"
    " VALUES (:event_id, :booking_id, :event, :from_state, :to_state, :at_ms, :account_id)";
constexpr Sql update_details = "UPDATE booking SET purpose = :purpose, group_name = :group_name, people = :people"
                               " WHERE booking_id = :booking_id";
constexpr Sql update_hold_deadline = "UPDATE claim_owner SET expires_at_ms = :expires_at_ms, version = version + 1"
                                     " WHERE owner_id = :owner_id AND state = 'held' AND expires_at_ms > :now_ms";
constexpr Sql lock_owner = "UPDATE claim_owner SET version = version + 1 WHERE owner_id = :owner_id";
constexpr Sql update_state =
    "UPDATE claim_owner SET state = :to_state, expires_at_ms = :expires_at_ms, version = version + 1"
    " WHERE owner_id = :owner_id AND state = :from_state AND version = :version";
constexpr Sql select_state = "SELECT o.state, o.expires_at_ms, o.version, b.account_id FROM claim_owner o"
                             " JOIN booking b ON b.booking_id = o.owner_id WHERE o.owner_id = :owner_id";
constexpr Sql update_number = "UPDATE booking SET number = :number WHERE booking_id = :booking_id";
constexpr Sql select_overdue =
    "SELECT c.owner_id FROM claim_owner c WHERE c.state = :state AND c.expires_at_ms <= :now_ms"
    " AND NOT EXISTS (SELECT 1 FROM obligation o JOIN payment_attempt p ON p.obligation_id = o.obligation_id"
    "   WHERE o.booking_id = c.owner_id AND p.live = 1)"
    " ORDER BY c.expires_at_ms LIMIT :row_limit";

constexpr Sql select_booking =
    "SELECT b.booking_id, b.number, b.account_id, b.facility_code, b.space_code, b.use_date, b.start_minute,"
    " b.end_minute, b.band_code, b.purpose, b.group_name, b.people, b.total_yen, b.quote_json, b.edition_id,"
    " o.state, o.expires_at_ms, o.created_at_ms"
    " FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.booking_id = :booking_id";
constexpr Sql select_bookings_of =
    "SELECT b.booking_id, b.number, b.account_id, b.facility_code, b.space_code, b.use_date, b.start_minute,"
    " b.end_minute, b.band_code, b.purpose, b.group_name, b.people, b.total_yen, b.quote_json, b.edition_id,"
    " o.state, o.expires_at_ms, o.created_at_ms"
    " FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id WHERE b.account_id = :account_id"
    " ORDER BY b.use_date DESC, b.start_minute DESC, b.booking_id DESC LIMIT :row_limit";
// From the claims of the day, so that the answer costs the same after a million past bookings.
constexpr Sql select_board =
    "SELECT b.booking_id, b.number, b.account_id, b.facility_code, b.space_code, b.use_date, b.start_minute,"
    " b.end_minute, b.band_code, b.purpose, b.group_name, b.people, b.total_yen, b.quote_json, b.edition_id,"
    " o.state, o.expires_at_ms, o.created_at_ms, a.display_name"
    " FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id JOIN account a ON a.account_id = b.account_id"
    " WHERE b.booking_id IN (SELECT c.owner_id FROM claim c JOIN unit u ON u.unit_id = c.unit_id"
    "   WHERE u.facility_code = :facility_code AND c.slot_date = :slot_date)"
    " ORDER BY b.space_code, b.start_minute, b.booking_id";

using OptionalText = std::optional<std::string>;
using OptionalNumber = std::optional<std::int64_t>;

BookingState state_from(const std::string& name) {
    const auto state = booking_state_named(name);
    if (!state) throw DatabaseError("claim_owner.state holds an unknown state");
    return *state;
}

template <class Row>
Booking booking_from(Row& row) {
    Booking booking{.id = std::get<0>(row),
                    .number = std::move(std::get<1>(row)),
                    .account = std::get<2>(row),
                    .facility = std::move(std::get<3>(row)),
                    .space = std::move(std::get<4>(row)),
                    .date = std::get<5>(row),
                    .start = std::get<6>(row),
                    .end = std::get<7>(row),
                    .band = std::move(std::get<8>(row)),
                    .details = std::nullopt,
                    .total = std::get<12>(row),
                    .quote_json = std::move(std::get<13>(row)),
                    .edition = std::get<14>(row),
                    .state = state_from(std::get<15>(row)),
                    .expires_at = std::get<16>(row),
                    .created_at = std::get<17>(row)};
    if (auto& purpose = std::get<9>(row))
        booking.details =
            BookingDetails{std::move(*purpose), std::move(std::get<10>(row)), std::get<11>(row).value_or(0)};
    return booking;
}

// The columns of select_booking and its siblings.
template <class... More>
auto select_bookings(Session& session, const Sql& sql, const Binds& binds) {
    return session.select<BookingId, OptionalText, AccountId, FacilityCode, SpaceCode, LocalDate, MinuteOfDay,
                          MinuteOfDay, std::optional<BandCode>, OptionalText, OptionalText, OptionalNumber, Yen,
                          std::string, std::int64_t, std::string, std::optional<Instant>, Instant, More...>(sql, binds);
}

void record_event(Session& session, BookingId id, std::string_view event, std::optional<BookingState> from,
                  BookingState to, Instant at, std::optional<AccountId> by) {
    const auto from_name = from ? std::optional<std::string>{name_of(*from)} : std::nullopt;
    session.execute(insert_event, {{"event_id", new_id(at)},
                                   {"booking_id", id},
                                   {"event", event},
                                   {"from_state", from_name},
                                   {"to_state", name_of(to)},
                                   {"at_ms", at},
                                   {"account_id", by}});
}

Result<void> claim_taking_over_overdue_holds(Session& session, BookingId owner, const Occupation& occupation,
                                             Instant now) {
    auto claimed = claim(session, owner, occupation, now);
    if (claimed || claimed.error().code != "already_taken") return claimed;
    const auto overdue = overdue_holds(session, occupation, now);
    if (overdue.empty()) return claimed;
    for (const BookingId hold : overdue)
        if (auto expired = advance(session, hold, {BookingEvent::deadline_passed, now, {}, {}, now, {}});
            !expired && expired.error().code != "wrong_state")
            return tl::unexpected(expired.error());
    return claim(session, owner, occupation, now);
}

} // namespace

bool comes_too_late(Session& session, AccountId account, const Occupation& occupation, Instant now) {
    return is_taken(session, occupation, now) &&
           session.select_one<std::int64_t>(select_unpaid,
                                            {{"account_id", account}, {"most", unpaid_bookings_per_account}});
}

Result<void> insert_held(Session& session, const Booking& booking, const Occupation& occupation, Instant now) {
    if (session.execute(count_unpaid, {{"account_id", booking.account}, {"most", unpaid_bookings_per_account}}) == 0)
        return refuse("hold_limit_reached", {{"limit", std::int64_t{unpaid_bookings_per_account}}});
    session.execute(insert_owner,
                    {{"owner_id", booking.id}, {"expires_at_ms", booking.expires_at}, {"created_at_ms", now}});
    session.execute(insert_booking, {{"booking_id", booking.id},
                                     {"account_id", booking.account},
                                     {"facility_code", booking.facility},
                                     {"space_code", booking.space},
                                     {"use_date", booking.date},
                                     {"start_minute", booking.start},
                                     {"end_minute", booking.end},
                                     {"band_code", booking.band},
                                     {"total_yen", booking.total},
                                     {"quote_json", booking.quote_json},
                                     {"edition_id", booking.edition}});
    if (auto claimed = claim_taking_over_overdue_holds(session, booking.id, occupation, now); !claimed) return claimed;
    record_event(session, booking.id, "held", std::nullopt, BookingState::held, now, booking.account);
    return {};
}

std::optional<Booking> find_booking(Session& session, BookingId id) {
    auto rows = select_bookings<>(session, select_booking, {{"booking_id", id}});
    if (rows.empty()) return std::nullopt;
    return booking_from(rows.front());
}

std::vector<Booking> bookings_of(Session& session, AccountId account, int limit) {
    std::vector<Booking> bookings;
    for (auto& row : select_bookings<>(session, select_bookings_of, {{"account_id", account}, {"row_limit", limit}}))
        bookings.push_back(booking_from(row));
    return bookings;
}

std::vector<BookingOnBoard> board_of(Session& session, const FacilityCode& facility, LocalDate date) {
    std::vector<BookingOnBoard> board;
    for (auto& row :
         select_bookings<std::string>(session, select_board, {{"facility_code", facility}, {"slot_date", date}}))
        board.push_back({booking_from(row), std::move(std::get<18>(row))});
    return board;
}

void lock_booking(Session& session, BookingId id) { session.execute(lock_owner, {{"owner_id", id}}); }

void save_details(Session& session, BookingId id, const BookingDetails& details, Instant now) {
    session.execute(update_details, {{"booking_id", id},
                                     {"purpose", details.purpose},
                                     {"group_name", details.group_name},
                                     {"people", details.people}});
    touch(session, id, now);
}

bool move_hold_deadline(Session& session, BookingId id, Instant expires_at, Instant now) {
    return session.execute(update_hold_deadline, {{"owner_id", id}, {"expires_at_ms", expires_at}, {"now_ms", now}}) ==
           1;
}

Result<BookingState> advance(Session& session, BookingId id, const Advance& step) {
    const auto row = session.select_one<std::string, std::optional<Instant>, std::int64_t, AccountId>(
        select_state, {{"owner_id", id}});
    if (!row) return refuse("booking_not_found");
    const auto& [state_name, deadline, version, account] = *row;
    const BookingState from = state_from(state_name);
    const auto wrong_state = [&] {
        return refuse("wrong_state", {{"state", state_name}, {"event", std::string{name_of(step.event)}}});
    };
    const auto to = next_state(from, step.event);
    if (!to) return to;
    if (step.only_if_due_by && !(deadline && *deadline <= *step.only_if_due_by)) return wrong_state();
    if (step.only_if_valid_at && !(deadline && *deadline > *step.only_if_valid_at)) return refuse("hold_expired");

    if (session.execute(update_state, {{"owner_id", id},
                                       {"from_state", state_name},
                                       {"to_state", name_of(*to)},
                                       {"expires_at_ms", step.new_deadline},
                                       {"version", version}}) == 0)
        return wrong_state(); // somebody else moved it since it was read
    if (*to != BookingState::awaiting_payment) session.execute(uncount_unpaid, {{"account_id", account}});
    record_event(session, id, name_of(step.event), from, *to, step.at, step.by);
    if (occupies(*to))
        touch(session, id, step.at);
    else
        release(session, id, step.at);
    return to;
}

bool give_number(Session& session, BookingId id, const std::string& number) {
    try {
        session.execute(update_number, {{"booking_id", id}, {"number", number}});
        return true;
    } catch (const DuplicateKey&) {
        return false;
    }
}

std::vector<BookingId> overdue_bookings(Session& session, BookingState state, Instant now, int limit) {
    std::vector<BookingId> ids;
    for (const auto& [id] :
         session.select<BookingId>(select_overdue, {{"state", name_of(state)}, {"now_ms", now}, {"row_limit", limit}}))
        ids.push_back(id);
    return ids;
}

} // namespace hiroba::persistence
