// What clients send by malice or mistake. The server answers or hangs up, and goes on serving the others.
#include "services/http/http.hpp"
#include "tests/http/raw_client.hpp"
#include "tests/http/served.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <string>
#include <thread>

using namespace hiroba::http;
using namespace hiroba::http::test;
using namespace std::chrono_literals;

namespace {

std::string code_of(const std::optional<Answer>& answer) {
    if (!answer) return "no answer";
    return nlohmann::json::parse(answer->body).at("code");
}

// This process's processor time, all threads.
std::chrono::milliseconds processor_time() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::seconds(time.tv_sec) +
                                                                 std::chrono::nanoseconds(time.tv_nsec));
}

} // namespace

TEST_CASE("sixteen thousand slashes are refused and the server lives") {
    Served served;
    CHECK(code_of(ask(served.port(), get(std::string(16'000, '/')))) == "target_too_long");
    CHECK(code_of(ask(served.port(), get(std::string(8'000, '/')))) == "too_many_path_segments");
    CHECK(served.is_healthy());
}

TEST_CASE("sixteen thousand slashes are refused also when the limits in front are wide open") {
    auto options = Served::with_workers(2);
    options.max_request_bytes = 4 * 1024 * 1024;
    options.limits.head_bytes = 1024 * 1024;
    options.limits.target_bytes = 1024 * 1024;
    options.limits.path_slashes = 1'000'000;
    Served served(options);
    CHECK(code_of(ask(served.port(), get(std::string(16'000, '/')))) == "not_found");
    CHECK(code_of(ask(served.port(), get(std::string(500'000, '/')))) == "not_found");
    CHECK(served.is_healthy());
}

TEST_CASE("a request smuggled behind an oversize body never runs") {
    Served served;
    const auto smuggled = get("/secret");

    SUBCASE("the announced length is too large: the body is not read as requests") {
        RawClient client(served.port());
        client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 1000000\r\n\r\n");
        std::string body(200'000, 'a');
        client.send(body + smuggled + smuggled);
        CHECK(code_of(client.receive()) == "body_too_large");
        CHECK(client.is_hung_up_on());
    }
    SUBCASE("everything in one piece") {
        RawClient client(served.port());
        client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 999999999999\r\n\r\n" + smuggled);
        CHECK(code_of(client.receive()) == "body_too_large");
        CHECK(client.is_hung_up_on());
    }
    SUBCASE("two lengths") {
        RawClient client(served.port());
        client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 0\r\nContent-Length: 60\r\n\r\n" +
                    smuggled);
        CHECK(code_of(client.receive()) == "bad_content_length");
        CHECK(client.is_hung_up_on());
    }
    SUBCASE("a length and chunks") {
        RawClient client(served.port());
        client.send(
            "POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" +
            smuggled);
        CHECK(code_of(client.receive()) == "transfer_encoding_refused");
        CHECK(client.is_hung_up_on());
    }
    SUBCASE("a header folded over two lines") {
        RawClient client(served.port());
        client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nX-A: b\r\n Content-Length: 60\r\n\r\n" + smuggled);
        CHECK(code_of(client.receive()) == "malformed_header");
        CHECK(client.is_hung_up_on());
    }
    SUBCASE("headers without end") {
        RawClient client(served.port());
        client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nX-A: " + std::string(100'000, 'a') + "\r\n\r\n" + smuggled);
        CHECK(code_of(client.receive()) == "headers_too_large");
        CHECK(client.is_hung_up_on());
    }
    std::this_thread::sleep_for(100ms);
    CHECK(served.secret_runs == 0);
    CHECK(served.is_healthy());
    CHECK(served.secret_runs == 0);
}

TEST_CASE("a body of exactly the largest size is read, one byte more is refused") {
    Served served;
    const std::string head_of_six_digits = "POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Type: application/json\r\n"
                                           "Content-Length: 130000\r\n\r\n";
    const std::size_t room = 128 * 1024 - head_of_six_digits.size();
    const auto string_of = [](std::size_t bytes) { return '"' + std::string(bytes - 2, 'a') + '"'; };
    const auto fitting = ask(served.port(), post("/echo", string_of(room)));
    REQUIRE(fitting);
    CHECK(fitting->status == 200);
    CHECK(fitting->body.size() == room);
    CHECK(code_of(ask(served.port(), post("/echo", string_of(room + 1)))) == "body_too_large");
}

TEST_CASE("a slow sender is cut off and stops nobody") {
    auto options = Served::with_workers(1);
    options.timeouts.head = 600ms;
    options.timeouts.body = 600ms;
    options.timeouts.idle = 600ms;
    Served served(options);
    RawClient head_only(served.port());
    RawClient body_missing(served.port());
    RawClient silent(served.port());
    head_only.send("GET /healthz HTTP/1.1\r\nHost: hir");
    body_missing.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 10\r\n\r\n{");
    const auto begin = std::chrono::steady_clock::now();
    while (std::chrono::steady_clock::now() - begin < 400ms) {
        head_only.send("o");
        CHECK(served.is_healthy());
        std::this_thread::sleep_for(20ms);
    }
    CHECK(head_only.is_hung_up_on());
    CHECK(body_missing.is_hung_up_on());
    CHECK(silent.is_hung_up_on());
    CHECK(std::chrono::steady_clock::now() - begin < 5s);
    CHECK(served.is_healthy());
}

TEST_CASE("a second request on a connection has the same deadline as the first") {
    auto options = Served::with_workers(1);
    options.timeouts.head = 300ms;
    Served served(options);
    RawClient client(served.port());
    client.send(get("/healthz"));
    REQUIRE(client.receive());
    client.send("GET /healthz HTT");
    const auto begin = std::chrono::steady_clock::now();
    CHECK(client.is_hung_up_on());
    CHECK(std::chrono::steady_clock::now() - begin < 2s);
}

TEST_CASE("a request that arrives byte by byte is understood") {
    Served served;
    RawClient client(served.port());
    for (const char byte : post("/echo", R"({"people":3})"))
        client.send({&byte, 1});
    const auto answer = client.receive();
    REQUIRE(answer);
    CHECK(answer->body == R"({"people":3})");
}

TEST_CASE("slow readers of large answers cost nothing and stop nobody") {
    auto options = Served::with_workers(1);
    options.timeouts.write = 4s;
    Served served(options);
    std::vector<RawClient> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back(served.port(), RawClient::Options{.receive_buffer_bytes = 4096, .patience = 5s});
        readers.back().send(get("/large"));
    }
    while (served.server.in_flight() < 4)
        std::this_thread::sleep_for(1ms);
    const auto before = processor_time();
    std::this_thread::sleep_for(500ms);
    CHECK(processor_time() - before < 200ms);
    CHECK(served.is_healthy());

    SUBCASE("who reads on gets everything") {
        const auto answer = readers.front().receive();
        REQUIRE(answer);
        CHECK(answer->body.size() == large_bytes);
        CHECK(std::all_of(answer->body.begin(), answer->body.end(), [](char c) { return c == 'x'; }));
        readers.front().send(get("/healthz"));
        CHECK(readers.front().receive());
    }
    SUBCASE("who does not is cut off") {
        for (int i = 0; i < 1500 && served.server.in_flight() > 0; ++i)
            std::this_thread::sleep_for(10ms);
        CHECK(served.server.in_flight() == 0);
        CHECK_FALSE(readers.front().receive());
    }
    CHECK(served.is_healthy());
}

TEST_CASE("garbage is refused at once and the connection ends") {
    Served served;
    const std::string client_hello{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11};
    for (const auto& [bytes, code] : std::vector<std::pair<std::string, std::string>>{
             {client_hello, "malformed_request_line"},
             {"hello\r\n\r\n", "malformed_request_line"},
             {"GET\r\n\r\n", "malformed_request_line"},
             {"GET /\r\n\r\n", "malformed_request_line"},
             {"GET  / HTTP/1.1\r\n\r\n", "malformed_request_line"},
             {"GET / HTTP/2.0\r\n\r\n", "unsupported_http_version"},
             {"GET / HTTP/1.1\r\n\r\n", "missing_host"},
             {"GET / HTTP/1.1\r\nHost : hiroba\r\n\r\n", "malformed_header"},
             {"GET / HTTP/1.1\r\nHost: hiroba\r\nX\r\n\r\n", "malformed_header"},
             {"GET / HTTP/1.1\nHost: hiroba\n\r\n\r\n", "malformed_request_line"},
             {std::string("GET / HTTP/1.1\r\nHost: hi\0ba\r\n\r\n", 32), "malformed_header"},
         }) {
        CAPTURE(bytes);
        RawClient client(served.port());
        client.send(bytes);
        CHECK(code_of(client.receive()) == code);
        CHECK(client.is_hung_up_on());
    }
    CHECK(served.is_healthy());
}

TEST_CASE("random bytes and mutilated requests never stop the server") {
    Served served;
    std::mt19937 chance(20261121);
    const auto model = post("/echo", R"({"name":"公民館"})");
    for (int round = 0; round < 400; ++round) {
        std::string bytes = model;
        for (int change = 0; change < 1 + round % 8; ++change)
            bytes[chance() % bytes.size()] = static_cast<char>(chance() % 256);
        if (round % 10 == 0)
            std::generate(bytes.begin(), bytes.end(), [&] { return static_cast<char>(chance() % 256); });
        RawClient client(served.port(), {.patience = 1s});
        client.send(bytes.substr(0, chance() % (bytes.size() + 1)));
        client.half_close();
        const auto answer = client.receive();
        if (answer) CHECK(answer->status < 500);
    }
    CHECK(served.is_healthy());
    CHECK(served.faults().empty());
}

TEST_CASE("a malformed cookie is left out and the request is answered") {
    Served served;
    for (const std::string cookie : {"broken", "=", ";;;", "a b=c", "\xff\xfe=1", "sid", "=; =; ;"}) {
        CAPTURE(cookie);
        const auto answer = ask(served.port(), get("/healthz", "Cookie: " + cookie + "\r\n"));
        REQUIRE(answer);
        CHECK(answer->status == 200);
    }
}

TEST_CASE("headers that Pistache cannot read do not matter to us") {
    Served served;
    for (const std::string header : {"Accept: nonsense/", "Content-Type: ///", "Host-Port: x", "Cache-Control: ,,=",
                                     "Expect: something", "Authorization: ", "Connection: ,,", "Accept-Encoding: ?"}) {
        CAPTURE(header);
        const auto answer = ask(served.port(), get("/healthz", header + "\r\n"));
        REQUIRE(answer);
        CHECK(answer->status == 200);
    }
    const auto odd_host = ask(served.port(), "GET /healthz HTTP/1.1\r\nHost: hiroba:notaport\r\n\r\n");
    REQUIRE(odd_host);
    CHECK(odd_host->status == 200);
}

TEST_CASE("a client that leaves in the middle of a large answer costs only its own connection") {
    Served served;
    for (int i = 0; i < 20; ++i) {
        RawClient client(served.port(), {.receive_buffer_bytes = 4096});
        client.send(get("/large"));
        if (i % 2 == 0) client.reset();
    }
    CHECK(served.is_healthy());
    for (int i = 0; i < 1000 && served.server.in_flight() > 0; ++i)
        std::this_thread::sleep_for(10ms);
    CHECK(served.server.in_flight() == 0);
}

TEST_CASE("a client that only pipelines and never reads is cut off before it fills the memory") {
    Served served;
    RawClient client(served.port(), {.receive_buffer_bytes = 4096, .patience = 2s});
    const auto request = get("/large");
    std::string many;
    for (int i = 0; i < 1000; ++i)
        many += request;
    bool is_connected = true;
    for (int i = 0; i < 200 && is_connected; ++i)
        is_connected = client.send(many);
    CHECK_FALSE(is_connected);
    CHECK(served.is_healthy());
}

TEST_CASE("an endless upload after a refusal is cut off") {
    Served served;
    RawClient client(served.port(), {.patience = 2s});
    client.send("POST /echo HTTP/1.1\r\nHost: hiroba\r\nContent-Length: 999999999\r\n\r\n");
    const std::string megabyte(1024 * 1024, 'a');
    int sent = 0;
    while (sent < 128 && client.send(megabyte))
        ++sent;
    CHECK(sent < 64); // the 32 that are thrown away, and what lies in the kernel's buffers
    CHECK(served.is_healthy());
}
