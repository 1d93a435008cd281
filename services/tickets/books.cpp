#include "services/tickets/books.hpp"

#include "services/board/look_log.hpp"
#include "services/booking/booking_number.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/tickets/terms_json.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;
using persistence::TicketBook;

constexpr int most_books = 100;

TicketUseLine line_of(Session& session, persistence::TicketUse use) {
    TicketUseLine line{.use = std::move(use)};
    if (!line.use.booking) return line;
    line.booking = persistence::find_booking(session, *line.use.booking);
    line.number = persistence::find_application(session, line.booking.value().application).value().number;
    return line;
}

std::vector<std::optional<PriceClassCode>> priced_classes(const Ticket& ticket) {
    std::vector<std::optional<PriceClassCode>> classes;
    for (const TicketRate& rate : ticket.rates)
        if (std::ranges::find(classes, rate.price_class) == classes.end()) classes.push_back(rate.price_class);
    return classes;
}

} // namespace

BookFile book_file(Session& session, TicketBook book) {
    BookFile file{.book = std::move(book), .terms = {}, .uses = {}, .payments = {}, .refunds = {}};
    file.terms = terms_kept_in(file.book.terms_json);
    for (auto& use : persistence::ticket_uses_of_book(session, file.book.id))
        file.uses.push_back(line_of(session, std::move(use)));
    file.payments = persistence::payments_received(session, file.book.id);
    file.refunds = persistence::refunds_of(session, file.book.id);
    return file;
}

std::vector<BookFile> own_books(const Context& context, AccountId account) {
    return context.database.read([&](Session& session) {
        std::vector<BookFile> files;
        for (auto& book : persistence::ticket_books_of(session, account, most_books))
            files.push_back(book_file(session, std::move(book)));
        return files;
    });
}

std::vector<TicketBook> search_books(const Context& context, AccountId staff, const std::string& words) {
    log_look(context, staff, "ticket_books", words);
    return context.database.read([&](Session& session) {
        if (const auto number = number_typed(words)) {
            auto found = persistence::find_ticket_books(session, {.number = *number});
            if (!found.empty()) return found;
        }
        return persistence::find_ticket_books(session, {.name = words});
    });
}

Result<BookFile> show_book(const Context& context, AccountId staff, ApplicationId id) {
    auto file = context.database.read([&](Session& session) -> Result<BookFile> {
        auto book = persistence::find_ticket_book(session, id);
        if (!book) return refuse("book_not_found");
        return book_file(session, std::move(*book));
    });
    if (file) log_look(context, staff, "ticket_book", file->book.number.value_or(""));
    return file;
}

std::vector<TicketOnSale> tickets_on_sale(const Context& context) {
    const auto town = context.catalog.current();
    const LocalDate today = to_town_time(context.clock.now()).date;
    std::vector<TicketOnSale> on_sale;
    for (const Facility& facility : town->town.facilities)
        for (const Ticket& ticket : facility.tickets)
            for (const auto& price_class : priced_classes(ticket)) {
                const auto quote =
                    quote_ticket(ticket, facility.fee_rules, facility.account_codes, price_class, 1, today);
                if (!quote || quote->total == Yen{0}) continue;
                on_sale.push_back({facility.code, ticket, price_class, quote->total, valid_until(ticket, today),
                                   counter_methods(*town, facility.code, quote->total)});
            }
    return on_sale;
}

} // namespace hiroba::services
