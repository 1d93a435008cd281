// CSV as spreadsheets and accounting systems read it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::services {

// One line with CRLF (RFC 4180). A cell that a spreadsheet would run as a formula (it begins with = + - @ or a tab)
// gets an apostrophe in front.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

// UTF-8 → CP932 (Windows Japanese). A character that CP932 lacks becomes 〓, so that the file is never refused as a
// whole. Throws std::runtime_error when the machine has no CP932 converter.
[[nodiscard]] std::string to_cp932(std::string_view utf8);

} // namespace hiroba::services
