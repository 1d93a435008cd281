#include "services/waiting/waiting.hpp"

#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/own_bookings.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/waiting/line.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::HeldBack;
using persistence::Session;
using persistence::Waiting;
using persistence::WaitingState;

constexpr int owners_at_a_time = 100;
constexpr int places_told = 100; // to one person

WaitingPlace with_place(Session& session, Waiting waiting) {
    const auto ahead = waiting.state == WaitingState::waiting ? persistence::place_of(session, waiting) : 0;
    return {std::move(waiting), ahead};
}

// It can be waited for when the space is taken, not when it is free or closed. Equipment cannot: where only that is
// missing, the space can be booked now, with less. Who gives the slots back at this moment is waited for, or finds the
// one who asks in the line.
Result<void> check_taken(Session& session, const TownInForce& town, const SpaceUse& use) {
    std::set<std::pair<UnitId, LocalDate>> days;
    for (const UnitId unit : town.numbers_of(use.space->units))
        for (const DaySlots& day : occupied_slots(use))
            days.emplace(unit, day.date);
    persistence::lock_days(session, days);
    const auto seen =
        persistence::look(session, town.numbers_of(units_of(*use.facility)), use.start.date, use.end.date);
    const auto free = check_free(use, town.named(seen.days));
    if (free) return refuse("slot_is_free");
    const auto& code = free.error().code;
    if (code == name_of(SlotReason::already_taken) || code == name_of(SlotReason::preparation_time)) return {};
    return tl::unexpected(free.error());
}

Waiting new_place(const Account& account, const SpaceUse& use, Instant now) {
    return {.id = WaitingId{persistence::new_id(now)},
            .account = account.id,
            .facility = use.facility->code,
            .space = use.space->code,
            .start = use.start,
            .end = use.end,
            .band = use.band,
            .nights = use.nights,
            .state = WaitingState::waiting,
            .offer = std::nullopt,
            .created_at = now};
}

// The space with all equipment of the facility: who gets the space may add to it what was given back with it.
persistence::Occupation with_equipment(const TownInForce& town, const SpaceUse& use) {
    std::vector<UnitCode> units = use.space->units;
    for (const Equipment& equipment : use.facility->equipment)
        std::ranges::copy(units_of(equipment), std::back_inserter(units));
    return {town.numbers_of(units), occupied_slots(use)};
}

// The offer: an application of theirs, held until the offer ends. What was held back is given up for it in the same
// transaction; when the slot is not whole (others have the rest of it), the refusal undoes that.
Result<void> offer(Session& session, const TownInForce& town, const Waiting& waiting, Instant now) {
    const auto account = persistence::find_account(session, waiting.account);
    if (!account) return refuse("account_not_found");
    if (persistence::suspension_of(session, account->id, now)) return refuse("suspended");
    const auto prepared = prepare_use(town, use_waited_for(town, waiting), {account->user_class, false, false}, now);
    if (!prepared) return tl::unexpected(prepared.error());
    const Instant until =
        std::min(now + std::chrono::minutes{prepared->use.facility->release.offer_minutes}, to_instant(waiting.start));
    const persistence::Application application{.id = ApplicationId{persistence::new_id(now)},
                                               .number = std::nullopt,
                                               .account = account->id,
                                               .made_by = std::nullopt,
                                               .kind = persistence::ApplicationKind::ordinary,
                                               .facility = waiting.facility,
                                               .user_class = account->user_class,
                                               .details = std::nullopt,
                                               .edition = town.edition,
                                               .created_at = now};
    const std::vector<UseToPrice> use{{&town, prepared->request, prepared->priced_on}};
    lock_capped_days(session, application, use);
    const auto priced =
        price_together(use, application, std::nullopt, {}, counted_besides(session, application, use, {}));
    if (!priced) return tl::unexpected(priced.error());
    const auto booking = new_booking(town, application, priced->uses.front(), until, now);
    persistence::take_from_hold_backs(session, with_equipment(town, prepared->use), now);
    if (auto held = persistence::insert_held(session, application, {booking}, {.count_waiting = false}, now); !held)
        return held;
    if (auto units = check_units_hold(session, town); !units) return units;
    if (auto open = check_hours_hold(session, town, booking.booking); !open) return open;
    if (!persistence::move_waiting(session, waiting.id, WaitingState::waiting, WaitingState::offered, application.id))
        return refuse("wrong_state"); // they left at this moment
    notify(session, application, {.kind = "offered", .booking = &booking.booking, .until = until}, now);
    return {};
}

