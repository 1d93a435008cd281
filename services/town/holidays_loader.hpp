// 国民の祝日: a list in TOML, or the Cabinet Office's own file (syukujitsu.csv).
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "services/town/toml_reader.hpp"

#include <string>
#include <string_view>

namespace hiroba::services {

[[nodiscard]] Holidays load_holidays(TableReader& file);

// The file as the Cabinet Office publishes it, in UTF-8: a header, then "2026/1/1,元日". What is wrong is noted
// (invalid_holidays_header, invalid_holiday, duplicate_date).
[[nodiscard]] Holidays load_holidays_csv(std::string_view text, const std::string& file, Faults& faults);

// The Cabinet Office writes CP932: the same text in UTF-8. What is UTF-8 already, or neither, stays as it is.
[[nodiscard]] std::string utf8_of(std::string text);

} // namespace hiroba::services
