// The fee of a booking as tickets see it.
#pragma once

#include "domain/fees/ticket.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

struct TicketedFee {
    TicketedUse use;
    AccountCode account; // under which it is charged
};
// By the lines that its fee was told with: tickets pay for the basic fee of the space, after caps and the share of a
// rehearsal. What makes the use dearer (繰上げ・延長, 加算), cooling and heating, equipment are paid in money.
[[nodiscard]] TicketedFee ticketed_fee(const TownInForce& town, const persistence::Application& application,
                                       const persistence::Booking& booking);

} // namespace hiroba::services
