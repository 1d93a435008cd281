#include "domain/fees/contained_tax.hpp"

namespace hiroba {

Yen contained_tax(Yen amount, const Tax& tax) {
    constexpr std::int64_t whole_percent = 100;
    const auto parts = amount.amount() * tax.percent;
    const std::int64_t of = whole_percent + tax.percent;
    const auto down = parts / of;
    const auto rest = parts % of;
    if (tax.direction == RoundingDirection::up && rest > 0) return Yen{down + 1};
    if (tax.direction == RoundingDirection::half_up && rest * 2 >= of) return Yen{down + 1};
    return Yen{down};
}

} // namespace hiroba
