#include "services/closures/closures.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/booking/revoke.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/settle_attempt.hpp"
#include "services/waiting/line.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::BookingForStaff;
using persistence::Closure;
using persistence::ClosureConflict;
using persistence::ConflictOutcome;
using persistence::Session;

constexpr std::int64_t most_days = 366;

// The spaces that the closure is about.
Result<std::vector<const Space*>> spaces_of(const Town& town, const std::optional<FacilityCode>& facility_code,
                                            const std::optional<SpaceCode>& space_code) {
    std::vector<const Space*> spaces;
    if (facility_code && find_facility(town, *facility_code) == nullptr)
        return refuse("unknown_facility", {{"facility", facility_code->value()}});
    for (const Facility& facility : town.facilities) {
        if (facility_code && facility.code != *facility_code) continue;
        for (const Space& space : facility.spaces)
            if (!space_code || (facility_code && space.code == *space_code)) spaces.push_back(&space);
    }
    if (spaces.empty()) return refuse("unknown_space", {{"space", space_code ? space_code->value() : ""}});
    return spaces;
}

std::vector<UnitId> units_of_spaces(const TownInForce& town, const std::vector<const Space*>& spaces) {
    std::set<UnitCode> units;
    for (const Space* space : spaces)
        units.insert(space->units.begin(), space->units.end());
    return town.numbers_of({units.begin(), units.end()});
}

Result<void> check_period(LocalDate first, LocalDate last, const Text& reason, Instant now) {
    if (last < first) return refuse("period_reversed");
    if (last < to_town_time(now).date) return refuse("date_in_the_past", {{"date", last.iso8601()}});
    if ((last - first).count() >= most_days) return refuse("closure_too_long", {{"most_days", most_days}});
    if (reason.ja.empty() || reason.en.empty()) return refuse("reason_required");
    return {};
}

// The same part of some days in a row.
struct Stretch {
    LocalDate first;
    LocalDate last;
    TimeRange daily;
};

Stretch stretch_of(const Closure& closure) { return {closure.first, closure.last, closure.daily}; }

persistence::Occupation occupation_of(const std::vector<UnitId>& units, const Stretch& stretch) {
    persistence::Occupation occupation{units, {}};
    for (LocalDate date = stretch.first; date <= stretch.last; date = date + std::chrono::days{1})
        occupation.days.push_back({date, SlotRange::covering(stretch.daily)});
    return occupation;
}

// Bookings in the way whose use is not over yet; who is inside already cannot be revoked, but staff must know. What was
// only held back has no booking and is in nobody's way.
std::vector<BookingForStaff> bookings_in_the_way(Session& session, const std::vector<UnitId>& units,
                                                 const Stretch& stretch, Instant now) {
    auto bookings =
        persistence::bookings_with(session, persistence::owners_within(session, occupation_of(units, stretch)));
    std::erase_if(bookings, [&](const BookingForStaff& found) {
        return to_instant(found.booking.end) <= now || found.booking.state == BookingState::used;
    });
    return bookings;
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

std::string reason_in_both(const Text& reason) { return reason.ja + " / " + reason.en; }

// The payer's page is closed at the provider, so that the revocation can follow.
void ask_to_close_payment(const Context& context, ApplicationId application, Instant now) {
    const auto town = context.catalog.current();
    static_cast<void>(context.database.transact([&](Session& session) -> Result<void> {
        persistence::lock_application(session, application);
        const auto attempt = persistence::newest_attempt_of(session, application);
        if (!attempt || !attempt->live) return {};
        const auto asked = settle_attempt(session, *town, *attempt,
                                          {.event = payments::AttemptEvent::cancel_asked,
                                           .evidence = std::string{closed_by_town},
                                           .started = std::nullopt,
                                           .view = std::nullopt,
                                           .next_step_at = now},
                                          now);
        if (!asked) return tl::unexpected(asked.error());
        return {};
    }));
    context.payment_bell.ring();
}

// One booking in a transaction of its own: a thousand of them do not stop the town, and one that cannot be revoked does
// not save the others.
void revoke_one(const Context& context, const Closure& closure, AccountId by, BookingId booking) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto done = context.database.transact([&](Session& session) -> Result<void> {
        // Lifted in the meantime: nothing is in its way any more. Whoever lifts it now waits, and finds this booking
        // among those revoked.
        persistence::lock_closure(session, closure.id);
        const auto stands = persistence::find_closure(session, closure.id);
        if (!stands || stands->state != persistence::ClosureState::in_force) return refuse("closure_lifted");
        const auto revoked = revoke(session, *town, {booking, by, reason_in_both(closure.reason)}, now);
        if (!revoked) return tl::unexpected(revoked.error());
        persistence::save_conflict(
            session, {closure.id, booking, ConflictOutcome::revoked, std::string{name_of(revoked->from)}});
        return {};
    });
    if (done || done.error().code != "attempt_in_progress") return;
    const auto found =
        context.database.read([&](Session& session) { return persistence::find_booking(session, booking); });
    if (found) ask_to_close_payment(context, found->application, now);
}

