// 会計年度: 1 April to 31 March. 地方自治法施行令142条.
#pragma once

#include "domain/core/local_time.hpp"

namespace hiroba {

// The year of revenue that is collected at the counter or online without a notice (随時の収入で納入通知書を
// 発しないもの): the year of the day it was received, never of the day of use.
[[nodiscard]] int fiscal_year_of_receipt(LocalDate received_on);

} // namespace hiroba
