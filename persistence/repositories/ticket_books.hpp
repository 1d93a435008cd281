// 回数券: books that were sold, and the tickets that were taken off them. A book is an application without bookings,
// and has its number. Never deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/revenue_shares.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba {
using TicketUseId = Strong<struct TicketUseIdTag, std::int64_t>; // tickets taken off a book
}

namespace hiroba::persistence {

struct TicketBook {
    ApplicationId id;                    // of the application that it is
    std::optional<std::string> number{}; // as read
    AccountId account{};                 // as read: whose it is; of a buyer by name, the clerk who sold it
    FacilityCode facility{};             // as read
    TicketCode ticket;
    Text name;
    std::optional<PriceClassCode> price_class{};
    std::optional<std::string> buyer{}; // who has no account
    std::string holder{};               // as read: the buyer's name, or that of the account
    bool is_sold = true;                // else the sale was undone
    Yen price;
    std::int64_t tickets = 1;
    std::int64_t left = 0;
    std::int64_t voided = 0; // whose price goes back
    LocalDate sold_on;
    std::optional<LocalDate> valid_until{};
    std::string terms_json; // TicketTerms, as they were sold
    AccountId sold_by;
    Instant sold_at;
};
void insert_ticket_book(Session& session, const TicketBook& book);
[[nodiscard]] std::optional<TicketBook> find_ticket_book(Session& session, ApplicationId id);
// Those of an account, the newest first; not what was undone.
[[nodiscard]] std::vector<TicketBook> ticket_books_of(Session& session, AccountId account, int limit);
// By the beginning of the number, or by a part of the holder's name; the newest first.
struct TicketBookQuery {
    std::string number{};
    std::string name{};
    int limit = 50;
};
[[nodiscard]] std::vector<TicketBook> find_ticket_books(Session& session, const TicketBookQuery& query);

// So many are used; false when less are left, or the sale was undone.
[[nodiscard]] bool take_tickets(Session& session, ApplicationId book, std::int64_t tickets);
// Nothing was used of it: the sale is undone. False when something was.
[[nodiscard]] bool undo_ticket_book(Session& session, ApplicationId book);
// What is left becomes void; false when not exactly so many are left.
[[nodiscard]] bool void_tickets(Session& session, ApplicationId book, std::int64_t left);

enum class TicketReturnGround {
    given_up, // or changed, by who booked
    revoked,  // by the town
    mistake,  // of the desk
};
[[nodiscard]] std::string_view name_of(TicketReturnGround ground); // "given_up"

struct TicketUse {
    TicketUseId id;
    ApplicationId book;
    std::optional<BookingId> booking{}; // empty: a visit
    std::int64_t tickets = 1;
    std::optional<AccountCode> account{}; // under which the fee is that they pay for
    Yen amount;                           // of the booking's fee; 0 of a visit
    LocalDate used_on;
    AccountId used_by;
    Instant used_at;
    std::optional<TicketReturnGround> returned_for{}; // empty: they are used
    std::optional<Instant> returned_at{};
    std::optional<std::string> return_reason{};
};
void insert_ticket_use(Session& session, const TicketUse& use);
[[nodiscard]] std::optional<TicketUse> find_ticket_use(Session& session, TicketUseId id);
// The oldest first.
[[nodiscard]] std::vector<TicketUse> ticket_uses_of_book(Session& session, ApplicationId book);
[[nodiscard]] std::vector<TicketUse> ticket_uses_of_booking(Session& session, BookingId booking);
struct TicketReturning {
    TicketReturnGround ground = TicketReturnGround::given_up;
    std::optional<AccountId> by{};
    Instant at;
    std::string reason{};
};
// They are left of their book again; false when they have come back already.
[[nodiscard]] bool return_tickets(Session& session, const TicketUse& use, const TicketReturning& returning);
// What came back with a revocation is used again; false when less are left of the book by now: then it has come back
// for good, whatever is revoked and taken back later.
[[nodiscard]] bool retake_tickets(Session& session, const TicketUse& use);

// What tickets pay for of the booking's fee, under each account.
[[nodiscard]] RevenueShares covered_by_tickets(Session& session, BookingId booking);

} // namespace hiroba::persistence
