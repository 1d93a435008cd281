// An amount on its way through the percentages of an ordinance, with the fractions of a yen that are not rounded yet.
#pragma once

#include "domain/core/yen.hpp"
#include "domain/fees/fee_rules.hpp"

#include <compare>
#include <cstdint>

namespace hiroba {

// Exact for amounts of up to 10^18 yen and seven shares in a row (a rehearsal, three factors, an extension, a reduction
// and a tax): each share of whole percents needs two decimals more, and there are fourteen.
class ExactYen {
public:
    constexpr ExactYen() = default;
    explicit constexpr ExactYen(Yen amount) : parts_(Wide{amount.amount()} * parts_of_a_yen) {}

    friend constexpr ExactYen operator+(ExactYen a, ExactYen b) { return ExactYen{a.parts_ + b.parts_}; }
    friend constexpr ExactYen operator-(ExactYen a, ExactYen b) { return ExactYen{a.parts_ - b.parts_}; }
    friend constexpr ExactYen operator*(ExactYen a, std::int64_t times) { return ExactYen{a.parts_ * times}; }
    constexpr ExactYen& operator+=(ExactYen other) { return *this = *this + other; }
    friend constexpr auto operator<=>(ExactYen, ExactYen) = default;

    // So many hundredths of it.
    [[nodiscard]] constexpr ExactYen percent(int share) const { return ExactYen{parts_ * share / hundred}; }

    // A multiple of `unit` (> 0): the one below, the one above, or the nearer one (the one above from the middle on).
    [[nodiscard]] constexpr Yen rounded(Yen unit, RoundingDirection direction) const {
        const Wide step = Wide{unit.amount()} * parts_of_a_yen;
        Wide rest = parts_ % step;
        if (rest < 0) rest += step;
        const bool up =
            direction == RoundingDirection::up ? rest > 0 : direction == RoundingDirection::half_up && rest * 2 >= step;
        return Yen{static_cast<std::int64_t>((parts_ - rest + (up ? step : 0)) / parts_of_a_yen)};
    }
    [[nodiscard]] constexpr Yen whole() const { return rounded(Yen{1}, RoundingDirection::down); }

private:
    __extension__ using Wide = __int128;
    static constexpr std::int64_t parts_of_a_yen = 100'000'000'000'000;
    static constexpr int hundred = 100;
    explicit constexpr ExactYen(Wide parts) : parts_(parts) {}
    Wide parts_ = 0;
};

} // namespace hiroba
