// The server as a well-behaved client sees it, over a real socket.
#include "services/http/http.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/http/served.hpp"

#include <chrono>
#include <doctest/doctest.h>
#include <future>
#include <nlohmann/json.hpp>
#include <thread>

using namespace hiroba::http;
using namespace hiroba::http::test;
using namespace std::chrono_literals;

TEST_CASE("every answer carries the security headers, and the front door's request id where it is well-formed") {
    Served served;
    const auto answer = ask(served.port(), get("/healthz", "X-Request-Id: 0123456789abcdef-XYZ\r\n"));
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->headers.at("x-request-id") == "0123456789abcdef-XYZ");
    CHECK(answer->headers.at("x-content-type-options") == "nosniff");
    CHECK(answer->headers.at("cache-control") == "no-store");
    CHECK(answer->headers.at("referrer-policy") == "same-origin");
    CHECK(answer->headers.at("cross-origin-resource-policy") == "same-origin");
    CHECK(answer->headers.at("content-security-policy").starts_with("default-src 'none'"));

    for (const std::string offered : {"", "short", "0123456789abcdef'--", "0123456789abcdef 0123456789abcdef"}) {
        const auto other = ask(served.port(), get("/healthz", "X-Request-Id: " + offered + "\r\n"));
        REQUIRE(other);
        CHECK(other->headers.at("x-request-id").size() == 32);
        CHECK(other->headers.at("x-request-id") != offered);
    }
}

TEST_CASE("a handler that throws is answered 500 with the request id and without the exception's text") {
    Served served;
    const auto answer = ask(served.port(), get("/throw", "X-Request-Id: 0123456789abcdef\r\n"));
    REQUIRE(answer);
    CHECK(answer->status == 500);
    CHECK(answer->headers.at("content-type") == "application/problem+json");
    CHECK(answer->body.find("SELECT") == std::string::npos);
    const auto body = nlohmann::json::parse(answer->body);
    CHECK(body.at("code") == "internal_error");
    CHECK(body.at("request_id") == "0123456789abcdef");
    CHECK(served.faults() == std::vector<std::string>{"SELECT secret FROM account"});
}

TEST_CASE("a handler that answers with a status not in use is a bug, answered 500") {
    Served served;
    const auto answer = ask(served.port(), get("/odd"));
    REQUIRE(answer);
    CHECK(answer->status == 500);
    CHECK(served.faults().size() == 1);
}

TEST_CASE("HEAD has the headers of GET and no body, also when refused") {
    Served served;
    RawClient client(served.port());
    client.send("HEAD /large HTTP/1.1\r\nHost: hiroba\r\n\r\n");
    const auto head = client.receive(true);
    REQUIRE(head);
    CHECK(head->status == 200);
    CHECK(head->headers.at("content-length") == std::to_string(large_bytes));
    client.send("HEAD /nowhere HTTP/1.1\r\nHost: hiroba\r\n\r\n");
    const auto nowhere = client.receive(true);
    REQUIRE(nowhere);
    CHECK(nowhere->status == 404);
    client.send("HEAD /%zz HTTP/1.1\r\nHost: hiroba\r\n\r\n");
    const auto refused = client.receive(true);
    REQUIRE(refused);
    CHECK(refused->status == 400);
    // The connection is still in step: what follows is the next answer, not a left-over body.
    client.send(get("/healthz"));
    const auto next = client.receive();
    REQUIRE(next);
    CHECK(next->body == R"({"status":"ready"})");
}

TEST_CASE("OPTIONS names the methods, another method is answered 405, an unknown one is refused") {
    Served served;
    const auto options = ask(served.port(), "OPTIONS /echo HTTP/1.1\r\nHost: hiroba\r\n\r\n");
    REQUIRE(options);
    CHECK(options->status == 204);
    CHECK(options->headers.at("allow") == "POST, OPTIONS");
    CHECK_FALSE(options->headers.contains("content-length"));
    for (const std::string method : {"PUT", "PATCH", "DELETE", "TRACE", "CONNECT"}) {
        CAPTURE(method);
        const auto answer = ask(served.port(), method + " /healthz HTTP/1.1\r\nHost: hiroba\r\n\r\n");
        REQUIRE(answer);
        CHECK(answer->status == 405);
        CHECK(answer->headers.at("allow") == "GET, HEAD, OPTIONS");
    }
    const auto unknown = ask(served.port(), "BREW /healthz HTTP/1.1\r\nHost: hiroba\r\n\r\n");
    REQUIRE(unknown);
    CHECK(unknown->status == 400);
}

TEST_CASE("a refused request leaves the connection usable when its end was clear") {
    Served served;
    RawClient client(served.port());
    for (const std::string target : {"/%", "/%zz", "/a%2Fb", "/%00", "/%ff", "/a/../b", "/?a=1&a=2", "/?x=%"}) {
        CAPTURE(target);
        client.send(get(target));
        const auto answer = client.receive();
        REQUIRE(answer);
        CHECK(answer->status == 400);
        CHECK(answer->headers.at("content-type") == "application/problem+json");
        CHECK(nlohmann::json::parse(answer->body).at("request_id") == answer->headers.at("x-request-id"));
    }
}

