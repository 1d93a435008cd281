// Which consumption tax the uses of a paper contain: that of the town's data for their spaces and days.
#pragma once

#include "domain/booking/town.hpp"
#include "domain/documents/tax_lines.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/refunds.hpp"
#include "persistence/repositories/ticket_books.hpp"

#include <vector>

namespace hiroba::services {

// The rule that holds for a use of the space by those dates; where the town has none for them any more, its newest for
// the space; where the space has left the town, the standard rate of the law (消費税法29条, 地方税法72条の83).
[[nodiscard]] Tax tax_for(const Town& town, const FacilityCode& facility, const SpaceCode& space,
                          const FeeDates& dates);

// An amount of money for these uses, divided by what each of them is charged (what they cost, where none is).
[[nodiscard]] std::vector<TaxedAmount> taxes_of(const Town& town, Yen amount,
                                                const std::vector<persistence::Booking>& bookings);
// Of a book of tickets.
[[nodiscard]] std::vector<TaxedAmount> taxes_of(const Town& town, Yen amount, const persistence::TicketBook& book);
// What is given back, each by the use that it was paid for.
[[nodiscard]] std::vector<TaxedAmount> taxes_of(const Town& town, const std::vector<persistence::Refund>& refunds,
                                                const std::vector<persistence::Booking>& bookings);

} // namespace hiroba::services
