// Work that goes on beside the handlers: one thread, one task, repeated until it is told to stop.
#pragma once

#include "services/jobs/bell.hpp"

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <thread>

namespace hiroba::services {

// Runs `task` at once, then whenever the bell rings, and at least once per `period`. A task that throws is logged and
// tried again at the next turn (never sooner than `rest_after_fault`). Ends with the object, after the running turn.
class Job {
public:
    Job(std::string name, std::chrono::milliseconds period, Bell& bell, std::function<void()> task);
    ~Job();
    Job(const Job&) = delete;
    Job& operator=(const Job&) = delete;

    static constexpr std::chrono::milliseconds rest_after_fault{1'000};

private:
    void run();
    [[nodiscard]] bool turn();

    std::string name_;
    std::chrono::milliseconds period_;
    Bell& bell_;
    std::function<void()> task_;
    std::atomic<bool> stopping_ = false;
    std::thread thread_;
};

} // namespace hiroba::services