std::string name_of_account(Session& session, AccountId id) {
    const auto account = persistence::find_account(session, id);
    return account ? account->display_name : "";
}

Yen refunds_because_revoked(Session& session, BookingId booking) {
    Yen sum;
    for (const auto& refund : persistence::refunds_of_booking(session, booking))
        if (refund.ground == persistence::RefundGround::revoked && refund.state != persistence::RefundState::taken_back)
            sum += refund.amount;
    return sum;
}

// Why a booking that is in the way still stands, or why one that was revoked stays so.
std::optional<Refusal> obstacle(Session& session, const ClosureConflict& conflict, const BookingForStaff& found) {
    if (conflict.outcome != ConflictOutcome::kept || !occupies(found.booking.state)) return std::nullopt;
    const auto attempt = persistence::newest_attempt_of(session, found.application.id);
    if (!attempt || !attempt->live) return std::nullopt;
    return Refusal{"attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}}};
}

Result<ClosureReport> report(Session& session, ClosureId id) {
    auto closure = persistence::find_closure(session, id);
    if (!closure) return refuse("closure_not_found");
    ClosureReport told{std::move(*closure), {}, {}};
    told.made_by = name_of_account(session, told.closure.made_by);
    for (const ClosureConflict& conflict : persistence::conflicts_of(session, id)) {
        auto found = persistence::bookings_with(session, {OwnerId{conflict.booking.value()}});
        if (found.empty()) continue;
        auto why = obstacle(session, conflict, found.front());
        told.conflicts.push_back({std::move(found.front()), conflict.outcome,
                                  refunds_because_revoked(session, conflict.booking), std::move(why)});
    }
    return told;
}

// Closes, and writes down every booking in its way: what committed before is found, what comes later is refused.
Result<ClosureId> close_and_list(Session& session, const Closure& closure, const std::vector<UnitId>& units,
                                 const persistence::IdempotencyKey& key, Instant now) {
    const auto known = persistence::remembered(session, key);
    if (!known) return tl::unexpected(known.error());
    if (*known) return ClosureId{**known};
    if (const auto closed = persistence::close(session, closure, units, now); !closed)
        return tl::unexpected(closed.error());
    for (const auto& found : bookings_in_the_way(session, units, stretch_of(closure), now))
        persistence::save_conflict(session, {closure.id, found.booking.id, ConflictOutcome::kept, std::nullopt});
    persistence::remember(session, key, closure.id.value(), now);
    return closure.id;
}

Result<void> reinstate_one(const Context& context, ClosureId closure, AccountId by, BookingId booking) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    return context.database.transact([&](Session& session) -> Result<void> {
        const auto reinstated = reinstate(session, *town, booking, by, now);
        if (!reinstated) return tl::unexpected(reinstated.error());
        persistence::save_conflict(session, {closure, booking, ConflictOutcome::reinstated, std::nullopt});
        return {};
    });
}

// What was closed and is free now is not anybody's to take while somebody waits for it.
void keep_for_those_who_wait(const Context& context, const Closure& lifted) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto spaces = spaces_of(town->town, lifted.facility, lifted.space);
    if (!spaces) return; // they have left the town
    const auto freed = occupation_of(units_of_spaces(*town, *spaces), stretch_of(lifted));
    context.database.transact([&](Session& session) { keep_for_the_line(session, *town, freed, now); });
}

void ring(const Context& context) {
    context.push_bell.ring();
    context.waiting_bell.ring();
}

} // namespace

Result<ClosurePreview> preview_closure(const Context& context, const ClosureCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(command.first, command.last, command.reason, now); !period)
        return tl::unexpected(period.error());
    const auto spaces = spaces_of(town->town, command.facility, command.space);
    if (!spaces) return tl::unexpected(spaces.error());
    return context.database.read([&](Session& session) -> Result<ClosurePreview> {
        ClosurePreview preview{bookings_in_the_way(session, units_of_spaces(*town, *spaces),
                                                   stretch_of(closure_of(command, AccountId{}, now)), now),
                               {}};
        for (const auto& found : preview.conflicts)
            preview.refund += kept_of(session, found.booking);
        return preview;
    });
}

