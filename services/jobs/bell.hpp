// A bell between those who make work and the threads that do it: ringing never waits, and no listener misses a ring.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace hiroba::services {

class Bell {
public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            ++rings_;
        }
        woken_.notify_all();
    }

    // What one listener has heard so far. Each listener has its own.
    using Heard = std::uint64_t;

    // Until it has rung since this listener last heard it, or the time is over.
    void wait_for(std::chrono::milliseconds time, Heard& heard) {
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, time, [&] { return rings_ != heard; });
        heard = rings_;
    }

private:
    std::mutex mutex_;
    std::condition_variable woken_;
    std::uint64_t rings_ = 0;
};

} // namespace hiroba::services
