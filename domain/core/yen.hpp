// Money: whole yen in 64 bits, never a floating-point number.
#pragma once

#include <compare>
#include <concepts>
#include <cstdint>

namespace hiroba {

// An amount in whole yen. Amounts add, subtract, and multiply by a count; there is no division,
// because every rounding is a rule of an ordinance and has a name (floor_to).
class Yen {
public:
    constexpr Yen() = default;
    explicit constexpr Yen(std::int64_t amount) : amount_(amount) {}
    template <class Floating>
        requires(!std::integral<Floating>)
    explicit Yen(Floating) = delete;

    [[nodiscard]] constexpr std::int64_t amount() const { return amount_; }

    friend constexpr auto operator<=>(Yen, Yen) = default;
    friend constexpr Yen operator+(Yen a, Yen b) { return Yen{a.amount_ + b.amount_}; }
    friend constexpr Yen operator-(Yen a, Yen b) { return Yen{a.amount_ - b.amount_}; }
    friend constexpr Yen operator-(Yen a) { return Yen{-a.amount_}; }
    friend constexpr Yen operator*(Yen a, std::int64_t times) { return Yen{a.amount_ * times}; }
    constexpr Yen& operator+=(Yen other) { return *this = *this + other; }

private:
    std::int64_t amount_ = 0;
};

// 端数切捨て: the greatest multiple of `unit` (> 0) that is not above the amount.
[[nodiscard]] constexpr Yen floor_to(Yen amount, Yen unit) {
    const auto rest = amount.amount() % unit.amount();
    return Yen{amount.amount() - rest - (rest < 0 ? unit.amount() : 0)};
}

} // namespace hiroba
