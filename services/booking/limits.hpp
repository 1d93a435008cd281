// Limits of bookings that no counter and no claim holds.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// 引き続き5日以内, for bookings of one application that are written already: two applications of one person wait for
// each other at its counter, so one of them sees the other. `too_many_days_in_a_row` {limit}.
[[nodiscard]] Result<void> check_days_in_a_row(persistence::Session& session, const TownInForce& town,
                                               const std::vector<persistence::NewBooking>& bookings);

// What was prepared by the town still holds, once bookings are written by it: on another process a moment before, an
// edition with other units may have come into force, which meets them in their units' days. `town_changed`: prepared
// again, with the town that is in force now, it gets its true answer. Once for all bookings of a transaction.
[[nodiscard]] Result<void> check_units_hold(persistence::Session& session, const TownInForce& town);
// The hours of a day that has an exception still hold, for a booking that is written already: staff may have taken an
// extra opening back a moment before, which fences the days of its units. `town_changed`.
[[nodiscard]] Result<void> check_hours_hold(persistence::Session& session, const TownInForce& town,
                                            const persistence::Booking& booking);

// A booking that stands again, with what it occupies by the town in force (prepared_use.hpp `occupied_again`): what is
// still held back of its slots is its own before it is anybody's who waits. Refused like advance_and_reclaim,
// check_units_hold and check_hours_hold.
[[nodiscard]] Result<BookingState> occupy_again(persistence::Session& session, const TownInForce& town,
                                                const persistence::NewBooking& again, const persistence::Advance& step);

// What `ask` answers with the town in force; asked once more when that has changed at the same moment.
template <class Ask>
[[nodiscard]] auto with_town_in_force(Catalog& catalog, const Ask& ask) {
    auto answer = ask(*catalog.current());
    if (answer || answer.error().code != "town_changed") return answer;
    catalog.refresh();
    return ask(*catalog.current());
}

} // namespace hiroba::services
