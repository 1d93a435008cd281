// 回数券の販売: the desk sells a book of tickets, undoes the sale (services/counter/take_payment.hpp), and gives back
// what is left of it.
//
// The price of a book is a usage fee that is paid in advance (使用料の前納): it is assessed and collected at the sale,
// under the facility's account, in the fiscal year of the day on which it came. So the sale is an application of its
// own, without bookings: what it owes, its payment, its receipt and its refunds live as those of every other.
#pragma once

#include "services/counter/take_payment.hpp"
#include "services/tickets/books.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct SellBookCommand {
    FacilityCode facility;
    TicketCode ticket;
    std::optional<PriceClassCode> price_class{};
    std::optional<AccountId> account{}; // whose it becomes; empty: of the buyer by name
    std::string buyer{};                // 1 to 100 characters, of who has no account
    TakePaymentCommand payment;         // method, cash given, terminal, reference, day; the rest is filled in
    std::string idempotency_key;
    std::string request_hash;
};
struct SoldBook {
    BookFile file;
    TakenPayment payment;
};
// In one transaction: the book with its number, what it costs, the payment, its entry in the drawer, the postings, and
// the receipt. In this order: `idempotency_key_reused`, `unknown_facility`, `unknown_ticket`, `account_not_found`,
// `tickets_of_other_class` {class}, what `quote_ticket` refuses, `nothing_owed` (it costs nothing), what `take_payment`
// refuses. A repeat with the same key answers the same sale.
[[nodiscard]] Result<SoldBook> sell_book(const Context& context, const persistence::Account& staff,
                                         const SellBookCommand& command);

struct BookRefund {
    ApplicationId book;
    std::string reason;
};
// 未使用券の還付: what is left becomes void, and its share of the price is due: it is approved and paid like every
// refund. `book_not_found`, `reason_required`, `book_undone`, `book_not_refundable` (the town gives nothing back),
// `tickets_expired` {valid_until}, `nothing_to_refund`.
[[nodiscard]] Result<BookFile> refund_book(const Context& context, AccountId staff, const BookRefund& command);

} // namespace hiroba::services
