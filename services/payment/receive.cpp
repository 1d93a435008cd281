#include "services/payment/receive.hpp"

#include "persistence/repositories/bookings.hpp"

#include <stdexcept>

namespace hiroba::services {

bool receive(persistence::Session& session, const persistence::Obligation& obligation, Yen amount, Instant now) {
    if (!persistence::add_to_paid(session, obligation.id, amount)) return false;
    if (!persistence::settle_obligation(session, obligation.id, "paid")) return true; // a part; the rest is owed
    persistence::save_paid(session, obligation.application);
    for (const auto& booking : persistence::bookings_of_application(session, obligation.application))
        if (booking.state == BookingState::permitted_unpaid &&
            !persistence::advance(session, booking.id, {.event = BookingEvent::paid, .at = now}))
            throw std::logic_error("a booking of a locked application was moved by somebody else");
    return true;
}

} // namespace hiroba::services
