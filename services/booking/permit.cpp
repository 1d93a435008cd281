#include "services/booking/permit.hpp"

#include "persistence/repositories/reviews.hpp"
#include "services/approval/approval_case.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/booking_number.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/notices.hpp"
#include "services/issuing/keep.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/payment_due.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

void number(Session& session, ApplicationId application) {
    while (!persistence::give_number(session, application, new_booking_number())) {
    }
}

// Of several uses, the earliest decides: they are paid together.
Instant due_of(const TownInForce& town, const ApplicationView& view, const std::vector<Booking>& costly,
               const Permission& permission, Instant now) {
    Instant start = to_instant(costly.front().start);
    for (const Booking& booking : costly)
        start = std::min(start, to_instant(booking.start));
    const FacilityCode& facility = view.application.facility;
    const Instant due = permission.method ? payment_due_by(town, facility, *permission.method, now, start)
                                          : payment_due_at(town, facility, now, start);
    // Who is on the way to the payment page is not overtaken by a term that ends this minute.
    return permission.paying_now ? std::max(due, now + payment_deadline) : due;
}

Result<void> decide_permit(Session& session, const TownInForce& town, const ApplicationView& view,
                           const std::vector<BookingId>& bookings, DecisionOrder order, Instant now) {
    order.kind = order.conditions.empty() ? DecisionKind::permit : DecisionKind::conditional_permit;
    order.bookings = bookings;
    const auto decided = decide(session, town, view.application, order, now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

// 減免の決定 of those whose fee has a class that nothing decided yet: by rule, or as staff granted it when they entered
// the application. It comes with the permit: what is not permitted is reduced for nobody.
Result<void> decide_reductions(Session& session, const TownInForce& town, const ApplicationView& view,
                               const std::vector<BookingId>& permitted, Instant now) {
    std::vector<BookingId> reduced;
    for (const Booking& booking : view.bookings) {
        const bool is_decided = std::ranges::any_of(view.decisions, [&](const persistence::Decision& decision) {
            return decision.kind == DecisionKind::reduction_grant &&
                   std::ranges::find(decision.bookings, booking.id) != decision.bookings.end();
        });
        const bool is_permitted = std::ranges::find(permitted, booking.id) != permitted.end();
        if (is_permitted && booking.reduction && !is_decided) reduced.push_back(booking.id);
    }
    if (reduced.empty()) return {};
    const auto decided = decide(session, town, view.application,
                                {.kind = DecisionKind::reduction_grant,
                                 .bookings = std::move(reduced),
                                 .by = view.reduction ? view.reduction->decided_by : std::nullopt},
                                now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

Result<void> give_all_back(Session& session, const TownInForce& town, const ApplicationView& view,
                           const std::vector<BookingId>& bookings, const persistence::Advance& step) {
    for (const Booking& booking : view.bookings) {
        if (std::ranges::find(bookings, booking.id) == bookings.end()) continue;
        if (const auto given = give_back(session, town, booking, step); !given) return tl::unexpected(given.error());
    }
    return {};
}

// The desk decided about the last that waited.
void end_review(Session& session, ApplicationId id, AccountId by, Instant now) {
    const auto review = persistence::find_open_review(session, id);
    if (!review) return;
    persistence::ReviewAdvance decided;
    decided.event = ReviewEvent::decided;
    decided.at = now;
    decided.by = by;
    decided.decision = newest_outcome(session, id);
    if (!persistence::advance(session, *review, decided))
        throw std::logic_error("the desk decided about a review that it cannot end");
}

} // namespace

Result<void> check_to_come(const std::vector<Booking>& bookings, Instant now) {
    for (const Booking& booking : bookings) {
        const Instant start = to_instant(booking.start);
        if (start <= now) return refuse("use_has_begun", {{"began_at_ms", start.epoch_ms()}});
    }
    return {};
}

Result<void> check_to_come(const ApplicationView& view, const std::vector<BookingId>& bookings, Instant now) {
    auto chosen = view.bookings;
    std::erase_if(chosen,
                  [&](const Booking& booking) { return std::ranges::find(bookings, booking.id) == bookings.end(); });
    return check_to_come(chosen, now);
}

Result<void> permit(Session& session, const TownInForce& town, const ApplicationView& view,
                    const std::vector<BookingId>& bookings, const Permission& permission, Instant now) {
    std::vector<Booking> costly;
    for (const Booking& booking : view.bookings) {
        if (std::ranges::find(bookings, booking.id) == bookings.end()) continue;
        if (booking.total > Yen{0}) {
            costly.push_back(booking);
            continue;
        }
        const auto permitted = persistence::advance(session, booking.id,
                                                    {.event = BookingEvent::permitted_without_fee,
                                                     .at = now,
                                                     .by = permission.by,
                                                     .only_if_valid_at = permission.only_if_valid_at});
        if (!permitted) return tl::unexpected(permitted.error());
    }
    if (!costly.empty()) // what is charged besides joins what is left to pay for others
        if (auto settled = settle_part(session, view.application.id, now); !settled) return settled;
    for (const Booking& booking : costly) {
        const auto permitted = persistence::advance(session, booking.id,
                                                    {.event = BookingEvent::permitted,
                                                     .at = now,
                                                     .by = permission.by,
                                                     .new_deadline = due_of(town, view, costly, permission, now),
                                                     .only_if_valid_at = permission.only_if_valid_at});
        if (!permitted) return tl::unexpected(permitted.error());
        charge(session, town, booking);
    }
    if (!costly.empty())
        if (auto assessed = reassess(session, town, view.application, now); !assessed) return assessed;
    number(session, view.application.id);
    keep_application_form(session, town, view.application.id, {permission.by, now});
    if (auto decided = decide_permit(session, town, view, bookings, permission.decision, now); !decided) return decided;
    return decide_reductions(session, town, view, bookings, now);
}

Result<void> refuse_bookings(Session& session, const TownInForce& town, const ApplicationView& view,
                             const std::vector<BookingId>& bookings, const DecisionOrder& order, Instant now) {
    if (const auto given =
            give_all_back(session, town, view, bookings,
                          {.event = BookingEvent::refused, .at = now, .by = order.by, .note = order.reason});
        !given)
        return given;
    DecisionOrder refusal = order;
    refusal.kind = DecisionKind::refusal;
    refusal.bookings = bookings;
    const auto decided = decide(session, town, view.application, refusal, now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

Result<void> follow_fee(Session& session, const TownInForce& town, const NewFee& fee, std::optional<AccountId> by,
                        Instant now) {
    persistence::Advance step{.event = BookingEvent::permitted_without_fee, .at = now, .by = by};
    const bool was_free = fee.before.total == Yen{0} && fee.before.paid == Yen{0};
    if (fee.before.state == BookingState::permitted && was_free && fee.total > Yen{0}) {
        step.event = BookingEvent::fee_raised;
        step.new_deadline = payment_due_at(town, fee.before.facility, now, to_instant(fee.start));
    } else if (fee.before.state != BookingState::permitted_unpaid || fee.total > Yen{0}) {
        return {};
    }
    const auto moved = persistence::advance(session, fee.before.id, step);
    return moved ? Result<void>{} : tl::unexpected(moved.error());
}

Result<void> submit(Session& session, const TownInForce& town, const ApplicationView& view,
                    const Submission& submission, Instant now) {
    if (!view.application.details) return refuse("details_missing");
    const auto held = bookings_in(view, BookingState::held);
    const bool desk_decides = submission.needs_no_review && route_of(town, view, held).posts.empty();
    if (desk_decides || !is_reviewed(town, view))
        return permit(session, town, view, held,
                      {.by = submission.by,
                       .only_if_valid_at = now,
                       .decision = {.by = submission.needs_no_review ? std::optional{submission.by} : std::nullopt}},
                      now);
    for (const Booking& booking : view.bookings) {
        if (booking.state != BookingState::held) continue;
        const auto submitted = persistence::advance(session, booking.id,
                                                    {.event = BookingEvent::submitted,
                                                     .at = now,
                                                     .by = submission.by,
                                                     .new_deadline = to_instant(booking.start),
                                                     .only_if_valid_at = now});
        if (!submitted) return tl::unexpected(submitted.error());
    }
    number(session, view.application.id);
    keep_application_form(session, town, view.application.id, {submission.by, now});
    begin_review(session, view.application.id, now);
    return {};
}

Result<ApplicationView> submit_application(const Context& context, const persistence::Account& account,
                                           ApplicationId id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, id);
        const auto held = valid_hold(session, account.id, id, now);
        if (!held) return held;
        if (const auto done = submit(session, *town, *held, {account.id}, now); !done)
            return tl::unexpected(done.error());
        return view_application(session, {account.id, false}, id);
    });
    context.push_bell.ring();
    return view;
}

Result<ApplicationView> decide_application(const Context& context, const persistence::Account& staff,
                                           const DecisionCommand& command) {
    if (!command.is_permitted && command.reason.empty()) return refuse("reason_required");
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto view = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, command.application);
        const auto before = view_application(session, {staff.id, true}, command.application);
        if (!before) return before;
        if (const auto fresh = check_version(*before, command.version); !fresh) return tl::unexpected(fresh.error());
        const auto waiting = bookings_in(*before, BookingState::under_review);
        const auto chosen = command.only.empty() ? waiting : command.only;
        if (chosen.empty()) return refuse("wrong_state", {{"state", std::string{name_of(state_of(before->bookings))}}});
        for (const BookingId id : chosen) {
            const auto booking = std::ranges::find(before->bookings, id, &Booking::id);
            if (booking == before->bookings.end()) return refuse("booking_not_found");
            if (booking->state != BookingState::under_review)
                return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
        }
        if (const auto posts = route_of(*town, *before, chosen).posts; !posts.empty())
            return refuse("approval_required", {{"post", posts.front().value()}});
        if (command.is_permitted)
            if (const auto to_come = check_to_come(*before, chosen, now); !to_come)
                return tl::unexpected(to_come.error());
        const auto decided =
            command.is_permitted
                ? permit(session, *town, *before, chosen, {.by = staff.id, .decision = {.by = staff.id}}, now)
                : refuse_bookings(session, *town, *before, chosen, {.by = staff.id, .reason = command.reason}, now);
        if (!decided) return tl::unexpected(decided.error());
        if (chosen.size() == waiting.size()) end_review(session, command.application, staff.id, now);
        notify(session, before->application,
               {.kind = command.is_permitted ? "permitted" : "refused", .reason = command.reason}, now);
        return view_application(session, {staff.id, true}, command.application);
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return view;
}

} // namespace hiroba::services