TEST_CASE("pipelined requests are answered in their order") {
    Served served;
    RawClient client(served.port());
    std::string requests;
    for (int i = 0; i < 20; ++i)
        requests += post("/echo", std::to_string(i));
    client.send(requests);
    for (int i = 0; i < 20; ++i) {
        const auto answer = client.receive();
        REQUIRE(answer);
        CHECK(answer->body == std::to_string(i));
    }
}

TEST_CASE("a pipelined request waits until a large answer is out") {
    Served served;
    RawClient client(served.port(), {.receive_buffer_bytes = 4096});
    client.send(get("/large") + get("/healthz"));
    const auto large = client.receive();
    REQUIRE(large);
    CHECK(large->body.size() == large_bytes);
    const auto next = client.receive();
    REQUIRE(next);
    CHECK(next->body == R"({"status":"ready"})");
}

TEST_CASE("a connection is kept or closed as the client asks") {
    Served served;
    RawClient closing(served.port());
    closing.send(get("/healthz", "Connection: close\r\n"));
    const auto last = closing.receive();
    REQUIRE(last);
    CHECK(last->headers.at("connection") == "close");
    CHECK(closing.is_hung_up_on());

    RawClient old(served.port());
    old.send("GET /healthz HTTP/1.0\r\n\r\n");
    REQUIRE(old.receive());
    CHECK(old.is_hung_up_on());

    RawClient closing_large(served.port(), {.receive_buffer_bytes = 4096});
    closing_large.send(get("/large", "Connection: close\r\n"));
    const auto large = closing_large.receive();
    REQUIRE(large);
    CHECK(large->body.size() == large_bytes);
    CHECK(closing_large.is_hung_up_on());
}

TEST_CASE("a client that waits for 100 Continue gets it") {
    Served served;
    RawClient client(served.port());
    client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                "Expect: 100-continue\r\n\r\n");
    const auto go_on = client.receive();
    REQUIRE(go_on);
    CHECK(go_on->status == 100);
    client.send("[]");
    const auto answer = client.receive();
    REQUIRE(answer);
    CHECK(answer->body == "[]");
}

TEST_CASE("more requests in flight than allowed are answered 429 with a time to come back") {
    auto options = Served::with_workers(4);
    options.max_in_flight = 1;
    Served served(options);
    RawClient slow(served.port());
    slow.send(get("/slow"));
    while (served.slow_entered == 0)
        std::this_thread::sleep_for(1ms);
    // Those that fall to the busy worker wait; the others reach a free one.
    std::vector<RawClient> others;
    for (int i = 0; i < 8; ++i) {
        others.emplace_back(served.port(), RawClient::Options{.patience = 300ms});
        others.back().send(get("/healthz"));
    }
    int too_busy = 0;
    for (auto& other : others) {
        const auto answer = other.receive();
        if (!answer) continue;
        CHECK(answer->status == 429);
        CHECK(answer->headers.at("retry-after") == "1");
        CHECK(nlohmann::json::parse(answer->body).at("code") == "too_busy");
        ++too_busy;
    }
    CHECK(too_busy > 0);
    served.release();
    const auto answer = slow.receive();
    REQUIRE(answer);
    CHECK(answer->status == 200);
}

TEST_CASE("stopping answers what is in flight, then ends every connection") {
    Served served;
    RawClient idle(served.port());
    RawClient slow(served.port());
    slow.send(get("/slow"));
    while (served.slow_entered == 0)
        std::this_thread::sleep_for(1ms);
    CHECK(served.server.in_flight() == 1);
    auto stopped = std::async(std::launch::async, [&] { served.server.stop(5s); });
    CHECK(stopped.wait_for(300ms) == std::future_status::timeout);
    CHECK(served.server.draining());
    served.release();
    const auto answer = slow.receive();
    REQUIRE(answer);
    CHECK(answer->status == 200);
    CHECK(answer->body == "released");
    CHECK(answer->headers.at("connection") == "close");
    CHECK(stopped.wait_for(10s) == std::future_status::ready);
    CHECK(idle.is_hung_up_on());
}

TEST_CASE("stopping waits no longer than it was told to") {
    auto options = Served::with_workers(1);
    Served served(options);
    RawClient reader(served.port(), {.receive_buffer_bytes = 4096});
    reader.send(get("/large"));
    while (served.server.in_flight() == 0)
        std::this_thread::sleep_for(1ms);
    const auto begin = std::chrono::steady_clock::now();
    served.server.stop(1s);
    const auto lasted = std::chrono::steady_clock::now() - begin;
    CHECK(lasted >= 1s);
    CHECK(lasted < 5s);
}

TEST_CASE("servers can be started and stopped one after the other, and a taken port is told") {
    for (int i = 0; i < 10; ++i) {
        Served served;
        CHECK(served.is_healthy());
    }
    Served served;
    ServerOptions options;
    options.port = served.port();
    Server second(options, [](Request&) { return Response{}; });
    CHECK_THROWS_AS(second.start(), std::runtime_error);
}
