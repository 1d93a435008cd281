#include "persistence/repositories/bookings.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/capped_days.hpp"
#include "persistence/repositories/detail/claiming.hpp"
#include "persistence/repositories/detail/quotas.hpp"
#include "persistence/repositories/detail/rows.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/detail/unit_days.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refunds.hpp"
#include "persistence/repositories/waiting_list.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::persistence {
namespace {

constexpr Sql insert_booking =
    "INSERT INTO booking (booking_id, application_id, account_id, facility_code, space_code, use_date, start_minute,"
    " last_date, end_minute, band_code, nights, total_yen, charged_yen, paid_yen, quote_json, edition_id, price_class,"
    " is_rehearsal, wants_climate, early_minutes, extension_minutes, priced_on, reduction_code, cap_minutes, cap_yen)"
    " VALUES (:booking_id, :application_id, :account_id, :facility_code, :space_code, :use_date, :start_minute,"
    " :last_date, :end_minute, :band_code, :nights, :total_yen, :charged_yen, :paid_yen, :quote_json, :edition_id,"
    " :price_class, :is_rehearsal, :wants_climate, :early_minutes, :extension_minutes, :priced_on, :reduction_code,"
    " :cap_minutes, :cap_yen)";
constexpr Sql update_use =
    "UPDATE booking SET space_code = :space_code, use_date = :use_date, start_minute = :start_minute,"
    " last_date = :last_date, end_minute = :end_minute, band_code = :band_code, nights = :nights,"
    " refund_cap_percent = :refund_cap_percent WHERE booking_id = :booking_id";
constexpr Sql update_fee =
    "UPDATE booking SET total_yen = :total_yen, quote_json = :quote_json, edition_id = :edition_id,"
    " price_class = :price_class, is_rehearsal = :is_rehearsal, wants_climate = :wants_climate,"
    " early_minutes = :early_minutes, extension_minutes = :extension_minutes, priced_on = :priced_on,"
    " reduction_code = :reduction_code, cap_minutes = :cap_minutes, cap_yen = :cap_yen WHERE booking_id = :booking_id";
constexpr Sql insert_equipment = "INSERT INTO booking_equipment (booking_id, equipment_code, quantity)"
                                 " VALUES (:booking_id, :equipment_code, :quantity)";
constexpr Sql delete_equipment = "DELETE FROM booking_equipment WHERE booking_id = :booking_id";
constexpr Sql insert_extra = "INSERT INTO booking_extra (booking_id, extra_code, amount)"
                             " VALUES (:booking_id, :extra_code, :amount)";
constexpr Sql delete_extras = "DELETE FROM booking_extra WHERE booking_id = :booking_id";
constexpr Sql insert_event =
    "INSERT INTO booking_event (event_id, booking_id, sequence, event, from_state, to_state, at_ms, account_id, note)"
    " VALUES (:event_id, :booking_id, :sequence, :event, :from_state, :to_state, :at_ms, :account_id, :note)";
constexpr Sql select_application_of = "SELECT application_id FROM booking WHERE booking_id = :booking_id";
constexpr Sql select_standing =
    "SELECT b.application_id, b.account_id, b.facility_code, p.counts_waiting, b.last_date, b.end_minute, b.cap_yen,"
    " o.state, o.expires_at_ms, o.version FROM booking b JOIN claim_owner o ON o.owner_id = b.booking_id"
    " JOIN application p ON p.application_id = b.application_id WHERE b.booking_id = :booking_id";
constexpr Sql update_state =
    "UPDATE claim_owner SET state = :to_state, expires_at_ms = :expires_at_ms, version = :version"
    " WHERE owner_id = :owner_id AND state = :from_state";
constexpr Sql raise_version = "UPDATE claim_owner SET version = :version WHERE owner_id = :owner_id";
constexpr Sql update_changed_owner =
    "UPDATE claim_owner SET expires_at_ms = :expires_at_ms, version = :version WHERE owner_id = :owner_id";
constexpr Sql select_states = "SELECT o.owner_id, o.state, o.expires_at_ms FROM booking b"
                              " JOIN claim_owner o ON o.owner_id = b.booking_id"
                              " WHERE b.application_id = :application_id ORDER BY o.owner_id";
constexpr Sql update_payment_deadline = "UPDATE claim_owner SET expires_at_ms = :expires_at_ms"
                                        " WHERE owner_id = :owner_id AND state = 'permitted_unpaid'";
constexpr Sql update_deadline = "UPDATE claim_owner SET expires_at_ms = :expires_at_ms, version = version + 1"
                                " WHERE owner_id = :owner_id AND state = 'held' AND expires_at_ms > :now_ms";
// One more waits, when that may be; late_comers.cpp asks the same without counting.
constexpr Sql count_one_waiting =
    "UPDATE quota_counter SET used = used + 1 WHERE account_id = :account_id AND counter = 'waiting' AND used < :most"
    " AND NOT EXISTS (SELECT 1 FROM suspension s WHERE s.account_id = :account_id AND s.until_ms > :now_ms"
    " AND s.from_ms <= :now_ms AND s.lifted_at_ms IS NULL)";
constexpr Sql select_held_back = "SELECT owner_id, expires_at_ms FROM claim_owner"
                                 " WHERE state = 'held' AND kind = 'hold_back'"
                                 " ORDER BY expires_at_ms, owner_id LIMIT :row_limit";
constexpr Sql end_hold_back = "UPDATE claim_owner SET state = 'expired', version = version + 1"
                              " WHERE owner_id = :owner_id AND kind = 'hold_back' AND state = 'held'";

const std::string waiting_counter = "waiting";

OwnerId owner_of(BookingId id) { return OwnerId{id.value()}; }

// What is known of a booking whose application is locked.
struct Standing {
    ApplicationId application;
    AccountId account;
    FacilityCode facility;
    bool counts_waiting = false;
    LocalDateTime end; // of the use
    bool counts_in_cap = false;
    BookingState state = BookingState::held;
    std::optional<Instant> deadline;
    std::int64_t version = 0;
};

std::optional<Standing> lock_and_read(Session& session, BookingId id) {
    const auto application = session.select_one<ApplicationId>(select_application_of, {{"booking_id", id}});
    if (!application) return std::nullopt;
    lock_application(session, std::get<0>(*application));
    auto row = session.select_one<ApplicationId, AccountId, FacilityCode, std::int64_t, LocalDate, MinuteOfDay,
                                  std::optional<Yen>, std::string, std::optional<Instant>, std::int64_t>(
        select_standing, {{"booking_id", id}});
    if (!row) return std::nullopt;
    auto& [of, account, facility, counts_waiting, last_date, end, cap_yen, state, deadline, version] = *row;
    return Standing{of,
                    account,
                    std::move(facility),
                    counts_waiting == 1,
                    {last_date, end},
                    cap_yen.has_value(),
                    detail::state_from(state),
                    deadline,
                    version};
}

struct Event {
    std::string_view name;
    std::optional<BookingState> from;
    BookingState to;
    std::int64_t sequence = 1; // the owner's version with it
    Instant at;
    std::optional<AccountId> by;
    std::optional<std::string> note;
};
void record(Session& session, BookingId id, const Event& event) {
    const auto from = event.from ? std::optional<std::string>{name_of(*event.from)} : std::nullopt;
    session.execute(insert_event, {{"event_id", new_id(event.at)},
                                   {"booking_id", id},
                                   {"sequence", event.sequence},
                                   {"event", event.name},
                                   {"from_state", from},
                                   {"to_state", name_of(event.to)},
                                   {"at_ms", event.at},
                                   {"account_id", event.by},
                                   {"note", event.note}});
}

void insert_equipment_rows(Session& session, const Booking& booking) {
    for (const EquipmentWish& wish : booking.equipment)
        session.execute(insert_equipment,
                        {{"booking_id", booking.id}, {"equipment_code", wish.code}, {"quantity", wish.quantity}});
}

void insert_extra_rows(Session& session, const Booking& booking) {
    for (const ExtraWish& extra : booking.terms.extras)
        session.execute(insert_extra,
                        {{"booking_id", booking.id}, {"extra_code", extra.code}, {"amount", extra.amount}});
}

// What a use is priced by, and its fee.
void bind_fee(Binds& binds, const Booking& booking) {
    binds.emplace_back("total_yen", booking.total);
    binds.emplace_back("quote_json", booking.quote_json);
    binds.emplace_back("edition_id", booking.edition);
    binds.emplace_back("price_class", booking.terms.price_class);
    binds.emplace_back("is_rehearsal", booking.terms.is_rehearsal ? 1 : 0);
    binds.emplace_back("wants_climate", booking.terms.wants_climate ? 1 : 0);
    binds.emplace_back("early_minutes", booking.terms.early_minutes);
    binds.emplace_back("extension_minutes", booking.terms.extension_minutes);
    binds.emplace_back("priced_on", booking.priced_on);
    binds.emplace_back("reduction_code", booking.reduction);
    const auto& counted = booking.counted_in_cap;
    binds.emplace_back("cap_minutes", counted ? std::optional{counted->minutes} : std::nullopt);
    binds.emplace_back("cap_yen", counted ? std::optional{counted->basic} : std::nullopt);
}

void insert_row(Session& session, const Booking& booking) {
    Binds binds{{"booking_id", booking.id},
                {"application_id", booking.application},
                {"account_id", booking.account},
                {"facility_code", booking.facility},
                {"space_code", booking.space},
                {"use_date", booking.start.date},
                {"start_minute", booking.start.time},
                {"last_date", booking.end.date},
                {"end_minute", booking.end.time},
                {"band_code", booking.band},
                {"nights", booking.nights},
                {"charged_yen", booking.charged},
                {"paid_yen", booking.paid}};
    bind_fee(binds, booking);
    session.execute(insert_booking, binds);
    insert_equipment_rows(session, booking);
    insert_extra_rows(session, booking);
}

// Holds that the sweep forgot give back what they have of this; false when there are none.
bool make_room(Session& session, const Occupation& occupation, Instant now) {
    const Instant by = now - time_for_the_sweep;
    const auto overdue = overdue_holds(session, occupation, by);
    for (const OwnerId hold : overdue) {
        const auto expired = advance(session, BookingId{hold.value()},
                                     {.event = BookingEvent::deadline_passed, .at = now, .only_if_due_by = by});
        if (!expired && expired.error().code != "wrong_state") throw DatabaseError("a hold that is no booking");
    }
    return !overdue.empty();
}

Result<void> claim_equipment(Session& session, OwnerId owner, const EquipmentClaim& wanted,
                             const std::vector<DaySlots>& days, Instant now) {
    auto claimed = claim_some(session, owner, wanted.pool, wanted.quantity, days, now);
    if (!claimed && make_room(session, {wanted.pool, days}, now))
        claimed = claim_some(session, owner, wanted.pool, wanted.quantity, days, now);
    if (claimed) return {};
    Refusal refusal{"too_much_equipment", claimed.error().facts};
    refusal.facts.emplace("equipment", wanted.code.value());
    return tl::unexpected(std::move(refusal));
}

// The space by `occupy`, which counts the owner's claims or not, then the equipment.
template <class Occupy>
Result<void> claim_all(Session& session, const NewBooking& wanted, Instant now, const Occupy& occupy) {
    const OwnerId owner = owner_of(wanted.booking.id);
    auto claimed = occupy(session, owner, wanted.occupation, now);
    if (!claimed && claimed.error().code == "already_taken" && make_room(session, wanted.occupation, now))
        claimed = occupy(session, owner, wanted.occupation, now);
    for (const EquipmentClaim& equipment : wanted.equipment)
        if (claimed) claimed = claim_equipment(session, owner, equipment, wanted.occupation.days, now);
    if (!claimed) claimed.error().facts.emplace("space", wanted.booking.space.value());
    return claimed;
}

std::vector<detail::BookingCharge> charges_of(const NewBooking& wanted) {
    std::vector<detail::BookingCharge> charges;
    charges.reserve(wanted.quotas.size());
    for (const QuotaCharge& charge : wanted.quotas)
        charges.push_back({wanted.booking.id, charge});
    return charges;
}

Result<void> insert_one(Session& session, const Application& application, const NewBooking& wanted, Instant now) {
    const Booking& booking = wanted.booking;
    detail::insert_owner(session, {owner_of(booking.id), "booking", booking.expires_at, now},
                         detail::count_of(wanted.occupation));
    insert_row(session, booking);
    if (auto claimed = claim_all(session, wanted, now, detail::occupy); !claimed) return claimed;
    record(session, booking.id,
           {.name = "held",
            .from = std::nullopt,
            .to = BookingState::held,
            .at = now,
            .by = application.made_by.value_or(application.account),
            .note = std::nullopt});
    return {};
}

// By unit and day: the order in which everybody locks them.
std::vector<const NewBooking*> in_order(const std::vector<NewBooking>& bookings) {
    std::vector<const NewBooking*> ordered;
    ordered.reserve(bookings.size());
    for (const NewBooking& booking : bookings)
        ordered.push_back(&booking);
    std::ranges::stable_sort(ordered, {}, [](const NewBooking* booking) {
        const Occupation& occupation = booking->occupation;
        return std::pair{occupation.units.empty() ? UnitId{} : occupation.units.front(), booking->booking.start};
    });
    return ordered;
}

// When the state ends by itself: of a permitted booking with the use.
std::optional<Instant> end_of(BookingState state, const std::optional<Instant>& deadline, Instant end_of_use) {
    return state == BookingState::permitted || state == BookingState::checked_in ? end_of_use : deadline;
}

bool another_waits(Session& session, const Standing& standing, BookingId id) {
    const auto states = session.select<BookingId, std::string, std::optional<Instant>>(
        select_states, {{"application_id", standing.application}});
    return std::ranges::any_of(states, [&](const auto& row) {
        return std::get<0>(row) != id && waits_for_applicant(detail::state_from(std::get<1>(row)));
    });
}

// The application is locked: what its other bookings are does not change meanwhile.
void count_waiting_anew(Session& session, BookingId id, const Standing& before, BookingState to) {
    const bool waited = waits_for_applicant(before.state);
    if (!before.counts_waiting || waited == waits_for_applicant(to) || another_waits(session, before, id)) return;
    if (waited)
        detail::uncount(session, before.account, waiting_counter, 1);
    else
        static_cast<void>(detail::count(session, before.account, waiting_counter, 1, detail::without_limit));
}

void count_quotas_anew(Session& session, BookingId id, const Standing& before, BookingState to,
                       const NewBooking* again) {
    const bool counted = counts_against_quota(before.state);
    const bool counts = counts_against_quota(to);
    if (counted && !counts) detail::give_back_quotas(session, before.account, id);
    if (!counted && counts) detail::charge_quotas_again(session, before.account, charges_of(*again));
    if (to == BookingState::used || to == BookingState::no_show)
        detail::give_back_open_quotas(session, before.account, id);
}

// An offer to somebody who waits ends with the hold that was made for it, whoever ends that.
void end_offer(Session& session, const Standing& before, BookingState to) {
    if (before.state != BookingState::held) return;
    const auto offered = waiting_with_offer(session, before.application);
    if (!offered) return;
    const WaitingState after = occupies(to) ? WaitingState::taken : WaitingState::lapsed;
    static_cast<void>(move_waiting(session, offered->id, WaitingState::offered, after, offered->offer));
}

Result<void> move_claims(Session& session, BookingId id, const Standing& before, BookingState to, const Advance& step,
                         const NewBooking* again) {
    const OwnerId owner = owner_of(id);
    if (!occupies(before.state)) return occupies(to) ? claim_all(session, *again, step.at, claim) : Result<void>{};
    if (occupies(to))
        touch(session, owner, step.at);
    else if (step.hand_claims_to)
        hand_over(session, owner, *step.hand_claims_to, step.at);
    else
        release(session, owner, step.at);
    return {};
}

Result<BookingState> next_by(const Standing& standing, const Advance& step) {
    const auto to = next_state(standing.state, step.event);
    if (!to) return to;
    const auto& deadline = standing.deadline;
    if (step.only_if_due_by && !(deadline && *deadline <= *step.only_if_due_by))
        return refuse("wrong_state",
                      {{"state", std::string{name_of(standing.state)}}, {"event", std::string{name_of(step.event)}}});
    if (step.only_if_valid_at && !(deadline && *deadline > *step.only_if_valid_at)) return refuse("hold_expired");
    return to;
}

// `again`: what the booking claims when it comes back from a state that does not occupy.
Result<BookingState> take_step(Session& session, BookingId id, const Advance& step, const NewBooking* again) {
    const auto standing = lock_and_read(session, id);
    if (!standing) return refuse("booking_not_found");
    const auto to = next_by(*standing, step);
    if (!to) return to;
    if (!occupies(standing->state) && occupies(*to) && again == nullptr)
        throw std::logic_error("a booking that comes back claims what it occupies: advance_and_reclaim");
    const std::int64_t version = standing->version + 1;
    session.execute(update_state, {{"owner_id", owner_of(id)},
                                   {"from_state", name_of(standing->state)},
                                   {"to_state", name_of(*to)},
                                   {"expires_at_ms", end_of(*to, step.new_deadline, to_instant(standing->end))},
                                   {"version", version}});
    record(session, id,
           {.name = name_of(step.event),
            .from = standing->state,
            .to = *to,
            .sequence = version,
            .at = step.at,
            .by = step.by,
            .note = step.note});
    if (auto moved = move_claims(session, id, *standing, *to, step, again); !moved)
        return tl::unexpected(moved.error());
    end_offer(session, *standing, *to);
    count_waiting_anew(session, id, *standing, *to);
    count_quotas_anew(session, id, *standing, *to, again);
    if (standing->counts_in_cap && leaves_its_share_of_cap(*to))
        mark_for_pricing(session, {standing->end.date, standing->facility, standing->account});
    return to;
}

void write_change(Session& session, const Standing& standing, const Booking& changed) {
    session.execute(update_use, {{"booking_id", changed.id},
                                 {"space_code", changed.space},
                                 {"use_date", changed.start.date},
                                 {"start_minute", changed.start.time},
                                 {"last_date", changed.end.date},
                                 {"end_minute", changed.end.time},
                                 {"band_code", changed.band},
                                 {"nights", changed.nights},
                                 {"refund_cap_percent", changed.refund_cap_percent}});
    save_fee(session, changed);
    session.execute(delete_equipment, {{"booking_id", changed.id}});
    insert_equipment_rows(session, changed);
    session.execute(update_changed_owner,
                    {{"owner_id", owner_of(changed.id)},
                     {"expires_at_ms", end_of(standing.state, changed.expires_at, to_instant(changed.end))},
                     {"version", standing.version + 1}});
}

// What the booking had before its change goes to the hold-back when there is one, but for what it is about to claim.
void give_up_claims(Session& session, const NewBooking& changed, std::optional<OwnerId> held_back, Instant now) {
    const OwnerId owner = owner_of(changed.booking.id);
    if (!held_back) return release(session, owner, now);
    hand_over(session, owner, *held_back, now);
    release_part(session, *held_back, changed.occupation, now);
    for (const EquipmentClaim& equipment : changed.equipment)
        release_part(session, *held_back, {equipment.pool, changed.occupation.days}, now);
}

Result<void> count_waiting(Session& session, AccountId account, std::int64_t most, Instant now) {
    if (session.execute(count_one_waiting, {{"account_id", account}, {"most", most}, {"now_ms", now}}) == 1) return {};
    if (const auto suspension = suspension_of(session, account, now))
        return refuse("suspended", {{"until_ms", suspension->until.epoch_ms()}});
    return refuse("hold_limit_reached", {{"limit", most}});
}

} // namespace

