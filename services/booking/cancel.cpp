#include "services/booking/cancel.hpp"

#include "services/payment/settle_attempt.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;

Result<void> cancel(Session& session, const BookingView& view, AccountId by, Instant now) {
    if (view.booking.state == BookingState::confirmed) return refuse("already_paid");
    if (!is_cancellable(view)) return refuse("wrong_state", {{"state", std::string{name_of(view.booking.state)}}});
    if (!view.attempt || !view.attempt->live)
        return give_up_unpaid(session, view.booking.id, BookingEvent::given_up, by, now);
    const auto asked = settle_attempt(session, *view.attempt,
                                      {.event = payments::AttemptEvent::cancel_asked,
                                       .evidence = "asked by the resident",
                                       .started = std::nullopt,
                                       .view = std::nullopt,
                                       .next_step_at = now},
                                      now);
    if (!asked) return tl::unexpected(asked.error());
    return {};
}

} // namespace

Result<BookingView> cancel_booking(const Context& context, const persistence::Account& account, BookingId booking) {
    const Instant now = context.clock.now();
    const auto work = [&](Session& session) -> Result<BookingView> {
        persistence::lock_booking(session, booking);
        const auto view = own_booking_view(session, account.id, booking);
        if (!view) return view;
        if (const auto done = cancel(session, *view, account.id, now); !done) return tl::unexpected(done.error());
        return own_booking_view(session, account.id, booking);
    };
    auto cancelled = context.database.transact(work);
    constexpr int tries = 5; // a worker may take the attempt at that moment
    for (int again = 1; again < tries && !cancelled && cancelled.error().code == "attempt_changed"; ++again)
        cancelled = context.database.transact(work);
    context.payment_bell.ring();
    context.push_bell.ring();
    return cancelled;
}

} // namespace hiroba::services
