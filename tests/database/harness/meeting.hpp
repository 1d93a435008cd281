// Parties of a race that wait for each other once, in the middle of their units of work.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <set>
#include <stdexcept>

namespace hiroba::test {

class Meeting {
public:
    explicit Meeting(std::size_t parties) : parties_(parties) {}
    // Who comes again, because its unit of work runs again, goes through. std::runtime_error when somebody stays away.
    void wait_for_all(int party) {
        std::unique_lock lock(mutex_);
        here_.insert(party);
        changed_.notify_all();
        if (!changed_.wait_for(lock, std::chrono::seconds{20}, [&] { return here_.size() == parties_; }))
            throw std::runtime_error("one of the parties did not come");
    }

private:
    std::size_t parties_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<int> here_;
};

} // namespace hiroba::test
