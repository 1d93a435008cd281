#include "services/issuing/paper_taxes.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;

const Tax standard_rate{.scope = {}, .percent = 10, .is_included = true, .direction = RoundingDirection::down};

bool is_for(const Scope& scope, const SpaceCode& space) { return scope.spaces.empty() || names(scope, space); }

const Tax* newest_tax(const FeeRules& rules, const SpaceCode& space) {
    const Tax* newest = nullptr;
    for (const Tax& tax : rules.taxes)
        if (is_for(tax.scope, space) && (newest == nullptr || newest->scope.in_force.from < tax.scope.in_force.from))
            newest = &tax;
    return newest;
}

Tax tax_of(const Town& town, const Booking& booking) {
    return tax_for(town, booking.facility, booking.space, {booking.start.date, booking.priced_on});
}

} // namespace

Tax tax_for(const Town& town, const FacilityCode& facility, const SpaceCode& space, const FeeDates& dates) {
    const Facility* found = find_facility(town, facility);
    if (found == nullptr) return standard_rate;
    if (const Tax* tax = find_row(found->fee_rules.taxes, space, dates)) return *tax;
    const Tax* newest = newest_tax(found->fee_rules, space);
    return newest == nullptr ? standard_rate : *newest;
}

std::vector<TaxedAmount> taxes_of(const Town& town, Yen amount, const std::vector<Booking>& bookings) {
    const bool is_charged = std::ranges::any_of(bookings, [](const Booking& each) { return each.charged > Yen{0}; });
    std::vector<TaxedAmount> parts;
    parts.reserve(bookings.size());
    for (const Booking& booking : bookings)
        parts.push_back({is_charged ? booking.charged : booking.total, tax_of(town, booking)});
    return divided(amount, std::move(parts));
}

std::vector<TaxedAmount> taxes_of(const Town& town, Yen amount, const persistence::TicketBook& book) {
    SpaceCode space;
    if (const Facility* facility = find_facility(town, book.facility)) {
        const auto ticket = std::ranges::find(facility->tickets, book.ticket, &Ticket::code);
        if (ticket != facility->tickets.end() && !ticket->terms.spaces.empty()) space = ticket->terms.spaces.front();
    }
    return {{amount, tax_for(town, book.facility, space, {book.sold_on, book.sold_on})}};
}

std::vector<TaxedAmount> taxes_of(const Town& town, const std::vector<persistence::Refund>& refunds,
                                  const std::vector<Booking>& bookings) {
    std::vector<TaxedAmount> parts;
    for (const persistence::Refund& refund : refunds) {
        const auto booking = std::ranges::find_if(
            bookings, [&](const Booking& each) { return refund.booking && each.id == *refund.booking; });
        if (booking != bookings.end())
            parts.push_back({refund.amount, tax_of(town, *booking)});
        else
            for (const TaxedAmount& part : taxes_of(town, refund.amount, bookings))
                parts.push_back(part);
    }
    return parts;
}

} // namespace hiroba::services
