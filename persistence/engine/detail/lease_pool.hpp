// A fixed number of connections, lent one at a time for a bounded wait.
#pragma once

#include "persistence/engine/detail/connection.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace hiroba::persistence::detail {

class LeasePool;

// A lent connection. Going out of scope it rolls back what is open; a broken connection is thrown away.
class Lease {
public:
    Lease(LeasePool& pool, std::unique_ptr<Connection> connection, std::int64_t generation);
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    ~Lease();
    [[nodiscard]] Connection& connection() { return *connection_; }

private:
    LeasePool& pool_;
    std::unique_ptr<Connection> connection_;
    std::int64_t generation_;
};

class LeasePool {
public:
    // Connections are opened (by the maker, prepared and ready) when first needed.
    using Maker = std::function<std::unique_ptr<Connection>()>;
    LeasePool(int size, std::chrono::milliseconds timeout, Maker make);

    // DatabaseBusy when none becomes free in time; whatever the maker throws.
    [[nodiscard]] Lease lease();

private:
    friend class Lease;
    void give_back(std::unique_ptr<Connection> connection, std::int64_t generation) noexcept;

    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int unopened_;
    // Goes up when a connection broke: those opened before it are probably broken too, and are not lent again.
    std::int64_t generation_ = 0;
    const std::chrono::milliseconds timeout_;
    const Maker make_;
};

} // namespace hiroba::persistence::detail
