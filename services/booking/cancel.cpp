#include "services/booking/cancel.hpp"

#include "services/approval/follow.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/use_standing.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/set_off.hpp"
#include "services/payment/settle_attempt.hpp"
#include "services/tickets/give_tickets_back.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

// The bookings to give back, or why one of them cannot be.
Result<std::vector<Booking>> chosen_bookings(const ApplicationView& view, const CancelCommand& command, Instant now) {
    std::vector<Booking> chosen;
    for (const Booking& booking : view.bookings) {
        const bool named = std::ranges::find(command.only, booking.id) != command.only.end();
        if (!command.only.empty() && !named) continue;
        if (!giving_back(booking.state)) {
            if (!named) continue;
            return refuse("wrong_state", {{"state", std::string{name_of(booking.state)}}});
        }
        if (now >= to_instant(booking.start)) {
            if (!named) continue;
            return refuse("use_has_begun", {{"began_at_ms", to_instant(booking.start).epoch_ms()}});
        }
        chosen.push_back(booking);
    }
    for (const BookingId id : command.only)
        if (std::ranges::find(view.bookings, id, &Booking::id) == view.bookings.end())
            return refuse("booking_not_found");
    if (chosen.empty()) return refuse("wrong_state", {{"state", std::string{name_of(state_of(view.bookings))}}});
    return chosen;
}

bool is_unpaid_permit(const Booking& booking) { return booking.state == BookingState::permitted_unpaid; }

// What was not paid of a permit is not owed any more.
Result<void> cancel(Session& session, const TownInForce& town, const Booking& booking, AccountId by, Instant now) {
    const auto given = give_back(session, town, booking, {.event = *giving_back(booking.state), .at = now, .by = by});
    if (!given) return tl::unexpected(given.error());
    uncharge(session, booking);
    return {};
}

// What was paid is given back by the rule, in tickets and in money, once all that is given up owes nothing.
Result<void> refund(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& booking,
                    AccountId by, Instant now) {
    const auto terms = refund_terms(town, view, booking, now);
    give_tickets_back(
        session, booking,
        {.ground = persistence::TicketReturnGround::given_up, .refund_percent = terms ? terms->percent : 0, .by = by},
        now);
    if (!terms) return {};
    const auto ordered = order_refund_beyond_debts(session, town, booking,
                                                   {.ground = persistence::RefundGround::cancelled,
                                                    .amount = terms->amount,
                                                    .percent = terms->percent,
                                                    .article = terms->article},
                                                   now);
    return ordered ? Result<void>{} : tl::unexpected(ordered.error());
}

// Giving back some of what is permitted changes the permit; giving back all of it ends it without a decision.
Result<void> decide_what_is_left(Session& session, const TownInForce& town, const ApplicationView& view,
                                 const std::vector<Booking>& given_back, const Viewer& viewer, Instant now) {
    std::vector<BookingId> permits;
    for (const Booking& booking : given_back)
        if (is_permit(booking.state)) permits.push_back(booking.id);
    const auto permitted = static_cast<std::size_t>(
        std::ranges::count_if(view.bookings, [](const Booking& booking) { return is_permit(booking.state); }));
    if (permits.size() == permitted) return {};
    return decide_changed_permit(session, town, view, permits, {viewer}, now);
}

// The provider is asked to close the payer's page; what follows waits for its answer.
Result<void> ask_to_close(Session& session, const TownInForce& town, const ApplicationView& view, const Viewer& viewer,
                          Instant now) {
    const std::string desk = "asked by the desk, account " + std::to_string(viewer.account.value());
    const auto asked = settle_attempt(session, town, *view.attempt,
                                      {.event = payments::AttemptEvent::cancel_asked,
                                       .evidence = viewer.is_staff ? desk : "asked by the applicant",
                                       .started = std::nullopt,
                                       .view = std::nullopt,
                                       .next_step_at = now},
                                      now);
    if (!asked) return tl::unexpected(asked.error());
    return {};
}

Result<void> cancel_all(Session& session, const TownInForce& town, const ApplicationView& view,
                        const std::vector<Booking>& chosen, const Viewer& viewer, Instant now) {
    if (has_live_attempt(view)) {
        const auto unpaid = std::ranges::count_if(view.bookings, is_unpaid_permit);
        if (unpaid > 0 && std::ranges::count_if(chosen, is_unpaid_permit) == unpaid &&
            static_cast<std::size_t>(unpaid) == chosen.size())
            return ask_to_close(session, town, view, viewer, now);
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(view.attempt->id.value())}});
    }
    if (std::ranges::any_of(chosen, [](const Booking& booking) { return booking.charged != booking.paid; }))
        if (auto settled = settle_part(session, view.application.id, now); !settled) return settled;
    for (const Booking& booking : chosen)
        if (auto done = cancel(session, town, booking, viewer.account, now); !done) return done;
    for (const Booking& booking : chosen)
        if (auto ordered = refund(session, town, view, booking, viewer.account, now); !ordered) return ordered;
    if (auto assessed = reassess(session, town, view.application, now); !assessed) return assessed;
    if (std::ranges::any_of(chosen, [](const Booking& booking) { return booking.state == BookingState::under_review; }))
        follow_application(session, view.application.id,
                           {.when_nothing_waits = ReviewEvent::withdrawn, .by = viewer.account}, now);
    if (const auto left = decide_what_is_left(session, town, view, chosen, viewer, now); !left) return left;
    return decide_refunds(session, town, view.application, {}, now);
}

} // namespace

Result<ApplicationView> cancel_application(const Context& context, const Viewer& viewer, const CancelCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto work = [&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, command.application);
        const auto view = view_application(session, viewer, command.application);
        if (!view) return view;
        const auto chosen = chosen_bookings(*view, command, now);
        if (!chosen) return tl::unexpected(chosen.error());
        if (const auto done = cancel_all(session, *town, *view, *chosen, viewer, now); !done)
            return tl::unexpected(done.error());
        return view_application(session, viewer, command.application);
    };
    auto cancelled = context.database.transact(work);
    constexpr int tries = 5; // a worker may take the attempt at that moment
    for (int again = 1; again < tries && !cancelled && cancelled.error().code == "attempt_changed"; ++again)
        cancelled = context.database.transact(work);
    context.payment_bell.ring();
    context.push_bell.ring();
    context.waiting_bell.ring();
    return cancelled;
}

} // namespace hiroba::services