Result<void> insert_held(Session& session, const Application& application, const std::vector<NewBooking>& bookings,
                         const HoldOptions& options, Instant now) {
    if (options.count_waiting)
        if (auto counted = count_waiting(session, application.account, options.most_waiting, now); !counted)
            return counted;
    Application inserted = application;
    inserted.counts_waiting = options.count_waiting;
    insert_application(session, inserted);
    std::vector<detail::BookingCharge> charges;
    for (const NewBooking* booking : in_order(bookings)) {
        if (auto held = insert_one(session, application, *booking, now); !held) return held;
        std::ranges::copy(charges_of(*booking), std::back_inserter(charges));
    }
    return detail::charge_quotas(session, application.account, std::move(charges));
}

bool move_hold_deadline(Session& session, ApplicationId id, Instant expires_at, Instant now) {
    lock_application(session, id);
    bool any = false;
    for (const auto& [owner, state, deadline] :
         session.select<OwnerId, std::string, std::optional<Instant>>(select_states, {{"application_id", id}})) {
        if (state == name_of(BookingState::withdrawn)) continue; // the applicant gave this one back
        if (session.execute(update_deadline, {{"owner_id", owner}, {"expires_at_ms", expires_at}, {"now_ms", now}}) ==
            0)
            return false;
        any = true;
    }
    return any;
}

