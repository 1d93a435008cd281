#include "services/booking/expire.hpp"

#include "persistence/repositories/bookings.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/attendance.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/notices.hpp"
#include "services/payment/settle_attempt.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;

constexpr int bookings_at_a_time = 100;

Refusal not_due() { return Refusal{"not_due"}; }

// A hold, or a review that nobody decided before the use began.
Result<void> expire_undecided(Session& session, const TownInForce& town, BookingId id, Instant now) {
    const auto booking = locked_booking(session, id);
    // Permitted in the meantime: then it owes a fee, and ends as those do.
    if (!booking || (booking->state != BookingState::held && booking->state != BookingState::under_review))
        return tl::unexpected(not_due());
    const auto given =
        give_back(session, town, *booking, {.event = BookingEvent::deadline_passed, .at = now, .only_if_due_by = now});
    if (!given) return tl::unexpected(given.error());
    if (booking->state != BookingState::under_review) return {};
    follow_application(session, booking->application, {}, now);
    notify(session, *persistence::find_application(session, booking->application),
           {.kind = "expired", .booking = &*booking}, now);
    return {};
}

Result<void> expire_unpaid(Session& session, const TownInForce& town, BookingId id, Instant now) {
    const auto booking = locked_booking(session, id);
    if (!booking || booking->state != BookingState::permitted_unpaid || !booking->expires_at ||
        *booking->expires_at > now)
        return tl::unexpected(not_due());
    const auto attempt = persistence::newest_attempt_of(session, booking->application);
    if (attempt && attempt->live) return tl::unexpected(not_due()); // money may still come: the provider decides
    // Others of the application may have been permitted later, and have their own time.
    const GivingUp overdue{.event = BookingEvent::deadline_passed,
                           .ground = persistence::RefundGround::expired,
                           .at = *booking->expires_at,
                           .only_if_due_by = now};
    if (const auto given_up = give_up_unpaid(session, town, booking->application, overdue, now); !given_up)
        return given_up;
    notify(session, *persistence::find_application(session, booking->application),
           {.kind = "expired", .booking = &*booking}, now);
    return {};
}

} // namespace

int expire_overdue_bookings(const Context& context) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    int expired = 0;
    for (const BookingState state : {BookingState::held, BookingState::under_review, BookingState::permitted_unpaid}) {
        const auto expire = state == BookingState::permitted_unpaid ? expire_unpaid : expire_undecided;
        bool more = true; // ten minutes after an opening, thousands of forms may end at one moment
        while (more) {
            const auto overdue = context.database.read([&](Session& session) {
                return persistence::overdue_bookings(session, state, now, bookings_at_a_time);
            });
            const int before = expired;
            for (const BookingId id : overdue)
                if (context.database.transact([&](Session& session) { return expire(session, *town, id, now); }))
                    ++expired;
            more = expired > before && static_cast<int>(overdue.size()) == bookings_at_a_time;
        }
    }
    if (expired > 0) {
        context.push_bell.ring();
        context.waiting_bell.ring();
    }
    return expired;
}

int end_past_uses(const Context& context) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    int ended = 0;
    for (const BookingState state : {BookingState::checked_in, BookingState::permitted}) {
        const auto over = context.database.read([&](Session& session) {
            return persistence::ended_bookings(session, state, to_town_time(now), bookings_at_a_time);
        });
        for (const BookingId id : over)
            if (context.database.transact(
                    [&](Session& session) { return end_use(session, *town, id, std::nullopt, now); }))
                ++ended;
    }
    if (ended > 0) context.push_bell.ring();
    return ended;
}

} // namespace hiroba::services
