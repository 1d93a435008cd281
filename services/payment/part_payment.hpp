// 一部納付: what is paid of an obligation that is not paid whole, booking by booking.
//
// A part pays for each booking of its obligation in proportion to what is left to pay for it (最大剰余法). While
// nothing of the obligation changes it is one sum, whatever its parts. When something does (a booking is given up,
// revoked or expires, its fee changes, another one is permitted), what was paid becomes an obligation that is paid: the
// assessment is reduced to it (減額調定), and what is still owed is assessed anew.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"

#include <map>
#include <optional>
#include <vector>

namespace hiroba::services {

// Of what is paid of the owed obligation, what pays for each booking; nothing of bookings that nothing is left of.
[[nodiscard]] std::map<BookingId, Yen> parts_of(const std::vector<persistence::Booking>& bookings,
                                                const std::optional<persistence::Obligation>& owed);

// The same of one booking, under each account; nothing when it is paid whole, or not at all.
[[nodiscard]] persistence::RevenueShares part_of(persistence::Session& session, const persistence::Booking& booking);

// What was paid in part is paid for its bookings from now on; the caller reassesses what is left. Nothing happens when
// nothing is. The application is locked, and what is charged for its bookings is as it was assessed.
// `attempt_in_progress` {attempt_id}: somebody is paying the rest.
[[nodiscard]] Result<void> settle_part(persistence::Session& session, ApplicationId application, Instant now);

} // namespace hiroba::services
