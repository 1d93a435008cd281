// 回数券: books of tickets as their holders and the desk see them.
#pragma once

#include "domain/fees/ticket.hpp"
#include "persistence/repositories/ticket_books.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// Tickets that were taken off, and for what.
struct TicketUseLine {
    persistence::TicketUse use;
    std::optional<persistence::Booking> booking{}; // empty: a visit
    std::optional<std::string> number{};           // of the booking's application
};
struct BookFile {
    persistence::TicketBook book;
    TicketTerms terms;
    std::vector<TicketUseLine> uses;                    // the oldest first
    std::vector<persistence::PaymentReceived> payments; // of its price
    std::vector<persistence::Refund> refunds;           // of what was left
};
[[nodiscard]] BookFile book_file(persistence::Session& session, persistence::TicketBook book);

// Those of a person, the newest first.
[[nodiscard]] std::vector<BookFile> own_books(const Context& context, AccountId account);
// For the desk: by the beginning of the number, or a part of the holder's name. The look is logged.
[[nodiscard]] std::vector<persistence::TicketBook> search_books(const Context& context, AccountId staff,
                                                                const std::string& words);
// `book_not_found`. The look is logged.
[[nodiscard]] Result<BookFile> show_book(const Context& context, AccountId staff, ApplicationId book);

// A ticket that the desk can sell today, at its price.
struct TicketOnSale {
    FacilityCode facility;
    Ticket ticket;
    std::optional<PriceClassCode> price_class{};
    Yen price;
    std::optional<LocalDate> valid_until{};
    std::vector<PaymentMethod> methods; // by which the desk takes its price
};
[[nodiscard]] std::vector<TicketOnSale> tickets_on_sale(const Context& context);

} // namespace hiroba::services
