// What the tests of the adapters run beside the sandbox: a folder of their own, and a merchant's endpoint.
#pragma once

#include "services/http/http.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace hiroba::sandbox::test {

using namespace std::chrono_literals;

class TemporaryFolder {
public:
    TemporaryFolder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "hiroba_sandbox_XXXXXX").string();
        REQUIRE(mkdtemp(pattern.data()) != nullptr);
        path_ = pattern;
    }
    ~TemporaryFolder() { std::filesystem::remove_all(path_); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    [[nodiscard]] std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline http::ServerOptions with_workers(int workers) {
    http::ServerOptions options;
    options.workers = workers;
    return options;
}

// A merchant's endpoint that keeps what is posted to it.
class Inbox {
public:
    Inbox() : server_(with_workers(1), [this](http::Request& request) { return take(request); }) { server_.start(); }
    ~Inbox() { server_.stop(0s); }
    Inbox(const Inbox&) = delete;
    Inbox& operator=(const Inbox&) = delete;
    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(server_.port()) + "/hook"; }
    [[nodiscard]] std::vector<http::Request> received() const {
        const std::lock_guard lock(mutex_);
        return received_;
    }
    // Waits for that many messages, at most ten seconds.
    [[nodiscard]] bool has(std::size_t count) const {
        for (int waited = 0; waited < 1000 && received().size() < count; ++waited)
            std::this_thread::sleep_for(10ms);
        return received().size() == count;
    }
    std::atomic<int> refusals_left{0};

private:
    http::Response take(const http::Request& request) {
        const std::lock_guard lock(mutex_);
        received_.push_back(request);
        if (refusals_left > 0) {
            --refusals_left;
            return {500, "", {}};
        }
        return {200, "", {}};
    }
    mutable std::mutex mutex_;
    std::vector<http::Request> received_;
    http::Server server_;
};

} // namespace hiroba::sandbox::test