Result<ClosureReport> close_spaces(const Context& context, const Account& staff, const ClosureCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(command.first, command.last, command.reason, now); !period)
        return tl::unexpected(period.error());
    const auto spaces = spaces_of(town->town, command.facility, command.space);
    if (!spaces) return tl::unexpected(spaces.error());
    const auto units = units_of_spaces(*town, *spaces);
    Closure closure = closure_of(command, staff.id, now);
    const persistence::IdempotencyKey key{staff.id, "closure", command.idempotency_key, command.request_hash};

    const auto once = [&] {
        return context.database.transact(
            [&](Session& session) { return close_and_list(session, closure, units, key, now); });
    };
    const auto closed = [&] {
        try {
            return once();
        } catch (const persistence::DuplicateKey& duplicate) {
            if (!duplicate.violates("idempotency")) throw;
            return once(); // the same request twice at the same moment: the second now sees the first
        }
    }();
    if (!closed) return tl::unexpected(closed.error());
    closure.id = *closed; // of a repeat, the one that was made before
    const auto listed =
        context.database.read([&](Session& session) { return persistence::conflicts_of(session, *closed); });
    if (command.revokes)
        for (const ClosureConflict& conflict : listed)
            if (conflict.outcome == ConflictOutcome::kept) revoke_one(context, closure, staff.id, conflict.booking);
    ring(context);
    return closure_report(context, *closed);
}

Result<ClosureReport> closure_report(const Context& context, ClosureId id) {
    return context.database.read([&](Session& session) { return report(session, id); });
}

std::vector<ListedClosure> list_closures(const Context& context, const persistence::ClosureFilter& filter) {
    return context.database.read([&](Session& session) {
        std::vector<ListedClosure> listed;
        for (auto& closure : persistence::closures(session, filter)) {
            ListedClosure line{std::move(closure), {}, 0};
            line.made_by = name_of_account(session, line.closure.made_by);
            line.kept = std::ranges::count(persistence::conflicts_of(session, line.closure.id), ConflictOutcome::kept,
                                           &ClosureConflict::outcome);
            listed.push_back(std::move(line));
        }
        return listed;
    });
}

Result<ClosureReport> revoke_for_closure(const Context& context, const Account& staff, ClosureId id,
                                         const std::vector<BookingId>& bookings) {
    const auto before = closure_report(context, id);
    if (!before) return before;
    if (before->closure.state != persistence::ClosureState::in_force) return refuse("closure_lifted");
    for (const BookingId booking : bookings)
        if (std::ranges::none_of(before->conflicts,
                                 [&](const Conflict& conflict) { return conflict.booking.booking.id == booking; }))
            return refuse("booking_not_found");
    for (const BookingId booking : bookings)
        revoke_one(context, before->closure, staff.id, booking);
    ring(context);
    return closure_report(context, id);
}

Result<ClosureReport> lift_closure(const Context& context, const Account& staff, ClosureId id, bool reinstates) {
    const Instant now = context.clock.now();
    const auto lifted = context.database.transact([&](Session& session) -> Result<Closure> {
        auto closure = persistence::find_closure(session, id);
        if (!closure) return refuse("closure_not_found");
        if (!persistence::lift(session, id, staff.id, now)) return refuse("closure_lifted");
        return std::move(*closure);
    });
    if (!lifted) return tl::unexpected(lifted.error());
    std::map<BookingId, Refusal> stayed;
    const auto listed = context.database.read([&](Session& session) { return persistence::conflicts_of(session, id); });
    for (const ClosureConflict& conflict : listed)
        if (reinstates && conflict.outcome == ConflictOutcome::revoked)
            if (const auto done = reinstate_one(context, id, staff.id, conflict.booking); !done)
                stayed.emplace(conflict.booking, done.error());
    keep_for_those_who_wait(context, *lifted);
    ring(context);
    auto told = closure_report(context, id);
    if (told)
        for (Conflict& conflict : told->conflicts)
            if (const auto why = stayed.find(conflict.booking.booking.id); why != stayed.end())
                conflict.refusal = why->second;
    return told;
}

std::vector<Closure> public_closures(Session& session, const Facility& facility, LocalDate first, LocalDate last) {
    auto closures = persistence::closures(session, {.first = first, .last = last});
    std::erase_if(closures,
                  [&](const Closure& closure) { return closure.facility && *closure.facility != facility.code; });
    return closures;
}

Result<persistence::ExtraOpening> open_extra(const Context& context, const Account& staff,
                                             persistence::ExtraOpening opening) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    if (const auto period = check_period(opening.hours.first, opening.hours.last, opening.hours.reason, now); !period)
        return tl::unexpected(period.error());
    if (const auto spaces = spaces_of(town->town, opening.facility, opening.space); !spaces)
        return tl::unexpected(spaces.error());
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