// Gives back what is held for the offer, to the next in line; the place ends with it.
Result<void> decline(Session& session, const TownInForce& town, const Waiting& offered, Instant now) {
    persistence::lock_application(session, *offered.offer);
    for (const auto& booking : persistence::bookings_of_application(session, *offered.offer)) {
        if (booking.state != BookingState::held) // they applied for it at this moment, or the offer is over
            return refuse("wrong_state", {{"state", std::string{name_of(booking.state)}}});
        const auto given =
            give_back(session, town, booking, {.event = BookingEvent::withdrawn, .at = now, .by = offered.account});
        if (!given) return tl::unexpected(given.error());
    }
    return {};
}

Result<void> leave(Session& session, const TownInForce& town, const Waiting& waiting, Instant now) {
    if (waiting.state == WaitingState::offered) return decline(session, town, waiting, now);
    if (persistence::move_waiting(session, waiting.id, WaitingState::waiting, WaitingState::withdrawn, std::nullopt))
        return {};
    return refuse("wrong_state", {{"state", std::string{name_of(waiting.state)}}});
}

using HeldSlots = std::map<std::pair<UnitId, LocalDate>, DayMask>;

// Everything that this use occupies is open, and free or held back: worth a try.
bool can_be_offered(Session& session, const persistence::Occupation& wanted, const HeldSlots& held_back) {
    const auto seen = persistence::look(session, wanted.units, wanted.days.front().date, wanted.days.back().date);
    const auto stands_in_the_way = [&](UnitId unit, const DaySlots& day) {
        const auto date = seen.days.find(day.date);
        if (date == seen.days.end()) return false;
        const auto row = date->second.find(unit);
        if (row == date->second.end()) return false;
        const auto held = held_back.find({unit, day.date});
        const DayMask others = held == held_back.end() ? row->second.taken : row->second.taken & ~held->second;
        return ((others | row->second.closed) & mask_of(day.slots)).any();
    };
    return std::ranges::none_of(wanted.units, [&](UnitId unit) {
        return std::ranges::any_of(wanted.days, [&](const DaySlots& day) { return stands_in_the_way(unit, day); });
    });
}

// One line for all that is held back: who came first is served first, also with what several gave back.
std::vector<InLine> whole_line(Session& session, const TownInForce& town, const std::vector<HeldBack>& held_back) {
    HeldSlots held;
    std::map<std::pair<Instant, WaitingId>, InLine> line;
    for (const HeldBack& slots : held_back) {
        const auto claims = persistence::claims_of(session, slots.owner);
        for (const auto& claimed : claims)
            held[{claimed.unit, claimed.date}] |= claimed.slots;
        for (InLine& person : who_waits_for(session, town, claims))
            line.try_emplace({person.waiting.created_at, person.waiting.id}, std::move(person));
    }
    std::vector<InLine> worth_a_try;
    for (auto& [place, person] : line)
        if (can_be_offered(session, person.wanted, held)) worth_a_try.push_back(std::move(person));
    return worth_a_try;
}

bool share_slots(const persistence::Occupation& one, const persistence::Occupation& other) {
    const auto in_other = [&](UnitId unit) { return std::ranges::find(other.units, unit) != other.units.end(); };
    return std::ranges::any_of(one.units, in_other) && std::ranges::any_of(one.days, [&](const DaySlots& day) {
               const auto same = std::ranges::find(other.days, day.date, &DaySlots::date);
               return same != other.days.end() && (mask_of(day.slots) & mask_of(same->slots)).any();
           });
}

