#include "services/booking/permit.hpp"

#include "services/booking/booking_number.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/notices.hpp"
#include "services/payment/charges.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

void number(Session& session, ApplicationId application) {
    while (!persistence::give_number(session, application, new_booking_number())) {
    }
}

std::vector<BookingId> in_state(const ApplicationView& view, BookingState state) {
    std::vector<BookingId> ids;
    for (const Booking& booking : view.bookings)
        if (booking.state == state) ids.push_back(booking.id);
    return ids;
}

// Of several uses, the earliest decides: they are paid together.
Instant due_of(const TownInForce& town, const ApplicationView& view, const std::vector<Booking>& costly,
               const Permission& permission, Instant now) {
    Instant start = to_instant(costly.front().start);
    for (const Booking& booking : costly)
        start = std::min(start, to_instant(booking.start));
    const Instant due = payment_due_at(town, view.application.facility, now, start);
    // Who is on the way to the payment page is not overtaken by a term that ends this minute.
    return permission.paying_now ? std::max(due, now + payment_deadline) : due;
}

Result<void> give_all_back(Session& session, const TownInForce& town, const ApplicationView& view,
                           const std::vector<BookingId>& bookings, const persistence::Advance& step) {
    for (const Booking& booking : view.bookings) {
        if (std::ranges::find(bookings, booking.id) == bookings.end()) continue;
        if (const auto given = give_back(session, town, booking, step); !given) return tl::unexpected(given.error());
    }
    return {};
}

} // namespace

Instant payment_due_at(const TownInForce& town, const FacilityCode& facility, Instant now, Instant start) {
    const Facility* found = find_facility(town.town, facility);
    return payment_due(found == nullptr ? PaymentTerm{} : found->payment, now, start, payment_deadline);
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
    return {};
}

Result<void> follow_fee(Session& session, const TownInForce& town, const NewFee& fee, std::optional<AccountId> by,
                        Instant now) {
    persistence::Advance step{.event = BookingEvent::permitted_without_fee, .at = now, .by = by};
    if (fee.before.state == BookingState::permitted && fee.before.paid == Yen{0} && fee.total > Yen{0}) {
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
    const auto held = in_state(view, BookingState::held);
    if (submission.needs_no_review || !is_reviewed(town, view))
        return permit(session, town, view, held, {.by = submission.by, .only_if_valid_at = now}, now);
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
        const auto waiting = in_state(*before, BookingState::under_review);
        const auto chosen = command.only.empty() ? waiting : command.only;
        if (chosen.empty()) return refuse("wrong_state", {{"state", std::string{name_of(state_of(before->bookings))}}});
        for (const BookingId id : chosen) {
            const auto booking = std::ranges::find(before->bookings, id, &Booking::id);
            if (booking == before->bookings.end()) return refuse("booking_not_found");
            if (booking->state != BookingState::under_review)
                return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
        }
        const auto decided =
            command.is_permitted
                ? permit(session, *town, *before, chosen, {.by = staff.id}, now)
                : give_all_back(session, *town, *before, chosen,
                                {.event = BookingEvent::refused, .at = now, .by = staff.id, .note = command.reason});
        if (!decided) return tl::unexpected(decided.error());
        notify(session, before->application,
               {.kind = command.is_permitted ? "permitted" : "refused", .reason = command.reason}, now);
        return view_application(session, {staff.id, true}, command.application);
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return view;
}

std::vector<ApplicationView> applications_under_review(const Context& context, int limit) {
    const LocalDate today = to_town_time(context.clock.now()).date;
    return context.database.read([&](Session& session) {
        std::vector<ApplicationView> views;
        std::set<ApplicationId> seen;
        for (const auto& waiting : persistence::bookings_in_state(session, BookingState::under_review, today, limit))
            if (seen.insert(waiting.application.id).second)
                views.push_back(whole_application(session, waiting.application));
        return views;
    });
}

} // namespace hiroba::services
