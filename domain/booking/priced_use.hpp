// What a fee can be asked for: any use that the ordinance prices, also one that is not offered for booking.
#pragma once

#include "domain/booking/space_use.hpp"

namespace hiroba {

// As check_use, but for the grid and the shortest and longest use by the hour: 90 minutes have a fee (two hours begun)
// where only whole hours are offered.
[[nodiscard]] Result<SpaceUse> check_priced_use(const Town& town, const UseRequest& request);

} // namespace hiroba
