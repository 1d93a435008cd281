// The time of the played world: that of the machine, and as far ahead as somebody has set it.
#pragma once

#include "domain/core/instant.hpp"

#include <atomic>
#include <chrono>

namespace hiroba::sandbox {

class SandboxClock {
public:
    [[nodiscard]] static Instant wall_clock() {
        const auto since_epoch = std::chrono::system_clock::now().time_since_epoch();
        return Instant::from_epoch_ms(std::chrono::duration_cast<std::chrono::milliseconds>(since_epoch).count());
    }
    [[nodiscard]] Instant now() const { return wall_clock() + std::chrono::milliseconds{ahead_ms_.load()}; }
    void advance(std::chrono::milliseconds by) { ahead_ms_ += by.count(); }

private:
    std::atomic<std::int64_t> ahead_ms_{0};
};

} // namespace hiroba::sandbox
