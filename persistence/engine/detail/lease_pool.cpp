#include "persistence/engine/detail/lease_pool.hpp"

#include "persistence/engine/errors.hpp"

#include <utility>

namespace hiroba::persistence::detail {

Lease::Lease(LeasePool& pool, std::unique_ptr<Connection> connection, std::int64_t generation)
    : pool_(pool), connection_(std::move(connection)), generation_(generation) {}

Lease::~Lease() {
    connection_->rollback();
    pool_.give_back(std::move(connection_), generation_);
}

LeasePool::LeasePool(int size, std::chrono::milliseconds timeout, Maker make)
    : unopened_(size), timeout_(timeout), make_(std::move(make)) {
    idle_.reserve(static_cast<std::size_t>(size));
}

Lease LeasePool::lease() {
    std::unique_lock lock(mutex_);
    if (!freed_.wait_for(lock, timeout_, [&] { return !idle_.empty() || unopened_ > 0; })) {
        throw DatabaseBusy("no session became free in " + std::to_string(timeout_.count()) + " ms");
    }
    const std::int64_t generation = generation_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return {*this, std::move(connection), generation};
    }
    --unopened_;
    lock.unlock();
    try {
        return {*this, make_(), generation};
    } catch (...) {
        lock.lock();
        ++unopened_;
        freed_.notify_one();
        throw;
    }
}

void LeasePool::give_back(std::unique_ptr<Connection> connection, std::int64_t generation) noexcept {
    std::vector<std::unique_ptr<Connection>> outdated; // closed after the lock is released
    const std::lock_guard lock(mutex_);
    if (connection->broken() && generation == generation_) {
        ++generation_;
        unopened_ += static_cast<int>(idle_.size());
        outdated.swap(idle_);
    }
    if (connection->broken() || generation != generation_) {
        ++unopened_;
        outdated.push_back(std::move(connection));
    } else {
        idle_.push_back(std::move(connection));
    }
    freed_.notify_one();
}

} // namespace hiroba::persistence::detail