// Everybody in the order of the line, but for those whose slots went to somebody before them. Answers how many offers.
int offer_in_order(const Context& context, const TownInForce& town, const std::vector<InLine>& line, Instant now) {
    std::vector<const InLine*> served;
    for (const InLine& person : line) {
        const auto is_gone = [&](const InLine* before) { return share_slots(before->wanted, person.wanted); };
        if (std::ranges::any_of(served, is_gone)) continue;
        const auto offered =
            context.database.transact([&](Session& session) { return offer(session, town, person.waiting, now); });
        if (offered) served.push_back(&person);
    }
    return static_cast<int>(served.size());
}

int end_late_waiting(const Context& context, Instant now) {
    return context.database.transact([&](Session& session) {
        int ended = 0;
        for (const WaitingId id : persistence::waiting_too_long(session, to_town_time(now), owners_at_a_time))
            ended += persistence::move_waiting(session, id, WaitingState::waiting, WaitingState::over, std::nullopt);
        return ended;
    });
}

} // namespace

Result<WaitingPlace> join_waiting_list(const Context& context, const Account& account, const UseRequest& request) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto use = check_use(town->town, request);
    if (!use) return tl::unexpected(use.error());
    if (const auto window = check_window(town->town, *use, account.user_class, now); !window)
        return tl::unexpected(window.error());
    if (!use->facility->release.waiting_list) return refuse("no_waiting_list");
    return context.database.transact([&](Session& session) -> Result<WaitingPlace> {
        if (const auto suspension = persistence::suspension_of(session, account.id, now))
            return refuse("suspended", {{"until_ms", suspension->until.epoch_ms()}});
        if (const auto taken = check_taken(session, *town, *use); !taken) return tl::unexpected(taken.error());
        // Who stands in the way alone can give it up, and need not wait for that.
        if (const auto own = own_application_in_the_way(session, occupation_of(*town, *use), account.id))
            return tl::unexpected(already_yours(*own, *use));
        const Waiting place = new_place(account, *use, now);
        if (const auto inserted = persistence::insert_waiting(session, place, now); !inserted)
            return tl::unexpected(inserted.error());
        return with_place(session, place);
    });
}

Result<WaitingPlace> leave_waiting_list(const Context& context, const Account& account, WaitingId id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto place = context.database.transact([&](Session& session) -> Result<WaitingPlace> {
        const auto waiting = persistence::find_waiting(session, id);
        if (!waiting || waiting->account != account.id) return refuse("waiting_not_found");
        if (const auto left = leave(session, *town, *waiting, now); !left) return tl::unexpected(left.error());
        return WaitingPlace{*persistence::find_waiting(session, id), 0};
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return place;
}

std::vector<WaitingPlace> waiting_places(const Context& context, AccountId account) {
    return context.database.read([&](Session& session) {
        std::vector<WaitingPlace> places;
        for (auto& waiting : persistence::waiting_of(session, account, places_told))
            places.push_back(with_place(session, std::move(waiting)));
        return places;
    });
}

std::vector<PersonWaiting> everybody_waiting(const Context& context, LocalDate from, int limit) {
    return context.database.read([&](Session& session) {
        std::vector<PersonWaiting> people;
        for (auto& waiting : persistence::all_waiting(session, from, limit)) {
            const auto account = persistence::find_account(session, waiting.account);
            people.push_back({with_place(session, std::move(waiting)), account ? account->display_name : ""});
        }
        return people;
    });
}

int serve_waiting_list(const Context& context) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    int moved = end_late_waiting(context, now);
    std::vector<HeldBack> held_back;
    const auto line = context.database.read([&](Session& session) {
        held_back = persistence::held_back(session, owners_at_a_time);
        return whole_line(session, *town, held_back);
    });
    moved += offer_in_order(context, *town, line, now);
    // Only now, with the line gone through, is what nobody took free for everybody.
    for (const auto& [owner, until] : held_back)
        if (until <= now && context.database.transact(
                                [&](Session& session) { return persistence::free_hold_back(session, owner, now); }))
            ++moved;
    if (moved > 0) context.push_bell.ring();
    return moved;
}

} // namespace hiroba::services
