// 会計年度: 1 April to 31 March. 地方自治法施行令142条.
#pragma once

#include "domain/core/local_time.hpp"

namespace hiroba {

// The year of revenue that is collected at the counter or online without a notice (随時の収入で納入通知書を
// 発しないもの): the year of the day it was received, never of the day of use.
[[nodiscard]] int fiscal_year_of_receipt(LocalDate received_on);

// 出納整理期間: the books of a year stay open for what belongs to it until 31 May after its end (地方自治法235条の5).
// The first day of the earliest year that is still open today.
[[nodiscard]] LocalDate first_open_day(LocalDate today);

} // namespace hiroba
