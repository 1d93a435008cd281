// 回数券: what becomes of the tickets that pay for a booking when it comes to nothing.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/ticket_books.hpp"

namespace hiroba::services {

struct TicketsBack {
    persistence::TicketReturnGround ground = persistence::TicketReturnGround::given_up;
    int refund_percent = 0; // that the terms of the use give back of money
    std::optional<AccountId> by{};
    std::string reason{};
};
// The tickets are left of their books again: always when the town took the use back or the desk was mistaken, else
// where the terms that the book was sold with say so. How many came back. The application is locked.
std::int64_t give_tickets_back(persistence::Session& session, const persistence::Booking& booking,
                               const TicketsBack& back, Instant now);
// A revocation is undone: what came back with it pays again, as far as it is still left of its book.
void take_tickets_again(persistence::Session& session, const persistence::Booking& booking);

} // namespace hiroba::services
