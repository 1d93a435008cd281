// 回数券の使用: tickets pay for a booking, or for a visit without one; and the desk takes back what was a mistake.
//
// A ticket moves no money: what it pays for was collected when its book was sold. So what tickets pay for of a fee is
// not charged besides (減額調定, `reassess`): what is owed of the booking becomes less, the journal says so, and money
// pays for the rest by whatever method. The fee itself and its lines stay as they were told.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/tickets/books.hpp"
#include "services/tickets/give_tickets_back.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

struct UseTicketsCommand {
    ApplicationId application;
    BookingId booking;
    ApplicationId book;
    std::optional<std::int64_t> tickets{}; // empty: as many as the use still needs
    std::string idempotency_key;
    std::string request_hash;
};
// In one transaction: the tickets leave the book, what is owed becomes less, and a booking of which nothing is left to
// pay is permitted. What is held is permitted first, as when a payment starts. In this order:
// `application_not_found`, `idempotency_key_reused`, `booking_not_found`, `book_not_found` (also when it is not the
// resident's who asks), `book_of_somebody_else` (at the desk: it is another account's), what `obligation_to_pay`
// refuses, `nothing_owed`, what `tickets_for` refuses, `tickets_of_other_kind` (others pay for it already),
// `already_covered`, `too_many_tickets` {needed}, `too_few_tickets` {needed, left}. A repeat with the same key uses
// nothing.
[[nodiscard]] Result<ApplicationView> use_tickets(const Context& context, const persistence::Account& who,
                                                  const UseTicketsCommand& command);

struct VisitCommand {
    ApplicationId book;
    std::int64_t tickets = 1;
    std::string idempotency_key;
    std::string request_hash;
};
// Somebody comes with the book and uses what is not booked. `idempotency_key_reused`, `book_not_found`, `book_undone`,
// `tickets_for_bookings`, `tickets_expired` {valid_until}, `too_few_tickets` {needed, left}.
[[nodiscard]] Result<BookFile> use_for_visit(const Context& context, AccountId staff, const VisitCommand& command);

struct TakeBackCommand {
    TicketUseId use;
    std::string reason;
};
// 取消し of a mistake at the desk: they are left of the book again, and what they paid for is owed in money, before the
// use begins; a visit on the day itself. `use_not_found`, `reason_required`, `already_returned`, `attempt_in_progress`
// {attempt_id}, `wrong_state` {state}, `use_has_begun` {began_at_ms}, `visit_is_over`.
[[nodiscard]] Result<BookFile> take_tickets_back(const Context& context, AccountId staff,
                                                 const TakeBackCommand& command);

// A book that could pay for a booking of which something is owed, and what stands in the way.
struct TicketOffer {
    BookingId booking;
    persistence::TicketBook book;
    std::int64_t needed = 0; // tickets that the use still needs
    Yen amount;              // that they pay for
    std::optional<Refusal> refusal{};
};
// What of an application's fees tickets pay for or could pay for.
struct ApplicationTickets {
    std::vector<TicketUseLine> uses;            // of its bookings, also what came back
    std::map<BookingId, TicketsOfUse> paying{}; // of each booking, and how many come back when it is given up now
    std::vector<TicketOffer> offers; // the applicant's books of which some are left, first what runs out first
};
// `application_not_found`. A look by staff is logged.
[[nodiscard]] Result<ApplicationTickets> tickets_of_application(const Context& context, const Viewer& viewer,
                                                                ApplicationId id);

} // namespace hiroba::services
