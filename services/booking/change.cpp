#include "services/booking/change.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/tickets_in_use.hpp"
#include "services/approval/approval_case.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/apart.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/change_steps.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/kept_change.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/neighbours.hpp"
#include "services/booking/own_bookings.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/booking/pricing.hpp"
#include "services/booking/use_standing.hpp"
#include "services/payment/fee_change.hpp"
#include "services/payment/payment_due.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::NewBooking;
using persistence::Session;

// A planned change with what writing it needs.
struct Change {
    std::size_t index = 0; // among those that the change reaches
    PlannedChange plan;
    std::optional<PreparedUse> prepared;
};

bool changes_uses(const ChangeCommand& command) {
    return command.space || command.date || command.band || command.time || command.nights || command.equipment ||
           command.terms != TermsChange{};
}

// What is declared as it is already is no change.
bool declares_anew(const ApplicationView& view, const ChangeCommand& command) {
    if (!command.declared) return false;
    const auto& details = view.application.details;
    return !details || details->highest_admission != command.declared->highest_admission ||
           details->is_commercial != command.declared->is_commercial;
}

// The application as it shall be: `details_missing` when there is nothing yet that could be declared anew.
Result<ApplicationView> as_declared(ApplicationView view, const ChangeCommand& command) {
    if (!declares_anew(view, command)) return view;
    auto& details = view.application.details;
    if (!details) return refuse("details_missing");
    details->highest_admission = command.declared->highest_admission;
    details->is_commercial = command.declared->is_commercial;
    return view;
}

// What of the change is for a booking beyond its scope: what is declared of the application, and nothing else.
ChangeCommand declared_only(const ChangeCommand& command) {
    return {.application = command.application,
            .booking = command.booking,
            .scope = command.scope,
            .space = {},
            .date = {},
            .band = {},
            .time = {},
            .nights = {},
            .equipment = {},
            .terms = {},
            .declared = command.declared,
            .version = command.version,
            .idempotency_key = command.idempotency_key,
            .request_hash = command.request_hash};
}

void change_terms(UseTerms& terms, const TermsChange& change) {
    if (change.price_class) terms.price_class = *change.price_class;
    if (change.is_rehearsal) terms.is_rehearsal = *change.is_rehearsal;
    if (change.wants_climate) terms.wants_climate = *change.wants_climate;
    if (change.early_minutes) terms.early_minutes = *change.early_minutes;
    if (change.extension_minutes) terms.extension_minutes = *change.extension_minutes;
    if (change.extras) terms.extras = *change.extras;
}

// The bookings that the scope of a change of uses reaches and that can still be changed.
Result<std::vector<Booking>> reached(const ApplicationView& view, const ChangeCommand& command, Instant now) {
    const auto named = std::ranges::find(view.bookings, command.booking, &Booking::id);
    if (named == view.bookings.end()) return refuse("booking_not_found");
    if (command.scope == ChangeScope::one) return std::vector{*named};
    std::vector<Booking> bookings;
    for (const Booking& booking : view.bookings)
        if (is_changeable(view, booking, now) && (command.scope == ChangeScope::all || booking.start >= named->start))
            bookings.push_back(booking);
    if (bookings.empty()) return refuse("wrong_state", {{"state", std::string{name_of(named->state)}}});
    return bookings;
}

std::optional<Refusal> why_not_changeable(const ApplicationView& view, const Booking& booking, Instant now) {
    if (is_changeable(view, booking, now)) return std::nullopt;
    if (has_live_attempt(view))
        return Refusal{"attempt_in_progress", {{"attempt_id", std::to_string(view.attempt->id.value())}}};
    if (now >= to_instant(booking.start))
        return Refusal{"use_has_begun", {{"began_at_ms", to_instant(booking.start).epoch_ms()}}};
    return Refusal{"wrong_state", {{"state", std::string{name_of(booking.state)}}}};
}

