// 1日の限度: a use is charged what the cap leaves after the applicant's other uses of that day. When one of them is
// given up, expires, is refused or becomes less, those that were charged less because of it are charged after all, as
// if it had never been; when the town itself revokes one, what was charged stands. One that comes back at its fee of
// before (money that came late, a revocation that is taken back) is charged what the others, charged more since, leave;
// what it paid too much is due for refund.
#pragma once

#include "persistence/repositories/capped_days.hpp"
#include "services/booking/pricing.hpp"
#include "services/context.hpp"

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

// Prices again what was charged less because of a use that is none any more, and what came back. What somebody is
// paying for at this moment, or has paid in part, waits. Answers how many bookings it charged another fee.
int price_capped_days(const Context& context);

} // namespace hiroba::services
