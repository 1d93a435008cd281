// The greatest amount of money that anything here can be about, far above what any hall costs: who asks for more is
// told so where the fee is asked for, not where it would be paid or printed.
#pragma once

#include "domain/core/refusal.hpp"
#include "domain/core/yen.hpp"

namespace hiroba {

inline constexpr Yen most_fee{1'000'000'000};

// `fee_too_large` {most_yen}: the fee of a use, a line of it, or what all uses of an application come to.
[[nodiscard]] inline Refusal fee_too_large() { return {"fee_too_large", {{"most_yen", most_fee.amount()}}}; }

} // namespace hiroba
