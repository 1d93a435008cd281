#include "payments/http_client/http_client.hpp"
#include "payments/secret.hpp"

#include <arpa/inet.h>
#include <atomic>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace hiroba::payments;
using namespace std::chrono_literals;

namespace {

// A peer that reads one request per connection and answers fixed bytes, or nothing at all.
class FixedPeer {
public:
    explicit FixedPeer(std::string answer, bool stays_silent = false)
        : answer_(std::move(answer)), stays_silent_(stays_silent), listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        REQUIRE(bind(listener_, any, length) == 0);
        REQUIRE(listen(listener_, 16) == 0);
        REQUIRE(getsockname(listener_, any, &length) == 0);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread{[this] { serve(); }};
    }
    ~FixedPeer() {
        stopping_ = true;
        thread_.join();
        close(listener_);
    }
    FixedPeer(const FixedPeer&) = delete;
    FixedPeer& operator=(const FixedPeer&) = delete;

    [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/x"; }
    [[nodiscard]] std::string last_request() const {
        const std::lock_guard lock(mutex_);
        return last_request_;
    }
    [[nodiscard]] int connections() const { return connections_; }

private:
    static bool is_readable(int fd, int timeout_ms) {
        pollfd waiting{fd, POLLIN, 0};
        return poll(&waiting, 1, timeout_ms) > 0;
    }
    void serve() {
        while (!stopping_) {
            if (!is_readable(listener_, 20)) continue;
            const int peer = accept(listener_, nullptr, nullptr);
            ++connections_;
            char buffer[4096];
            std::string request;
            while (is_readable(peer, 100)) {
                const ssize_t got = read(peer, buffer, sizeof buffer);
                if (got <= 0) break;
                request.append(buffer, static_cast<std::size_t>(got));
            }
            {
                const std::lock_guard lock(mutex_);
                last_request_ = request;
            }
            while (stays_silent_ && !stopping_)
                std::this_thread::sleep_for(10ms);
            if (!stays_silent_) static_cast<void>(send(peer, answer_.data(), answer_.size(), MSG_NOSIGNAL));
            close(peer);
        }
    }

    std::string answer_;
    bool stays_silent_;
    int listener_;
    int port_ = 0;
    std::atomic<bool> stopping_{false};
    std::atomic<int> connections_{0};
    mutable std::mutex mutex_;
    std::string last_request_;
    std::thread thread_;
};

HttpRequest to(const std::string& url) {
    HttpRequest request;
    request.url = url;
    request.connect_timeout = 500ms;
    request.total_timeout = 1500ms;
    return request;
}

} // namespace

TEST_CASE("an exchange sends method, headers and body, and reads status, headers and body") {
    const FixedPeer peer{"HTTP/1.1 201 Created\r\nRequest-Id:  req_7 \r\nContent-Length: 2\r\n\r\nok"};
    HttpRequest request = to(peer.url());
    request.method = "POST";
    request.headers = {{"Idempotency-Key", "k1"}, {"X-Empty", ""}};
    request.body = "a=1";
    const auto response = exchange(request);
    REQUIRE(response);
    CHECK(response->status == 201);
    CHECK(response->header("request-id") == "req_7");
    CHECK(response->header("absent").empty());
    CHECK(response->body == "ok");
    CHECK(peer.last_request().starts_with("POST /x HTTP/1.1\r\n"));
    CHECK(peer.last_request().find("\r\nIdempotency-Key: k1\r\n") != std::string::npos);
    CHECK(peer.last_request().find("Expect") == std::string::npos);
    CHECK(peer.last_request().ends_with("\r\n\r\na=1"));
}

TEST_CASE("a redirect is an answer like any other and is not followed") {
    const FixedPeer elsewhere{"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"};
    const FixedPeer peer{"HTTP/1.1 302 Found\r\nLocation: " + elsewhere.url() + "\r\nContent-Length: 0\r\n\r\n"};
    const auto response = exchange(to(peer.url()));
    REQUIRE(response);
    CHECK(response->status == 302);
    CHECK(elsewhere.connections() == 0);
}

