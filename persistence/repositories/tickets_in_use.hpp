// 回数券の使用: what pays for an application, what can pay, and what a revocation brought back.
#pragma once

#include "persistence/repositories/ticket_books.hpp"

#include <vector>

namespace hiroba::persistence {

// From here to the end of this unit of work nobody else takes tickets off the book, or gives them back.
void lock_ticket_book(Session& session, ApplicationId id);
// Of an account's books, those of which tickets are left: first what runs out first, then what is good without end.
[[nodiscard]] std::vector<TicketBook> ticket_books_with_some_left(Session& session, AccountId account, int limit);
// Of all bookings of the application, those that did not come back; the oldest first.
[[nodiscard]] std::vector<TicketUse> tickets_used_for(Session& session, ApplicationId application);

// It came back, for whatever ground, only because the permit was revoked.
void note_returned_by_revocation(Session& session, TicketUseId id);
// Of the booking, what came back so and was not taken again; the oldest first.
[[nodiscard]] std::vector<TicketUse> returned_by_revocation(Session& session, BookingId booking);

} // namespace hiroba::persistence
