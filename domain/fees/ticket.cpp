#include "domain/fees/ticket.hpp"

#include <algorithm>
#include <chrono>
#include <string>

namespace hiroba {
namespace {

std::int64_t parts_begun(int minutes, int each) { return (minutes + each - 1) / each; }

std::int64_t needed(const TicketTerms& terms, const TicketedUse& use) {
    switch (terms.covers) {
    case TicketCover::visit:
    case TicketCover::use:
        return 1;
    case TicketCover::minutes:
        return parts_begun(use.minutes, terms.minutes.value_or(1));
    case TicketCover::charged_unit:
        return use.charged_units;
    }
    return 1;
}

} // namespace

std::string_view name_of(TicketCover cover) {
    switch (cover) {
    case TicketCover::visit:
        return "visit";
    case TicketCover::use:
        return "use";
    case TicketCover::minutes:
        return "minutes";
    case TicketCover::charged_unit:
        return "charged_unit";
    }
    return {};
}

std::string_view name_of(TicketReturn rule) {
    switch (rule) {
    case TicketReturn::never:
        return "never";
    case TicketReturn::with_refund:
        return "with_refund";
    case TicketReturn::always:
        return "always";
    }
    return {};
}

// 民法143条2項: a period of months ends with the day before the one that corresponds to its beginning; where the last
// month has no such day, with its last day.
std::optional<LocalDate> valid_until(const Ticket& ticket, LocalDate sold_on) {
    if (!ticket.valid_months) return std::nullopt;
    const auto ends = sold_on.ymd() + std::chrono::months{*ticket.valid_months};
    if (!ends.ok()) return LocalDate{std::chrono::sys_days{ends.year() / ends.month() / std::chrono::last}};
    return LocalDate{std::chrono::sys_days{ends} - std::chrono::days{1}};
}

Result<std::int64_t> tickets_for(const TicketsLeft& book, const TicketedUse& use) {
    const TicketTerms& terms = *book.terms;
    if (!book.is_sold) return refuse("book_undone");
    if (terms.covers == TicketCover::visit) return refuse("tickets_for_visits");
    if (std::ranges::find(terms.spaces, use.space) == terms.spaces.end())
        return refuse("tickets_of_other_space", {{"space", use.space.value()}});
    if (terms.only_for && *terms.only_for != use.user_class)
        return refuse("tickets_of_other_class", {{"class", std::string{name_of(*terms.only_for)}}});
    if (book.price_class && use.price_class != book.price_class)
        return refuse("tickets_of_other_class", {{"class", book.price_class->value()}});
    if (book.valid_until && *book.valid_until < use.date)
        return refuse("tickets_expired", {{"valid_until", book.valid_until->iso8601()}});
    if (use.is_reduced) return refuse("tickets_not_with_reduction");
    const std::int64_t tickets = needed(terms, use);
    if (use.basic <= Yen{0} || tickets < 1) return refuse("nothing_to_cover");
    return tickets;
}

Yen paid_by_tickets(Yen basic, const TicketShare& share) {
    const auto until = [&](std::int64_t tickets) {
        return Yen{basic.amount() * std::min(tickets, share.whole) / share.whole};
    };
    return until(share.before + share.tickets) - until(share.before);
}

Yen refund_of_tickets(const TicketRefund& rule, Yen price, std::int64_t left, std::int64_t of) {
    constexpr std::int64_t whole = 100;
    return Yen{price.amount() * left * rule.percent / (of * whole)};
}

bool tickets_come_back(TicketReturn rule, int refund_percent) {
    switch (rule) {
    case TicketReturn::never:
        return false;
    case TicketReturn::with_refund:
        return refund_percent > 0;
    case TicketReturn::always:
        return true;
    }
    return false;
}

} // namespace hiroba
