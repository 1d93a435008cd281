// 納期限: until when what a use costs must be paid.
#pragma once

#include "domain/core/instant.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

#include <string>

namespace hiroba::services {

// How long paying at once may take.
inline constexpr std::chrono::minutes payment_deadline{60};
// Until when a fee must be paid that is owed from `now` on for a use of that facility that begins at `start`.
[[nodiscard]] Instant payment_due_at(const TownInForce& town, const FacilityCode& facility, Instant now, Instant start);

// The same for who said by which means they will pay.
[[nodiscard]] Instant payment_due_by(const TownInForce& town, const FacilityCode& facility, PaymentMethod method,
                                     Instant now, Instant start);

// Nothing pays for the permit any more.
struct PaymentUndone {
    AccountId by;
    Instant at;
    std::string note{}; // why, in the history
};
// It waits for money again, until a term that begins now. Refused like `advance`.
[[nodiscard]] Result<void> wait_for_payment(persistence::Session& session, const TownInForce& town,
                                            const persistence::Booking& booking, const PaymentUndone& undone);

} // namespace hiroba::services
