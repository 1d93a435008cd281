// What a provider tells of a number for a store (payments/port.hpp) is not longer than this, in bytes. A text that is
// longer is left out, and so is a store whose name or code would be; without any store there is no number.
#pragma once

#include <cstddef>

namespace hiroba::payments {

inline constexpr std::size_t longest_voucher_url = 2'000;
inline constexpr std::size_t longest_payer_mail = 320;
inline constexpr std::size_t longest_store_text = 40; // the store's name, its code, its confirmation number

} // namespace hiroba::payments