TEST_CASE("what goes wrong on the wire is told apart by whether the request can have arrived") {
    const auto nobody_listens = exchange(to("http://127.0.0.1:1/"));
    REQUIRE_FALSE(nobody_listens);
    CHECK(nobody_listens.error().fault == TransportFault::could_not_connect);

    const FixedPeer silent{"", true};
    const auto no_answer = exchange(to(silent.url()));
    REQUIRE_FALSE(no_answer);
    CHECK(no_answer.error().fault == TransportFault::timed_out);
    CHECK(silent.connections() == 1);

    const FixedPeer hangs_up{""};
    const auto lost = exchange(to(hangs_up.url()));
    REQUIRE_FALSE(lost);
    CHECK(lost.error().fault == TransportFault::broken);
    CHECK(hangs_up.connections() == 1);

    const FixedPeer cuts_off{"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort"};
    const auto truncated = exchange(to(cuts_off.url()));
    REQUIRE_FALSE(truncated);
    CHECK(truncated.error().fault == TransportFault::broken);
}

TEST_CASE("an answer larger than allowed is refused, one of exactly the allowed size is read") {
    const FixedPeer peer{"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789"};
    HttpRequest request = to(peer.url());
    request.max_response_bytes = 10;
    CHECK(exchange(request).value().body.size() == 10);
    request.max_response_bytes = 9;
    CHECK(exchange(request).error().fault == TransportFault::broken);
}

TEST_CASE("an error of the wire quotes neither the address nor a header") {
    HttpRequest request = to("http://user:sk_live_abc@127.0.0.1:1/?key=sk_live_abc");
    request.headers = {{"Authorization", "Bearer sk_live_abc"}};
    const auto failed = exchange(request);
    REQUIRE_FALSE(failed);
    CHECK_FALSE(failed.error().detail.empty());
    CHECK(failed.error().detail.find("sk_live") == std::string::npos);
    CHECK(failed.error().detail.find("127.0.0.1") == std::string::npos);
}

TEST_CASE("a header that would end the line early is a bug, not a request") {
    HttpRequest request = to("http://127.0.0.1:1/");
    request.headers = {{"Idempotency-Key", "a\r\nAuthorization: Bearer b"}};
    CHECK_THROWS_AS(static_cast<void>(exchange(request)), std::invalid_argument);
}

TEST_CASE("only http and https are spoken") {
    CHECK(exchange(to("file:///etc/passwd")).error().fault == TransportFault::could_not_connect);
    CHECK(exchange(to("not an address")).error().fault == TransportFault::could_not_connect);
}

TEST_CASE("loopback addresses are recognised, and names that only look so are not") {
    for (const char* const url :
         {"http://localhost:8080/x", "http://127.0.0.1", "http://[::1]:9/", "http://LOCALHOST/"})
        CHECK(is_loopback_url(url));
    for (const char* const url : {"http://localhost.example", "http://127.0.0.1.example", "http://10.0.0.1",
                                  "http://example.com/?http://127.0.0.1", "http://127.0.0.1@example.com/", ""})
        CHECK_FALSE(is_loopback_url(url));
}

TEST_CASE("many threads exchange at once") {
    const FixedPeer peer{"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"};
    std::atomic<int> succeeded{0};
    std::vector<std::thread> threads;
    for (int each = 0; each < 8; ++each)
        threads.emplace_back([&] {
            HttpRequest request = to(peer.url());
            request.connect_timeout = request.total_timeout = 10s;
            if (exchange(request)) ++succeeded;
        });
    for (auto& thread : threads)
        thread.join();
    CHECK(succeeded == 8);
}

TEST_CASE("a secret is read from the first line of its file, and a blank file is no secret") {
    const auto file = std::filesystem::temp_directory_path() / ("hiroba_secret_" + std::to_string(getpid()));
    std::ofstream{file} << "  sk_test_1 \r\nsecond line\n";
    CHECK(read_secret(file)->reveal() == "sk_test_1");
    std::ofstream{file} << " \n";
    CHECK(read_secret(file).error().code == "secret_blank");
    std::filesystem::remove(file);
    CHECK(read_secret(file).error().code == "secret_unreadable");
}