bool move_payment_deadline(Session& session, BookingId id, Instant due, AccountId by, Instant now) {
    if (session.execute(update_payment_deadline, {{"owner_id", owner_of(id)}, {"expires_at_ms", due}}) == 0)
        return false;
    note_event(session, id, "payment_planned", by, {}, now);
    return true;
}

Result<BookingState> advance(Session& session, BookingId id, const Advance& step) {
    return take_step(session, id, step, nullptr);
}

Result<BookingState> advance_and_reclaim(Session& session, const NewBooking& again, const Advance& step) {
    return take_step(session, again.booking.id, step, &again);
}

Result<void> change_use(Session& session, const NewBooking& changed, std::optional<AccountId> by,
                        const std::string& note, Instant now, std::optional<OwnerId> hand_claims_to) {
    const BookingId id = changed.booking.id;
    const auto standing = lock_and_read(session, id);
    if (!standing) return refuse("booking_not_found");
    if (!occupies(standing->state) || standing->state == BookingState::used)
        return refuse("wrong_state", {{"state", std::string{name_of(standing->state)}}, {"event", "changed"}});
    if (standing->facility != changed.booking.facility)
        throw std::logic_error("the bookings of an application are of one facility");
    give_up_claims(session, changed, hand_claims_to, now);
    detail::give_back_quotas(session, standing->account, id);
    write_change(session, *standing, changed.booking);
    record(session, id,
           {.name = "changed",
            .from = standing->state,
            .to = standing->state,
            .sequence = standing->version + 1,
            .at = now,
            .by = by,
            .note = note});
    if (auto claimed = claim_all(session, changed, now, claim); !claimed) return claimed;
    return detail::charge_quotas(session, standing->account, charges_of(changed));
}

