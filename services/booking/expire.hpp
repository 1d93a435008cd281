// Bookings whose deadline has passed.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Expires overdue holds, and overdue unpaid bookings whose attempts are all proved dead; in small transactions.
// Returns how many.
int expire_overdue_bookings(const Context& context);

} // namespace hiroba::services