// What staff decide of a space they decide of its changes, too: a permit does not move there by itself, and one that
// they gave is not another one before they have seen it.
bool becomes_reviewed(const TownInForce& town, const ApplicationView& before, const ApplicationView& view,
                      const Booking& booking, const SpaceUse& use) {
    if (booking.state == BookingState::held || booking.state == BookingState::under_review || !view.application.details)
        return false;
    const auto [facility, space] = find_space(town.town, booking.space);
    const bool was_reviewed = space != nullptr && needs_review(*facility, *space, facts_of(before.application));
    return was_reviewed || needs_review(*use.facility, *use.space, facts_of(view.application));
}

// What was said about the use holds for the new space as well.
Result<void> check_details(const TownInForce& town, const ApplicationView& view, const Space& space) {
    if (!view.application.details) return {};
    if (const auto people = check_people(space, view.application.details->people); !people) return people;
    const auto& activity = view.application.details->activity;
    return activity ? check_activity(town.town, space, *activity) : Result<void>{};
}

// By whose rules it is asked, under which reduction the application's fees are, and whether it becomes another
// application.
struct ChangeAsking {
    const ApplicationView& before; // as it stands
    ChangeRules rules = ChangeRules::resident;
    std::optional<ReductionCandidate> reduction;
    bool is_declared_anew = false;
    CountedDays counted{}; // 1日の限度: by the applicant's other uses
};

Change plan_one(const TownInForce& town, const ApplicationView& view, const Booking& booking,
                const ChangeCommand& command, const ChangeAsking& by, Instant now) {
    const UseRequest request = changed_request(town, booking, command);
    Change change{.index = 0,
                  .plan = {.before = booking,
                           .request = request,
                           .start = booking.start,
                           .end = booking.end,
                           .total = booking.total,
                           .additional = {},
                           .refund = {},
                           .refusal = why_not_changeable(view, booking, now)},
                  .prepared = std::nullopt};
    if (change.plan.refusal) return change;
    const bool official = view.application.kind == persistence::ApplicationKind::official;
    auto prepared = prepare_use(town, request,
                                {view.application.user_class, by.rules == ChangeRules::staff, official,
                                 terms_with(view.application.details, class_on(by.reduction, request.date)),
                                 by.counted.on(request.date, request.space)},
                                now);
    if (!prepared) {
        change.plan.refusal = prepared.error();
        return change;
    }
    if (prepared->use.facility->code != view.application.facility) {
        change.plan.refusal = Refusal{"several_facilities"};
        return change;
    }
    if (const auto fits = check_details(town, view, *prepared->use.space); !fits) {
        change.plan.refusal = fits.error();
        return change;
    }
    change.plan.needs_review =
        by.rules != ChangeRules::staff && becomes_reviewed(town, by.before, view, booking, prepared->use);
    if (change.plan.needs_review && by.rules == ChangeRules::resident) {
        change.plan.refusal = Refusal{"needs_review"};
        return change;
    }
    change.plan.start = prepared->use.start;
    change.plan.end = prepared->use.end;
    change.plan.total = prepared->quote.total;
    change.plan.quote = prepared->quote;
    change.prepared = std::move(*prepared);
    return change;
}

// The booking as it would be.
NewBooking as_changed(const TownInForce& town, const Application& application, const Change& change, Instant now) {
    NewBooking changed = new_booking(town, application, *change.prepared, now, now);
    changed.booking.id = change.plan.before.id;
    return changed;
}

// It could be prepared, and cannot be made: it stays as it is.
void refuse_change(Change& change, const Refusal& refusal) {
    change.plan.refusal = refusal;
    change.plan.start = change.plan.before.start;
    change.plan.end = change.plan.before.end;
    change.plan.total = change.plan.before.total;
    change.plan.refund = {};
    change.plan.tickets = {};
    change.plan.quote.reset();
    change.prepared.reset();
}

