// The number that a resident writes down, reads out on the telephone and shows as a QR code.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hiroba::services {

// Eight random characters in two groups, "7K3M-Q9XD": digits and capital letters without 0 1 I L O U, so that
// nothing is misread or misheard. 30^8 numbers; the unique key decides.
[[nodiscard]] std::string new_booking_number();

// What somebody typed, read as such a number or its beginning: "７ｋ３ｍ q９" is "7K3M-Q9". Width, case, blanks and
// hyphens of every kind do not count. Nothing when no number begins so.
[[nodiscard]] std::optional<std::string> number_typed(std::string_view typed);
// Whether that is all of a number.
[[nodiscard]] bool is_whole_number(std::string_view number);

} // namespace hiroba::services
