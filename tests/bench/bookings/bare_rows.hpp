// The ids, instants and masks of the bare loops' rows.
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

// What is taken of the unit's day, as `unit_day` keeps it: slots 0–47 and 48–95.
struct Masks {
    std::int64_t early = 0;
    std::int64_t late = 0;
};

inline Masks masks_of(std::int64_t first_slot, std::int64_t last_slot) {
    Masks masks;
    for (std::int64_t slot = first_slot; slot <= last_slot; ++slot)
        (slot < 48 ? masks.early : masks.late) |= std::int64_t{1} << slot % 48;
    return masks;
}

} // namespace hiroba::bench