// What becomes of the tickets that pay for it; where they would be lost, it is not changed.
void plan_tickets(Session& session, const TownInForce& town, const ApplicationView& view, Change& change,
                  TicketsAtHand& at_hand, Instant now) {
    const auto pays = [&](const persistence::TicketUse& use) { return use.booking == change.plan.before.id; };
    const bool has_tickets = std::ranges::any_of(view.ticket_uses, pays);
    if (!change.prepared || !has_tickets) return;
    const auto terms = terms_of(town, change.plan.before, paid_fee_of(session, change.plan.before), now);
    const NewBooking after = as_changed(town, view.application, change, now);
    auto tickets = plan_ticket_change(session, town, view.application,
                                      {change.plan.before, after.booking, terms ? terms->percent : 0}, at_hand);
    if (tickets) {
        change.plan.tickets = std::move(*tickets);
        return;
    }
    refuse_change(change, tickets.error());
}

// What is less than was paid is given back by the rule of the use that is given up.
RefundTerms refund_for(Session& session, const TownInForce& town, const PlannedChange& change, Instant now) {
    const Yen excess = excess_beside(session, change.before, shares_of(*change.quote), change.tickets.covered());
    if (excess == Yen{0}) return {};
    return terms_of(town, change.before, {excess, excess}, now).value_or(RefundTerms{});
}

// What the changes mean for money: of permits, whose fees are charged.
struct ChargedChanges {
    std::vector<std::size_t> places; // in the list of changes
    std::vector<FeeChange> fees;
};
ChargedChanges charged_changes(const std::vector<Change>& changes) {
    ChargedChanges charged;
    for (std::size_t place = 0; place < changes.size(); ++place) {
        const Change& change = changes[place];
        if (!change.prepared || !is_permit(change.plan.before.state)) continue;
        charged.places.push_back(place);
        charged.fees.push_back({.before = change.plan.before,
                                .fee = shares_of(change.prepared->quote),
                                .refund = change.plan.refund.amount,
                                .percent = std::max(change.plan.refund.percent, 1),
                                .article = change.plan.refund.article,
                                .tickets = change.plan.tickets.covered()});
    }
    return charged;
}

// The bookings whose uses change, and those that are only priced by what is declared anew, each with its own change.
struct Reached {
    Booking booking;
    ChangeCommand command;
};
Result<std::vector<Reached>> all_reached(const ApplicationView& view, const ChangeCommand& command,
                                         bool is_declared_anew, Instant now) {
    const auto in_scope = reached(view, command, now);
    if (!in_scope) return tl::unexpected(in_scope.error());
    std::vector<Reached> all;
    for (const Booking& booking : view.bookings) {
        if (std::ranges::find(*in_scope, booking.id, &Booking::id) != in_scope->end())
            all.push_back({booking, command});
        else if (is_declared_anew && is_changeable(view, booking, now))
            all.push_back({booking, declared_only(command)});
    }
    return all;
}

// The uses as they would be, of the bookings that are priced anew.
struct Renewed {
    std::vector<UseToPrice> uses;
    std::set<BookingId> bookings;
};
Renewed renewed(const TownInForce& town, const std::vector<Reached>& reached, Instant now) {
    Renewed found;
    for (const auto& [booking, own] : reached) {
        found.uses.push_back({&town, changed_request(town, booking, own), to_town_time(now).date});
        found.bookings.insert(booking.id);
    }
    return found;
}

// All that the change may price, to lock their days before it is looked at.
std::vector<UseToPrice> whatever_is_priced(const TownInForce& town, const ApplicationView& view,
                                           const ChangeCommand& command, Instant now) {
    std::vector<UseToPrice> uses;
    for (const Booking& booking : view.bookings)
        for (const auto& own : {command, declared_only(command)})
            uses.push_back({&town, changed_request(town, booking, own), to_town_time(now).date});
    return uses;
}

