// How long providers are waited for.
#pragma once

#include <chrono>

namespace hiroba::payments {

inline constexpr std::chrono::seconds longest_request{30};

} // namespace hiroba::payments
