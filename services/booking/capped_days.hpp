// 1日の限度: a use is charged what the cap leaves after the applicant's other uses of that day. When one of them is
// given up, expires, is refused or becomes less, those that were charged less because of it are charged after all, as
// if it had never been; when the town itself revokes one, what was charged stands.
#pragma once

#include "persistence/repositories/capped_days.hpp"
#include "services/booking/pricing.hpp"
#include "services/context.hpp"

#include <optional>
#include <set>
#include <vector>

namespace hiroba::services {

// From here to the end of this unit of work nobody else prices uses of the applicant on these days; nothing where no
// cap counts over the day.
void lock_capped_days(persistence::Session& session, const persistence::Application& application,
                      const std::vector<UseToPrice>& uses);
// What the applicant's other uses than these bookings count on the days of the uses.
[[nodiscard]] CountedDays counted_besides(persistence::Session& session, const persistence::Application& application,
                                          const std::vector<UseToPrice>& uses, const std::set<BookingId>& bookings);
[[nodiscard]] std::set<BookingId> ids_of(const std::vector<persistence::Booking>& bookings);

// The booking counts less than it did, or on another day: the others of its day are priced again before long.
void follow_less(persistence::Session& session, const persistence::Booking& before);

// Bookings that are priced again, or shall stand again (reinstated, paid after all): from here to the end of this unit
// of work nobody else prices uses of their days. All at once, in the order in which everybody locks them, before
// anything is claimed. `town_changed`.
[[nodiscard]] Result<void> lock_days_of(persistence::Session& session, const PricingTowns& priced_by,
                                        const persistence::Application& application,
                                        const std::vector<persistence::Booking>& bookings);
// It stands again, at its old fee: where a cap counts over the day, it costs at most what the applicant's uses that
// came meanwhile leave of it, and what is paid too much by then is given back whole. Its day is locked, its charges are
// written. `town_changed`, and what carry_out and follow_fee refuse.
[[nodiscard]] Result<void> charge_what_is_left(persistence::Session& session, const TownInForce& town,
                                               const PricingTowns& priced_by, BookingId id, std::optional<AccountId> by,
                                               Instant now);

// Prices again what was charged less because of a use that is none any more. What somebody is paying for at this
// moment waits. Answers how many bookings it charged more.
int price_capped_days(const Context& context);

} // namespace hiroba::services
