// 利用回数の上限: counters that say no when they are full, whoever counts at the same moment.
#pragma once

#include "persistence/repositories/bookings.hpp"

#include <limits>
#include <string>
#include <vector>

namespace hiroba::persistence::detail {

inline constexpr std::int64_t without_limit = std::numeric_limits<std::int64_t>::max() / 2;
// Counts when the counter does not pass the limit by it; false otherwise. Makes the counter when there is none.
[[nodiscard]] bool count(Session& session, AccountId account, const std::string& counter, std::int64_t amount,
                         std::int64_t limit);
void uncount(Session& session, AccountId account, const std::string& counter, std::int64_t amount);

// What one booking counts.
struct BookingCharge {
    BookingId booking;
    QuotaCharge charge;
};
// In the order of the counters, and remembered with the bookings. `quota_reached` {quota, limit,
// counter}: the first that is full.
[[nodiscard]] Result<void> charge_quotas(Session& session, AccountId account, std::vector<BookingCharge> charges);
// The same, however full the counters are: a permit that comes back into force is not refused for them.
void charge_quotas_again(Session& session, AccountId account, std::vector<BookingCharge> charges);

// What the booking still counts is given back, all of it or what only counts until the use has ended.
void give_back_quotas(Session& session, AccountId account, BookingId booking);
void give_back_open_quotas(Session& session, AccountId account, BookingId booking);

} // namespace hiroba::persistence::detail