// Several that would want the same room at the same time: the later ones are refused.
void keep_apart(std::vector<Change>& changes) {
    WantedTogether wanted;
    for (Change& change : changes) {
        if (!change.prepared) continue;
        if (const auto apart = wanted.add(change.prepared->use); !apart) refuse_change(change, apart.error());
    }
}

Result<std::vector<Change>> plan_all(Session& session, const TownInForce& town, const ApplicationView& before,
                                     const ChangeCommand& command, ChangeRules rules, Instant now) {
    ChangeAsking asking{before, rules, applied_candidate(session, before), declares_anew(before, command)};
    if (!changes_uses(command) && !asking.is_declared_anew) return refuse("nothing_changes");
    if (command.date && command.scope != ChangeScope::one) return refuse("date_of_one_only");
    const auto view = as_declared(before, command);
    if (!view) return tl::unexpected(view.error());
    const auto bookings = all_reached(*view, command, asking.is_declared_anew, now);
    if (!bookings) return tl::unexpected(bookings.error());
    const auto [uses, priced_anew] = renewed(town, *bookings, now);
    asking.counted = counted_besides(session, view->application, uses, priced_anew);
    std::vector<Change> changes;
    TicketsAtHand at_hand;
    for (const auto& [booking, own] : *bookings) {
        changes.push_back(plan_one(town, *view, booking, own, asking, now));
        plan_tickets(session, town, *view, changes.back(), at_hand, now);
        const auto& quote = changes.back().plan.quote;
        if (quote && quote->counted_in_cap)
            asking.counted.add(changes.back().plan.request.date, changes.back().plan.request.space,
                               *quote->counted_in_cap);
        changes.back().index = changes.size() - 1;
        if (changes.back().prepared) changes.back().plan.refund = refund_for(session, town, changes.back().plan, now);
    }
    keep_apart(changes);
    return changes;
}

// The slots of the town's units that others than these bookings, and what is kept for a change of theirs, occupy. What
// is asked is a preview: it decides nothing.
Occupancy occupied_by_others(Session& session, const TownInForce& town, const ApplicationView& view,
                             const std::vector<Change>& changes) {
    LocalDate first = changes.front().plan.start.date;
    LocalDate last = first;
    const Facility* facility = nullptr;
    for (const Change& change : changes) {
        first = std::min(first, change.plan.start.date);
        last = std::max(last, change.plan.end.date);
        if (change.prepared) facility = change.prepared->use.facility;
    }
    if (facility == nullptr) return {};
    auto seen = persistence::look(session, town.numbers_of(units_of(*facility)), first, last);
    std::vector<OwnerId> owners;
    owners.reserve(changes.size() + 1);
    for (const Change& change : changes)
        owners.emplace_back(change.plan.before.id.value());
    if (view.change_request) owners.push_back(view.change_request->kept);
    for (const OwnerId owner : owners)
        for (const auto& own : persistence::claims_of(session, owner)) {
            const auto day = seen.days.find(own.date);
            if (day == seen.days.end()) continue;
            const auto unit = day->second.find(own.unit);
            if (unit != day->second.end()) unit->second.taken &= ~own.slots;
        }
    return town.named(seen.days);
}

// A review lasts until the use begins; a payment is never due later than the new date allows.
std::optional<Instant> deadline_after(const TownInForce& town, const PlannedChange& change, Instant now) {
    if (change.before.state == BookingState::under_review) return to_instant(change.start);
    if (change.before.state != BookingState::permitted_unpaid || !change.before.expires_at)
        return change.before.expires_at;
    return std::min(*change.before.expires_at,
                    payment_due_at(town, change.before.facility, now, to_instant(change.start)));
}