void save_fee(Session& session, const Booking& booking) {
    Binds binds{{"booking_id", booking.id}};
    bind_fee(binds, booking);
    session.execute(update_fee, binds);
    session.execute(delete_extras, {{"booking_id", booking.id}});
    insert_extra_rows(session, booking);
}

void note_event(Session& session, BookingId id, std::string_view event, std::optional<AccountId> by,
                const std::string& note, Instant now) {
    const auto standing = lock_and_read(session, id);
    if (!standing) throw std::logic_error("an event of a booking that does not exist");
    const std::int64_t version = standing->version + 1;
    session.execute(raise_version, {{"owner_id", owner_of(id)}, {"version", version}});
    record(session, id,
           {.name = event,
            .from = standing->state,
            .to = standing->state,
            .sequence = version,
            .at = now,
            .by = by,
            .note = note});
}

OwnerId insert_hold_back(Session& session, Instant until, Instant now) {
    const OwnerId owner{new_id(now)};
    detail::insert_owner(session, {owner, "hold_back", until, now}, 0);
    return owner;
}

std::vector<HeldBack> held_back(Session& session, int limit) {
    std::vector<HeldBack> held;
    for (const auto& [owner, until] : session.select<OwnerId, Instant>(select_held_back, {{"row_limit", limit}}))
        held.push_back({owner, until});
    return held;
}

bool free_hold_back(Session& session, OwnerId owner, Instant now) {
    if (session.execute(end_hold_back, {{"owner_id", owner}}) == 0) return false;
    release(session, owner, now);
    return true;
}

void take_from_hold_backs(Session& session, const Occupation& occupation, Instant now) {
    for (const OwnerId owner : hold_backs_within(session, occupation)) {
        release_part(session, owner, occupation, now);
        if (claims_of(session, owner).empty()) free_hold_back(session, owner, now);
    }
}

} // namespace hiroba::persistence
