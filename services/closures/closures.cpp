#include "services/closures/closures.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/booking/change_request.hpp"
#include "services/closures/closure_task.hpp"
#include "services/closures/reach.hpp"
#include "services/payment/part_payment.hpp"

#include <optional>
#include <ranges>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Closure;
using persistence::ClosureTask;
using persistence::Session;

constexpr std::int64_t most_days = 366;

bool is_on_quarters(const TimeRange& time) {
    return time.start().minutes() % SlotRange::slot_minutes == 0 && time.end().minutes() % SlotRange::slot_minutes == 0;
}

// What is opened besides joins the hours of each day, or is all there is. Of a whole facility: its own hours.
Result<void> check_joins(const Town& town, const Facility& facility, const std::vector<const Space*>& spaces,
                         const persistence::ExtraOpening& opening) {
    const TimeRange open = *opening.hours.open;
    for (LocalDate date = opening.hours.first; date <= opening.hours.last; date = date + std::chrono::days{1})
        for (const Space* space : spaces) {
            if (space->hours && !opening.space) continue;
            const auto hours = open_hours(town, facility, *space, date);
            if (!hours || (open.start() <= hours->end() && hours->start() <= open.end())) continue;
            return refuse(
                "opening_leaves_gap",
                {{"date", date.iso8601()}, {"opens", hours->start().hh_mm()}, {"closes", hours->end().hh_mm()}});
        }
    return {};
}

Result<void> check_period(LocalDate first, LocalDate last, const Text& reason, Instant now) {
    if (last < first) return refuse("period_reversed");
    if (last < to_town_time(now).date) return refuse("date_in_the_past", {{"date", last.iso8601()}});
    if ((last - first).count() >= most_days) return refuse("closure_too_long", {{"most_days", most_days}});
    if (reason.ja.empty() || reason.en.empty()) return refuse("reason_required");
    return {};
}

// Bookings in the way whose use is not over yet; who is inside already cannot be revoked, but staff must know. What was
// only held back has no booking and is in nobody's way.
std::vector<persistence::InTheWay> bookings_in_the_way(Session& session, const std::vector<UnitId>& units,
                                                       const Stretch& stretch, Instant now) {
    return persistence::in_the_way(session, persistence::owners_within(session, occupation_of(units, stretch)),
                                   to_town_time(now));
}

// What the town would give back of them.
Yen paid_for(Session& session, const std::vector<persistence::InTheWay>& bookings) {
    Yen paid = persistence::kept_of(session, bookings);
    for (const auto& one : bookings)
        if (one.is_part_paid)
            paid += persistence::sum_of(part_of(session, persistence::find_booking(session, one.booking).value()));
    return paid;
}

Closure closure_of(const ClosureCommand& command, const AccountId& by, Instant now) {
    return {.id = ClosureId{persistence::new_id(now)},
            .facility = command.facility,
            .space = command.space,
            .first = command.first,
            .last = command.last,
            .daily = command.daily.value_or(TimeRange::whole_day()),
            .kind = command.kind,
            .reason = command.reason,
            .state = persistence::ClosureState::in_force,
            .made_by = by,
            .made_at = now,
            .lifted_by = std::nullopt,
            .lifted_at = std::nullopt};
}

// What is little is leased to who ordered it, so that no job begins with it before the answer.
std::optional<persistence::TaskLease> order_task(Session& session, const persistence::TaskOrder& order, Instant now) {
    const std::int64_t left = persistence::give_task(session, order, now);
    if (left == 0 || left > most_in_a_turn) return std::nullopt;
    return persistence::lease_task(session, order.closure, now);
}

struct Made {
    ClosureId closure;
    std::optional<persistence::TaskLease> lease{}; // what the request is to do itself
    bool has_task = false;
};

// Writes down every booking in its way: what committed before is found, what comes later is refused.
Result<void> close_and_list(Session& session, const Closure& closure, const std::vector<UnitId>& units, Instant now) {
    if (const auto closed = persistence::close(session, closure, units, now); !closed) return closed;
    std::vector<BookingId> listed;
    for (const auto& found : bookings_in_the_way(session, units, stretch_of(closure), now))
        listed.push_back(found.booking);
    persistence::list_conflicts(session, closure.id, listed);
    return {};
}

// Closes, unless the same request has done it before; in both cases, revokes what still stands if that is wanted.
Result<Made> close_once(Session& session, const Closure& closure, const std::vector<UnitId>& units,
                        const persistence::IdempotencyKey& key, bool revokes, Instant now) {
    const auto known = persistence::remembered(session, key);
    if (!known) return tl::unexpected(known.error());
    Made made{*known ? ClosureId{**known} : closure.id};
    if (!*known) {
        if (const auto listed = close_and_list(session, closure, units, now); !listed)
            return tl::unexpected(listed.error());
        persistence::remember(session, key, closure.id.value(), now);
    }
    persistence::lock_closure(session, made.closure);
    const auto stands = persistence::find_closure(session, made.closure);
    if (revokes && stands->state == persistence::ClosureState::in_force)
        made.lease = order_task(session, {made.closure, ClosureTask::revoke, closure.made_by}, now);
    return made;
}

// After the commit: what the request does itself, and then the answer.
Result<ClosureReport> carry_on(const Context& context, const Result<Made>& made) {
    if (!made) return tl::unexpected(made.error());
    if (made->lease) work_on_task(context, *made->lease);
    context.push_bell.ring();
    context.waiting_bell.ring();
    return closure_report(context, made->closure);
}

} // namespace

