// 督促: what a change added to a paid permit is not paid when it is due. The permit stands; who owes is told, and the
// desk has a list.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Tells everybody once whose difference is overdue and not being paid at the moment. Answers how many it told.
int remind_of_overdue(const Context& context);

} // namespace hiroba::services
