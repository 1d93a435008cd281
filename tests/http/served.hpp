// A real server on a free loopback port with a few routes to attack.
#pragma once

#include "services/http/http.hpp"

#include <atomic>
#include <mutex>
#include <string>
#include <vector>

namespace hiroba::http::test {

// GET /healthz (names its worker in X-Worker), GET /large (8 MiB), GET /slow (waits until release() is called),
// GET /throw, GET /secret (counted), POST /echo (JSON back), GET /odd (a status that is not in use).
class Served {
public:
    explicit Served(ServerOptions options = with_workers(2));
    ~Served();

    static ServerOptions with_workers(int workers);

    [[nodiscard]] std::uint16_t port() const { return server.port(); }
    // Whether well-behaved clients get their answers soon, from every worker.
    [[nodiscard]] bool is_healthy() const;
    void release() { released_ = true; }
    [[nodiscard]] std::vector<std::string> faults() const;

    std::atomic<int> secret_runs{0};
    std::atomic<int> slow_entered{0};

private:
    ServerOptions reporting_here(ServerOptions options);
    Router make_router();
    Response wait_for_release();

    std::atomic<bool> released_{false};
    mutable std::mutex mutex_;
    std::vector<std::string> faults_;
    int workers_;
    Router router_;

public:
    Server server;
};

constexpr std::size_t large_bytes = 8 * 1024 * 1024;

} // namespace hiroba::http::test
