#include "services/payment/payment_due.hpp"

namespace hiroba::services {

Instant payment_due_at(const TownInForce& town, const FacilityCode& facility, Instant now, Instant start) {
    const Facility* found = find_facility(town.town, facility);
    return payment_due(found == nullptr ? PaymentTerm{} : found->payment, now, start, payment_deadline);
}

Instant payment_due_by(const TownInForce& town, const FacilityCode& facility, PaymentMethod method, Instant now,
                       Instant start) {
    const Facility* found = find_facility(town.town, facility);
    if (found == nullptr) return payment_due_at(town, facility, now, start);
    return payment_due(term_for(found->payment_methods, method, found->payment), now, start, payment_deadline);
}

Result<void> wait_for_payment(persistence::Session& session, const TownInForce& town,
                              const persistence::Booking& booking, const PaymentUndone& undone) {
    const auto moved = persistence::advance(
        session, booking.id,
        {.event = BookingEvent::payment_undone,
         .at = undone.at,
         .by = undone.by,
         .note = undone.note,
         .new_deadline = payment_due_at(town, booking.facility, undone.at, to_instant(booking.start))});
    return moved ? Result<void>{} : tl::unexpected(moved.error());
}

} // namespace hiroba::services
