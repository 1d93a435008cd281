// 照会の間隔: when a provider is asked again about what it has not answered.
#pragma once

#include "domain/booking/town.hpp"
#include "domain/core/instant.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace hiroba::services {

struct BackOff {
    std::chrono::seconds first;
    std::chrono::seconds longest;
};
// After a call that told nothing: 2, 4, 8 … seconds, at most ten minutes.
inline constexpr BackOff after_no_answer{std::chrono::seconds{2}, std::chrono::minutes{10}};

// Once staff have been told of it.
inline constexpr BackOff after_the_horizon{std::chrono::hours{1}, std::chrono::hours{1}};

// The town does not wait any longer for the provider alone.
[[nodiscard]] inline bool is_beyond_horizon(Instant since, const MoneyRules& rules, Instant now) {
    return now >= since + rules.hand_to_staff_after;
}

[[nodiscard]] inline Instant asked_again_at(Instant now, std::int64_t tries,
                                            const BackOff& back_off = after_no_answer) {
    constexpr std::int64_t most_doublings = 20;
    const auto wait = back_off.first * (std::int64_t{1} << std::min(tries, most_doublings));
    return now + std::min<std::chrono::seconds>(wait, back_off.longest);
}

} // namespace hiroba::services
