#include "services/payment/pay_later.hpp"

#include "services/approval/approval_case.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/permit.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/payment/payment_due.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

bool is_held(const Booking& booking) { return booking.state == BookingState::held; }

Yen amount_to_pay(const ApplicationView& view) {
    if (owed(view) > Yen{0}) return owed(view);
    Yen held;
    for (const Booking& booking : view.bookings)
        if (is_held(booking)) held += booking.total;
    return held;
}

Result<void> permit_held(Session& session, const TownInForce& town, const Viewer& viewer, const ApplicationView& view,
                         PaymentMethod method, Instant now) {
    const auto held = valid_hold(session, viewer.account, view.application.id, now);
    if (!held) return tl::unexpected(held.error());
    if (!view.application.details) return refuse("details_missing");
    if (is_reviewed(town, view)) return refuse("needs_review");
    return permit(session, town, view, bookings_in(view, BookingState::held),
                  {.by = viewer.account, .only_if_valid_at = now, .method = method}, now);
}

// From the day of the assessment on, whenever the method is chosen.
Result<void> move_deadlines(Session& session, const TownInForce& town, const Viewer& viewer,
                            const ApplicationView& view, PaymentMethod method, Instant now) {
    const auto owed = persistence::owed_obligation_of(session, view.application.id);
    if (!owed) return refuse("nothing_owed");
    const Instant assessed = to_instant({owed->assessed_on, MinuteOfDay{}});
    for (const Booking& booking : view.bookings) {
        if (booking.state != BookingState::permitted_unpaid) continue;
        const Instant due =
            payment_due_by(town, view.application.facility, method, assessed, to_instant(booking.start));
        if (due <= now) return refuse("payment_due_passed");
        if (booking.expires_at == due) continue;
        if (!persistence::move_payment_deadline(session, booking.id, due, viewer.account, now))
            throw std::logic_error("a booking of a locked application was moved by somebody else");
    }
    return {};
}

Result<void> choose(Session& session, const TownInForce& town, const Viewer& viewer, const ApplicationView& view,
                    PaymentMethod method, Instant now) {
    const ApplicationState state = state_of(view.bookings);
    if (state == ApplicationState::over) return refuse("wrong_state", {{"state", std::string{name_of(state)}}});
    if (has_live_attempt(view))
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(view.attempt->id.value())}});
    const Yen amount = amount_to_pay(view);
    if (amount == Yen{0}) return refuse("nothing_owed");
    const auto methods = counter_methods(town, view.application.facility, amount);
    if (std::ranges::find(methods, method) == methods.end()) return refuse("method_not_offered");
    return state == ApplicationState::held ? permit_held(session, town, viewer, view, method, now)
                                           : move_deadlines(session, town, viewer, view, method, now);
}

} // namespace

Result<ApplicationView> pay_later(const Context& context, const Viewer& viewer, ApplicationId application,
                                  PaymentMethod method) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto chosen = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        persistence::lock_application(session, application);
        const auto view = view_application(session, viewer, application);
        if (!view) return view;
        if (const auto done = choose(session, *town, viewer, *view, method, now); !done)
            return tl::unexpected(done.error());
        persistence::save_plan(session, application, {method, viewer.account, now});
        return view_application(session, viewer, application);
    });
    context.push_bell.ring();
    return chosen;
}

} // namespace hiroba::services
