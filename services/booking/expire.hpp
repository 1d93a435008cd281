// Time passes: holds, reviews and unpaid permits end, uses are over, and who did not come is counted.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Ends every hold, review and unpaid permit whose deadline has passed and that no live payment keeps.
// Answers how many bookings it ended.
int expire_overdue_bookings(const Context& context);

// Ends every use whose time is over: used, or (where staff check people in) a no-show. Answers how many.
int end_past_uses(const Context& context);

} // namespace hiroba::services