// Until when what is owed must be paid: told when the change makes something owed, or brings that day nearer, as
// deadline_after and the obligation (charges.cpp) will have it.
std::optional<Instant> due_after(Session& session, const TownInForce& town, const ChangePlan& plan, Instant now) {
    const auto owed = persistence::owed_obligation_of(session, plan.changes.front().before.application);
    std::optional<Instant> due;
    for (const PlannedChange& change : plan.changes) {
        const Booking& before = change.before;
        if (change.total <= kept_of(session, before) + change.tickets.amount) continue; // nothing is left to pay
        std::optional<Instant> own;
        if (before.state == BookingState::permitted_unpaid) {
            own = deadline_after(town, change, now);
            if (own == before.expires_at) continue;
        } else if (const bool adds = change.additional > Yen{0} && plan.difference > Yen{0};
                   adds || before.charged > before.paid) {
            own = payment_due_at(town, before.facility, now, to_instant(change.start));
            if (!adds && owed && owed->due_at && *own >= *owed->due_at) continue;
        }
        if (own) due = due ? std::min(*due, *own) : own;
    }
    return due;
}

// To the applicant, what another use of their own has taken is no somebody who was faster.
Refusal theirs_or(Session& session, const TownInForce& town, const std::vector<Change>& changes, const SpaceUse& wanted,
                  const Viewer& viewer, const Refusal& refusal) {
    if (viewer.is_staff || refusal.code != "already_taken") return refusal;
    std::vector<BookingId> moving;
    moving.reserve(changes.size());
    for (const Change& change : changes)
        moving.push_back(change.plan.before.id);
    const auto own = own_application_in_the_way(session, occupation_of(town, wanted), viewer.account, moving);
    return own ? already_yours(*own, wanted) : refusal;
}

// Without asking whether it is free.
ChangePlan charged_plan(Session& session, const TownInForce& town, std::vector<Change> changes, Instant now) {
    const ChargedChanges charged = charged_changes(changes);
    const FeeDifference difference = difference_of(session, charged.fees);
    for (std::size_t i = 0; i < charged.places.size(); ++i)
        changes[charged.places[i]].plan.additional = difference.additional[i];
    ChangePlan plan{.changes = {},
                    .difference = difference.to_pay,
                    .refund = difference.to_refund,
                    .set_off = difference.set_off,
                    .earlier_set_off = difference.earlier_set_off,
                    .moved = difference.moved};
    for (Change& change : changes)
        plan.changes.push_back(std::move(change.plan));
    plan.due = due_after(session, town, plan, now);
    return plan;
}

// As of this moment. What only staff can decide is refused, and keeps its figures.
ChangePlan told(Session& session, const TownInForce& town, const ApplicationView& view, std::vector<Change> changes,
                const Viewer& viewer, Instant now) {
    const Occupancy occupancy = occupied_by_others(session, town, view, changes);
    for (Change& change : changes) {
        if (!change.prepared) continue;
        if (const auto free = check_free(change.prepared->use, occupancy); !free)
            change.plan.refusal = theirs_or(session, town, changes, change.prepared->use, viewer, free.error());
        else if (change.plan.needs_review)
            change.plan.refusal = Refusal{"needs_review"};
    }
    return charged_plan(session, town, std::move(changes), now);
}

std::string note_of(const Booking& before) {
    return before.space.value() + " " + before.start.date.iso8601() + " " + before.start.time.hh_mm() + "–" +
           before.end.time.hh_mm();
}

// Moving what was paid for, in money or with tickets, does not win back what its first day has forfeited.
int refund_cap_after(Session& session, const TownInForce& town, const PlannedChange& change, Instant now) {
    const PaidFee paid = paid_fee_of(session, change.before);
    const auto terms = terms_of(town, change.before, paid, now);
    const bool is_paid_for = paid.paid > Yen{0} || change.tickets.before > 0;
    if (!terms || !is_paid_for || change.start.date == change.before.start.date)
        return change.before.refund_cap_percent;
    return terms->percent;
}

