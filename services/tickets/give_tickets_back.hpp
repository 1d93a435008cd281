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
    bool by_revocation = false; // a reinstatement takes them again
};
// The tickets are left of their books again: always when the town took the use back or the desk was mistaken, else
// where the terms that the book was sold with say so. How many came back. The application is locked.
std::int64_t give_tickets_back(persistence::Session& session, const persistence::Booking& booking,
                               const TicketsBack& back, Instant now);
// How many pay for the booking, and how many of them would come back so.
struct TicketsOfUse {
    std::int64_t count = 0;
    std::int64_t come_back = 0;
};
[[nodiscard]] TicketsOfUse tickets_to_give_back(persistence::Session& session, const persistence::Booking& booking,
                                                const TicketsBack& back);
// A revocation is undone: what came back with it pays again, of each book all of the use's tickets or none: where fewer
// are left of it by now, what they paid for is owed in money.
void take_tickets_again(persistence::Session& session, const persistence::Booking& booking);

} // namespace hiroba::services
