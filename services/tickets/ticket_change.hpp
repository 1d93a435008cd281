// 回数券と変更: what becomes of the tickets that pay for a booking when it is changed to another use.
//
// They go on paying where their book is for the new use. Of as many as the use needs the amount follows its fee; those
// that it does not need come back, and where they had paid for all of it, what it needs besides is taken off the same
// books, as far as they reach; not off a book that was sold to a name, which is shown at the desk whenever it pays.
// Tickets whose book is not for the new use come back and pay for it no longer. Whether tickets come back says their
// book, as for a use that its applicant gives up; those that do not stay with the use.
#pragma once

#include "persistence/repositories/ticket_books.hpp"
#include "services/tickets/ticketed_use.hpp"

#include <map>
#include <vector>

namespace hiroba::services {

// Tickets of one book that begin to pay.
struct TicketsBegun {
    ApplicationId book;
    std::int64_t tickets = 1;
    Yen amount;
};
struct TicketChange {
    std::int64_t before = 0;                     // that pay for the use as it is
    std::int64_t come_back = 0;                  // of them, that will be left of their books again
    std::int64_t more = 0;                       // that are taken besides
    Yen amount;                                  // of the new fee, that all of them pay for from then on
    AccountCode account{};                       // under which that is
    std::vector<persistence::TicketUse> ended{}; // that pay no longer, or pay for another amount
    std::vector<TicketsBegun> begun{};           // that pay instead
    [[nodiscard]] std::int64_t after() const { return before - come_back + more; }
    [[nodiscard]] persistence::RevenueShares covered() const;
};

// What is left of the books while several bookings change in one step; empty at first.
using TicketsAtHand = std::map<ApplicationId, std::int64_t>;

// A use as it becomes another one, and the share of its fee that giving it up would bring back at this moment.
struct UseChange {
    const persistence::Booking& before;
    const persistence::Booking& after; // at its new fee
    int refund_percent = 0;
};
// Nothing is written. `tickets_would_be_lost` {tickets, reason}: a book is not for the new use (`reason`: what
// `tickets_for` refuses), and its tickets would not come back.
[[nodiscard]] Result<TicketChange> plan_ticket_change(persistence::Session& session, const TownInForce& town,
                                                      const persistence::Application& application,
                                                      const UseChange& change, TicketsAtHand& at_hand);

// A booking that has been changed, as it was planned while its books were locked.
struct ChangedTickets {
    BookingId booking;
    TicketChange tickets;
};
// All that end are left of their books before any is taken. The caller charges.
void write_ticket_changes(persistence::Session& session, const std::vector<ChangedTickets>& changes, AccountId by,
                          Instant now);

} // namespace hiroba::services
