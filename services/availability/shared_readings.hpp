// One reading for all who ask for the same thing while it is being read for somebody else.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

namespace hiroba::services {

template <class Key, class Value>
class SharedReadings {
public:
    // What `read()` answers. It begins after the call, so the answer is never older than the question: who comes while
    // a reading runs waits for the next one, together with all others who do. What a reading throws reaches all of
    // them.
    template <class Read>
    [[nodiscard]] Value get(const Key& key, const Read& read);

    // How many wait for the next reading of this.
    [[nodiscard]] std::size_t waiting(const Key& key) const {
        const std::lock_guard lock(mutex_);
        const auto found = next_.find(key);
        return found == next_.end() ? 0 : found->second->askers;
    }

private:
    struct Reading {
        std::size_t askers = 0;
        bool begun = false;
        bool done = false;
        std::optional<Value> value;
        std::exception_ptr error;
    };

    mutable std::mutex mutex_;
    std::condition_variable read_;
    std::map<Key, std::shared_ptr<Reading>> next_; // that have not begun
    std::set<Key> running_;
};

template <class Key, class Value>
template <class Read>
Value SharedReadings<Key, Value>::get(const Key& key, const Read& read) {
    std::unique_lock lock(mutex_);
    auto& next = next_[key];
    if (!next) next = std::make_shared<Reading>();
    const auto reading = next;
    ++reading->askers;
    read_.wait(lock, [&] { return reading->done || (!reading->begun && !running_.contains(key)); });
    if (!reading->done) {
        running_.insert(key); // first: it may throw, and then another one reads
        reading->begun = true;
        next_.erase(key);
        lock.unlock();
        try {
            reading->value = read();
        } catch (...) {
            reading->error = std::current_exception();
        }
        lock.lock();
        reading->done = true;
        running_.erase(key);
        read_.notify_all();
    }
    if (reading->error) std::rethrow_exception(reading->error);
    return *reading->value;
}

} // namespace hiroba::services
