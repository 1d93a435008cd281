// The number that a resident writes down, reads out on the telephone and shows as a QR code.
#pragma once

#include <string>

namespace hiroba::services {

// Eight random characters in two groups, "7K3M-Q9XD": digits and capital letters without 0 1 I L O U, so that
// nothing is misread or misheard. 30^8 numbers; the unique key decides.
[[nodiscard]] std::string new_booking_number();

} // namespace hiroba::services
