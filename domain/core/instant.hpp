// A point on the world's clock: UTC epoch milliseconds. Nobody here reads a clock; instants are arguments.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>

namespace hiroba {

// A point in time. A point minus a point is a duration; a point plus a point does not exist.
class Instant {
public:
    constexpr Instant() = default;
    static constexpr Instant from_epoch_ms(std::int64_t epoch_ms) { return Instant{epoch_ms}; }
    [[nodiscard]] constexpr std::int64_t epoch_ms() const { return epoch_ms_; }

    friend constexpr auto operator<=>(Instant, Instant) = default;
    friend constexpr Instant operator+(Instant at, std::chrono::milliseconds by) {
        return Instant{at.epoch_ms_ + by.count()};
    }
    friend constexpr Instant operator-(Instant at, std::chrono::milliseconds by) {
        return Instant{at.epoch_ms_ - by.count()};
    }
    friend constexpr std::chrono::milliseconds operator-(Instant a, Instant b) {
        return std::chrono::milliseconds{a.epoch_ms_ - b.epoch_ms_};
    }

private:
    explicit constexpr Instant(std::int64_t epoch_ms) : epoch_ms_(epoch_ms) {}
    std::int64_t epoch_ms_ = 0;
};

} // namespace hiroba
