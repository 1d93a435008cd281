#include "services/booking/expire.hpp"

#include "persistence/repositories/bookings.hpp"
#include "services/payment/settle_attempt.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;

constexpr int bookings_at_a_time = 100;

bool expire_hold(Session& session, BookingId id, Instant now) {
    return persistence::advance(session, id, {.event = BookingEvent::deadline_passed, .at = now, .only_if_due_by = now})
        .has_value();
}

bool expire_unpaid(Session& session, BookingId id, Instant now) {
    persistence::lock_booking(session, id);
    const auto attempt = persistence::newest_attempt_of(session, id);
    if (attempt && attempt->live) return false; // money may still come: the provider decides, not our clock
    return give_up_unpaid(session, id, BookingEvent::deadline_passed, std::nullopt, now).has_value();
}

} // namespace

int expire_overdue_bookings(const Context& context) {
    const Instant now = context.clock.now();
    int expired = 0;
    for (const BookingState state : {BookingState::held, BookingState::awaiting_payment}) {
        const auto overdue = context.database.read(
            [&](Session& session) { return persistence::overdue_bookings(session, state, now, bookings_at_a_time); });
        for (const BookingId id : overdue)
            expired += context.database.transact([&](Session& session) {
                return state == BookingState::held ? expire_hold(session, id, now) : expire_unpaid(session, id, now);
            });
    }
    if (expired > 0) context.push_bell.ring();
    return expired;
}

} // namespace hiroba::services
