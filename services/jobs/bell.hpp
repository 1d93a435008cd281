// A bell between those who make work and the thread that does it: ringing never waits, and a ring is never lost.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace hiroba::services {

class Bell {
public:
    void ring() {
        {
            const std::lock_guard lock(mutex_);
            rung_ = true;
        }
        woken_.notify_one();
    }

    // Until it rings (also when it rang since the last wait), or the time is over.
    void wait_for(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        woken_.wait_for(lock, time, [this] { return rung_; });
        rung_ = false;
    }

private:
    std::mutex mutex_;
    std::condition_variable woken_;
    bool rung_ = false;
};

} // namespace hiroba::services
