#include "services/tickets/give_tickets_back.hpp"

#include "persistence/repositories/tickets_in_use.hpp"
#include "services/tickets/terms_json.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;
using persistence::TicketReturnGround;
using persistence::TicketUse;

bool comes_back(Session& session, const TicketUse& use, const TicketsBack& back) {
    if (back.ground != TicketReturnGround::given_up) return true;
    const auto book = persistence::find_ticket_book(session, use.book).value();
    return tickets_come_back(terms_kept_in(book.terms_json).comes_back, back.refund_percent);
}

} // namespace

std::int64_t give_tickets_back(Session& session, const persistence::Booking& booking, const TicketsBack& back,
                               Instant now) {
    std::int64_t given_back = 0;
    for (const TicketUse& use : persistence::ticket_uses_of_booking(session, booking.id)) {
        if (use.returned_for || !comes_back(session, use, back)) continue;
        if (persistence::return_tickets(session, use,
                                        {.ground = back.ground, .by = back.by, .at = now, .reason = back.reason}))
            given_back += use.tickets;
        if (back.by_revocation) persistence::note_returned_by_revocation(session, use.id);
    }
    return given_back;
}

TicketsOfUse tickets_to_give_back(Session& session, const persistence::Booking& booking, const TicketsBack& back) {
    TicketsOfUse tickets;
    for (const TicketUse& use : persistence::ticket_uses_of_booking(session, booking.id)) {
        if (use.returned_for) continue;
        tickets.count += use.tickets;
        if (comes_back(session, use, back)) tickets.come_back += use.tickets;
    }
    return tickets;
}

void take_tickets_again(Session& session, const persistence::Booking& booking) {
    for (const TicketUse& use : persistence::returned_by_revocation(session, booking.id))
        static_cast<void>(persistence::retake_tickets(session, use)); // what is not left any more is owed in money
}

} // namespace hiroba::services