// The new use of one booking, with the limits that hold for a new one.
Result<void> write_one(Session& session, const TownInForce& town, const ApplicationView& view,
                       const NewBooking& changed, const std::string& note, std::optional<OwnerId> held_back,
                       const Viewer& viewer, Instant now) {
    if (auto written = persistence::change_use(session, changed, viewer.account, note, now, held_back); !written)
        return written;
    if (auto open = check_hours_hold(session, town, changed.booking); !open) return open;
    if (!viewer.is_staff)
        if (auto runs = check_days_in_a_row(session, town, {changed}); !runs) return runs;
    if (!view.application.details) return {};
    const auto warned = check_neighbours(session, town, changed.booking, view.application.details->activity, now);
    return warned ? Result<void>{} : tl::unexpected(warned.error());
}

// Where what they leave goes, when it is not free at once.
std::optional<OwnerId> held_back_from(Session& session, const TownInForce& town, const std::vector<Change>& changes,
                                      Instant now) {
    std::vector<Booking> moving;
    std::vector<persistence::Occupation> kept;
    for (const Change& change : changes) {
        if (change.plan.refusal) return std::nullopt;
        moving.push_back(change.plan.before);
        kept.push_back(occupation_of(town, change.prepared->use));
    }
    return hold_back_for(session, town, moving, kept, now);
}

// Tickets paid for it, and nothing does any more: it waits for money.
Result<void> wait_for_money(Session& session, const TownInForce& town, const PlannedChange& change,
                            const Viewer& viewer, Instant now) {
    const Booking& before = change.before;
    const bool was_paid_by_tickets = change.tickets.before > 0 && change.tickets.after() == 0;
    if (!was_paid_by_tickets || before.state != BookingState::permitted || change.total == Yen{0} ||
        kept_of(session, before) > Yen{0})
        return {};
    return wait_for_payment(session, town, persistence::find_booking(session, before.id).value(),
                            {viewer.account, now});
}

Result<void> change_tickets(Session& session, const TownInForce& town, const std::vector<Change>& changes,
                            const Viewer& viewer, Instant now) {
    std::vector<ChangedTickets> changed;
    changed.reserve(changes.size());
    for (const Change& change : changes)
        changed.push_back({change.plan.before.id, change.plan.tickets});
    write_ticket_changes(session, changed, viewer.account, now);
    for (const Change& change : changes)
        if (auto waiting = wait_for_money(session, town, change.plan, viewer, now); !waiting) return waiting;
    return {};
}

Result<void> write(Session& session, const TownInForce& town, const ApplicationView& view,
                   const std::vector<Change>& changes, const Viewer& viewer, Instant now) {
    const auto held_back = held_back_from(session, town, changes, now);
    for (const Change& change : changes) {
        Refusal refusal{""};
        if (change.plan.refusal) {
            refusal = *change.plan.refusal;
        } else {
            NewBooking changed = as_changed(town, view.application, change, now);
            changed.booking.state = change.plan.before.state;
            changed.booking.expires_at = deadline_after(town, change.plan, now);
            changed.booking.refund_cap_percent = refund_cap_after(session, town, change.plan, now);
            changed.booking.charged = change.plan.before.charged;
            changed.booking.paid = change.plan.before.paid;
            changed.booking.created_at = change.plan.before.created_at;
            auto written = write_one(session, town, view, changed, note_of(change.plan.before), held_back, viewer, now);
            if (written) {
                follow_less(session, change.plan.before);
                continue;
            }
            refusal = theirs_or(session, town, changes, change.prepared->use, viewer, written.error());
        }
        if (changes.size() > 1) refusal.facts.emplace("index", static_cast<std::int64_t>(change.index));
        return tl::unexpected(refusal);
    }
    if (auto units = check_units_hold(session, town); !units) return units;
    if (auto followed = change_tickets(session, town, changes, viewer, now); !followed) return followed;
    if (auto charged = carry_out(session, town, view.application, charged_changes(changes).fees, {}, now); !charged)
        return charged;
    for (const Change& change : changes)
        if (auto followed = follow_fee(session, town, {change.plan.before, change.plan.start, change.plan.total},
                                       viewer.account, now);
            !followed)
            return followed;
    return {};
}

