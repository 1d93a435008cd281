// The ids and instants of the bare loops' rows.
#pragma once

#include <chrono>
#include <cstdint>

namespace hiroba::bench {

struct Stamp {
    std::int64_t id = 0; // of the booking and its owner; its other rows have the ids that follow
    std::int64_t at_ms = 0;
    std::int64_t expires_at_ms = 0;
};

// Ids in the order of time, as in the product.
inline Stamp stamp_of(std::int64_t number) {
    constexpr std::int64_t hold_ms = 600'000;
    const std::int64_t at_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    return {((at_ms - 1'577'836'800'000) << 22) | (number & 0x3fffff), at_ms, at_ms + hold_ms};
}

} // namespace hiroba::bench
