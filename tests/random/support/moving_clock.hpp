// The time of a run: one for everybody, moved while they work; each process reads it on a clock of its own that is a
// little ahead or behind, as the clocks of several machines are.
#pragma once

#include "services/clock.hpp"

#include <atomic>
#include <chrono>

namespace hiroba::test {

class MovingTime {
public:
    explicit MovingTime(Instant begins) : now_ms_(begins.epoch_ms()) {}
    [[nodiscard]] Instant now() const { return Instant::from_epoch_ms(now_ms_); }
    void pass(std::chrono::milliseconds time) { now_ms_ += time.count(); }

private:
    std::atomic<std::int64_t> now_ms_;
};

class OfficeClock final : public services::Clock {
public:
    OfficeClock(const MovingTime& time, std::chrono::milliseconds ahead) : time_(time), ahead_(ahead) {}
    [[nodiscard]] Instant now() const override { return time_.now() + ahead_; }

private:
    const MovingTime& time_;
    std::chrono::milliseconds ahead_;
};

} // namespace hiroba::test