Result<ClosurePreview> preview_closure(const Context& context, const ClosureCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(command.first, command.last, command.reason, now); !period)
        return tl::unexpected(period.error());
    if (command.daily && !is_on_quarters(*command.daily)) return refuse("not_on_quarter_hours");
    const auto spaces = spaces_of(town->town, command.facility, command.space);
    if (!spaces) return tl::unexpected(spaces.error());
    const auto units = units_of_spaces(*town, *spaces);
    const auto stretch = stretch_of(closure_of(command, AccountId{}, now));
    return context.database.read([&](Session& session) {
        const auto found = bookings_in_the_way(session, units, stretch, now);
        std::vector<OwnerId> first;
        for (const auto& one : found | std::views::take(most_conflicts_told))
            first.emplace_back(one.booking.value());
        return ClosurePreview{static_cast<std::int64_t>(found.size()), paid_for(session, found),
                              persistence::bookings_with(session, first)};
    });
}

Result<ClosureReport> close_spaces(const Context& context, const Account& staff, const ClosureCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(command.first, command.last, command.reason, now); !period)
        return tl::unexpected(period.error());
    if (command.daily && !is_on_quarters(*command.daily)) return refuse("not_on_quarter_hours");
    const auto spaces = spaces_of(town->town, command.facility, command.space);
    if (!spaces) return tl::unexpected(spaces.error());
    const auto units = units_of_spaces(*town, *spaces);
    const Closure closure = closure_of(command, staff.id, now);
    const persistence::IdempotencyKey key{staff.id, "closure", command.idempotency_key, command.request_hash};

    const auto once = [&] {
        return context.database.transact(
            [&](Session& session) { return close_once(session, closure, units, key, command.revokes, now); });
    };
    const auto made = [&] {
        try {
            return once();
        } catch (const persistence::DuplicateKey& duplicate) {
            if (!duplicate.violates("idempotency")) throw;
            return once(); // the same request twice at the same moment: the second now sees the first
        }
    }();
    if (made) end_change_requests(context); // what they keep inside it can be nobody's any more
    return carry_on(context, made);
}

Result<ClosureReport> revoke_for_closure(const Context& context, const Account& staff, ClosureId id,
                                         const std::vector<BookingId>& bookings) {
    const Instant now = context.clock.now();
    const std::set<BookingId> chosen(bookings.begin(), bookings.end());
    return carry_on(context, context.database.transact([&](Session& session) -> Result<Made> {
        persistence::lock_closure(session, id);
        const auto closure = persistence::find_closure(session, id);
        if (!closure) return refuse("closure_not_found");
        if (closure->state != persistence::ClosureState::in_force) return refuse("closure_lifted");
        if (persistence::count_conflicts(session, id, chosen) != static_cast<std::int64_t>(chosen.size()))
            return refuse("booking_not_found");
        return Made{id, order_task(session, {id, ClosureTask::revoke, staff.id, chosen}, now)};
    }));
}

Result<ClosureReport> lift_closure(const Context& context, const Account& staff, ClosureId id, bool reinstates) {
    const Instant now = context.clock.now();
    std::optional<Closure> closure;
    const auto made = context.database.transact([&](Session& session) -> Result<Made> {
        closure = persistence::find_closure(session, id);
        if (!closure) return refuse("closure_not_found");
        if (!persistence::lift(session, id, staff.id, now)) return refuse("closure_lifted");
        Made lifted{id};
        if (reinstates) lifted.lease = order_task(session, {id, ClosureTask::reinstate, staff.id}, now);
        lifted.has_task = persistence::task_of(session, id).has_value();
        return lifted;
    });
    if (made && !made->has_task) keep_for_those_who_wait(context, *closure); // else after the last one
    return carry_on(context, made);
}

Result<persistence::ExtraOpening> open_extra(const Context& context, const Account& staff,
                                             persistence::ExtraOpening opening) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(opening.hours.first, opening.hours.last, opening.hours.reason, now); !period)
        return tl::unexpected(period.error());
    if (!is_on_quarters(*opening.hours.open)) return refuse("not_on_quarter_hours");
    const auto spaces = spaces_of(town->town, opening.facility, opening.space);
    if (!spaces) return tl::unexpected(spaces.error());
    if (const auto joins = check_joins(town->town, *find_facility(town->town, opening.facility), *spaces, opening);
        !joins)
        return tl::unexpected(joins.error());
    opening.id = persistence::new_id(now);
    opening.made_by = staff.id;
    opening.made_at = now;
    context.database.transact([&](Session& session) { persistence::insert_extra_opening(session, opening); });
    context.catalog.refresh();
    return opening;
}

Result<persistence::ExtraOpening> withdraw_extra(const Context& context, const Account& staff, std::int64_t id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto withdrawn = context.database.transact([&](Session& session) -> Result<persistence::ExtraOpening> {
        const auto opening = persistence::find_extra_opening(session, id);
        if (!opening) return refuse("opening_not_found");
        const auto spaces = spaces_of(town->town, opening->facility, opening->space);
        if (!spaces) return tl::unexpected(spaces.error());
        const auto units = units_of_spaces(*town, *spaces);
        const Stretch stretch{opening->hours.first, opening->hours.last, *opening->hours.open};
        persistence::fence(session, occupation_of(units, stretch), now);
        const auto booked = bookings_in_the_way(session, units, stretch, now);
        if (!booked.empty())
            return refuse("space_has_bookings", {{"bookings", static_cast<std::int64_t>(booked.size())}});
        if (!persistence::withdraw_extra_opening(session, id, staff.id, now)) return refuse("opening_not_found");
        return *opening;
    });
    context.catalog.refresh();
    return withdrawn;
}

std::vector<persistence::ExtraOpening> extra_openings_from_today(const Context& context) {
    const LocalDate today = to_town_time(context.clock.now()).date;
    return context.database.read([&](Session& session) { return persistence::extra_openings(session, today); });
}

} // namespace hiroba::services