// A draft about what changed goes back to its drafter; 変更許可 of those that were permits, under the conditions that
// hold already.
Result<void> decide_change(Session& session, const TownInForce& town, const ApplicationView& view,
                           const std::vector<Change>& changes, const ChangeDecider& by, Instant now) {
    std::vector<BookingId> permits;
    LeftReview left{.by = by.viewer.account};
    for (const Change& change : changes) {
        if (is_permit(change.plan.before.state)) permits.push_back(change.plan.before.id);
        if (change.plan.before.state == BookingState::under_review) left.changed.insert(change.plan.before.id);
    }
    if (!left.changed.empty()) follow_application(session, view.application.id, left, now);
    return decide_changed_permit(session, town, view, permits, by, now);
}

// What is left of them does not change between the plan and its writing; always in the same order.
void lock_books(Session& session, const std::vector<persistence::TicketUse>& uses) {
    std::set<ApplicationId> books;
    for (const auto& use : uses)
        books.insert(use.book);
    for (const ApplicationId book : books)
        persistence::lock_ticket_book(session, book);
}

// `change_use` gives back and claims one booking after the other, and those of a series that moves by an hour would
// stand in each other's way: the later ones go first when the uses move on, the earlier ones when they move back.
void order_for_moving(std::vector<Change>& changes) {
    const bool moves_on = !changes.empty() && changes.front().plan.start > changes.front().plan.before.start;
    if (moves_on) std::ranges::reverse(changes);
}

ChangeRules rules_for(const Viewer& viewer) { return viewer.is_staff ? ChangeRules::staff : ChangeRules::resident; }

// What the desk alone may not change.
Result<void> check_desk_may(Session& session, const TownInForce& town, const ApplicationView& view,
                            const ChangeCommand& command, Instant now) {
    const auto wanted = wanted_change(session, town, view, command, ChangeRules::staff, now);
    if (!wanted) return tl::unexpected(wanted.error());
    if (!wanted->plan.is_possible()) return {}; // who makes it is told why not
    const auto posts = change_route(town, view, wanted->as_wanted, bookings_of(wanted->plan)).posts;
    return posts.empty() ? Result<void>{} : refuse("approval_required", {{"post", posts.front().value()}});
}

// What was applied for about these bookings is about others by now.
void end_what_was_applied_for(Session& session, const TownInForce& town, const ApplicationView& view,
                              const ChangeCommand& command, const Viewer& viewer, Instant now) {
    std::set<BookingId> changing{command.booking};
    if (command.scope != ChangeScope::one || command.declared)
        for (const Booking& booking : view.bookings)
            changing.insert(booking.id);
    const bool is_about = view.change_request && std::ranges::any_of(view.change_request->uses, [&](const auto& use) {
                              return changing.contains(use.booking);
                          });
    if (!is_about) return;
    persistence::release(session, view.change_request->kept, now); // it is there for this change first
    end_change_request_about(session, town, view.application, changing, viewer.account, now);
}

} // namespace

UseRequest changed_request(const TownInForce& town, const Booking& booking, const ChangeCommand& command) {
    UseRequest request = request_of(booking, town);
    if (command.space) request.space = *command.space;
    if (command.date) request.date = *command.date;
    if (command.band || command.time || command.nights) {
        request.band = command.band;
        request.time = command.time;
        request.nights = command.nights;
    }
    if (command.equipment) request.equipment = *command.equipment;
    change_terms(request.terms, command.terms);
    return request;
}

std::vector<BookingId> bookings_of(const ChangePlan& plan) {
    std::vector<BookingId> bookings;
    bookings.reserve(plan.changes.size());
    for (const PlannedChange& change : plan.changes)
        bookings.push_back(change.before.id);
    return bookings;
}

