// 和暦 and 桁区切り: how dates and amounts stand on a Japanese paper. A matter of display, in this one place: nothing
// is stored or computed in eras.
#pragma once

#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"

#include <string>

namespace hiroba {

// "令和8年11月29日"; the first year of an era is 元年. Eras since 大正, by the days on which they began (元号法, 政令);
// a day before 30 July 1912 is written in the Western calendar, "1912年7月29日".
[[nodiscard]] std::string era_date(LocalDate date);
// "令和8年11月29日（日）".
[[nodiscard]] std::string era_date_with_weekday(LocalDate date);
// 会計年度: "令和8年度" is the year that began on 1 April of that Western year.
[[nodiscard]] std::string era_fiscal_year(int fiscal_year);

// "43,740", "-1,000".
[[nodiscard]] std::string grouped(std::int64_t number);
[[nodiscard]] std::string grouped(Yen amount);

} // namespace hiroba