const PlannedChange* first_refused(const ChangePlan& plan) {
    const auto found =
        std::ranges::find_if(plan.changes, [](const auto& change) { return change.refusal.has_value(); });
    return found == plan.changes.end() ? nullptr : &*found;
}

bool ChangePlan::is_possible() const { return first_refused(*this) == nullptr; }

Result<WantedChange> wanted_change(Session& session, const TownInForce& town, const ApplicationView& view,
                                   const ChangeCommand& command, ChangeRules rules, Instant now) {
    auto changes = plan_all(session, town, view, command, rules, now);
    if (!changes) return tl::unexpected(changes.error());
    WantedChange wanted{.plan = {}, .uses = {}, .as_wanted = *as_declared(view, command)};
    for (const Change& change : *changes) {
        if (change.plan.refusal) continue;
        wanted.uses.push_back(as_changed(town, view.application, change, now));
        auto& booking = *std::ranges::find(wanted.as_wanted.bookings, change.plan.before.id, &Booking::id);
        booking.space = change.plan.request.space;
        booking.total = change.plan.total;
    }
    wanted.plan = charged_plan(session, town, std::move(*changes), now);
    return wanted;
}

Result<void> make_change(Session& session, const TownInForce& town, const ApplicationView& view,
                         const ChangeCommand& command, const ChangeDecider& by, Instant now) {
    lock_capped_days(session, view.application, whatever_is_priced(town, view, command, now));
    lock_books(session, view.ticket_uses);
    auto changes = plan_all(session, town, view, command, rules_for(by.viewer), now);
    if (!changes) return tl::unexpected(changes.error());
    order_for_moving(*changes);
    if (auto written = write(session, town, view, *changes, by.viewer, now); !written) return written;
    if (declares_anew(view, command))
        persistence::save_details(session, view.application.id, *as_declared(view, command)->application.details);
    if (auto decided = decide_change(session, town, view, *changes, by, now); !decided) return decided;
    return decide_refunds(session, town, view.application, {}, now);
}

Result<ChangePlan> preview_change(const Context& context, const Viewer& viewer, const ChangeCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    return context.database.read([&](Session& session) -> Result<ChangePlan> {
        const auto view = view_application(session, viewer, command.application);
        if (!view) return tl::unexpected(view.error());
        const auto rules = viewer.is_staff ? ChangeRules::staff : ChangeRules::application;
        auto changes = plan_all(session, *town, *view, command, rules, now);
        if (!changes) return tl::unexpected(changes.error());
        return told(session, *town, *view, std::move(*changes), viewer, now);
    });
}

Result<ApplicationView> change_application(const Context& context, const Viewer& viewer, const ChangeCommand& command) {
    const Instant now = context.clock.now();
    const persistence::IdempotencyKey key{viewer.account, "change", command.idempotency_key, command.request_hash};
    const auto work = [&](Session& session, const TownInForce& town) -> Result<ApplicationView> {
        persistence::lock_application(session, command.application);
        const auto view = view_application(session, viewer, command.application);
        if (!view) return view;
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return *view;
        if (const auto fresh = check_version(*view, command.version); !fresh) return tl::unexpected(fresh.error());
        if (viewer.is_staff)
            if (const auto may = check_desk_may(session, town, *view, command, now); !may)
                return tl::unexpected(may.error());
        persistence::remember(session, key, command.application.value(), now);
        end_what_was_applied_for(session, town, *view, command, viewer, now);
        if (const auto made = make_change(session, town, *view, command, {viewer}, now); !made)
            return tl::unexpected(made.error());
        return view_application(session, viewer, command.application);
    };
    auto changed = with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return context.database.transact([&](Session& session) { return work(session, town); });
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return changed;
}

} // namespace hiroba::services
