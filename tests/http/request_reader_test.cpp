#include "services/http/request_reader.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <string>
#include <vector>

using namespace hiroba::http;

namespace {

const std::string host = "Host: hiroba\r\n";

RequestReader::Outcome read(const std::string& bytes, RequestLimits limits = {}) {
    RequestReader reader(limits, "192.0.2.9");
    reader.feed(bytes);
    return reader.next();
}

// "complete", "incomplete", or the refusal's code.
std::string outcome(const RequestReader::Outcome& read) {
    if (std::holds_alternative<CompleteRequest>(read)) return "complete";
    if (std::holds_alternative<Incomplete>(read)) return "incomplete";
    return std::get<RefusedRequest>(read).reason.code;
}

Request request_of(const std::string& bytes) { return std::get<CompleteRequest>(read(bytes)).request; }

} // namespace

TEST_CASE("a request is understood as a whole") {
    const auto request =
        request_of("POST /a%20b?x=1&y=%E9%A4%A8 HTTP/1.1\r\nHost: hiroba\r\nX-Thing:  one \r\nx-thing: two\r\n"
                   "Cookie: sid=abc; broken\r\nX-Request-Id: 0123456789abcdef\r\n"
                   "X-Forwarded-For: 6.6.6.6, 203.0.113.7\r\nContent-Length: 5\r\n\r\nhello");
    CHECK(request.method == Method::post);
    CHECK(request.path == "/a b");
    CHECK(request.body == "hello");
    CHECK(request.query_parameters == std::map<std::string, std::string>{{"x", "1"}, {"y", "館"}});
    CHECK(request.header("X-THING") == "one, two");
    CHECK_FALSE(request.header("absent"));
    CHECK(request.cookies == std::map<std::string, std::string>{{"sid", "abc"}});
    CHECK(request.request_id == "0123456789abcdef");
    CHECK(request.client_address == "203.0.113.7");
}

TEST_CASE("only the address that our own front door wrote is believed") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "192.0.2.9"},
        {"X-Forwarded-For: 203.0.113.7\r\n", "203.0.113.7"},
        {"X-Forwarded-For: 1.1.1.1, 203.0.113.7\r\n", "203.0.113.7"},
        {"X-Forwarded-For: 1.1.1.1\r\nX-Forwarded-For: 203.0.113.7\r\n", "203.0.113.7"},
        {"X-Forwarded-For: 2001:db8::1\r\n", "2001:db8::1"},
        {"X-Forwarded-For: 1.1.1.1, unknown\r\n", "192.0.2.9"},
        {"X-Forwarded-For: <script>\r\n", "192.0.2.9"},
    };
    for (const auto& [header, address] : cases) {
        CAPTURE(header);
        CHECK(request_of("GET / HTTP/1.1\r\n" + host + header + "\r\n").client_address == address);
    }
}

TEST_CASE("what is not one clear request is refused by name") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"GET / HTTP/1.1\r\n" + host + "\r\n", "complete"},
        {"\r\nGET / HTTP/1.1\r\n" + host + "\r\n", "complete"},
        {"GET / HTTP/1.1\r\n" + host, "incomplete"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\n\r\nab", "incomplete"},
        {"get / HTTP/1.1\r\n" + host + "\r\n", "malformed_request_line"},
        {"GET / HTTP/1.1 \r\n" + host + "\r\n", "malformed_request_line"},
        {"GET /a b HTTP/1.1\r\n" + host + "\r\n", "malformed_request_line"},
        {"GET /\x80 HTTP/1.1\r\n" + host + "\r\n", "malformed_request_line"},
        {"GET / HTTP/1.2\r\n" + host + "\r\n", "unsupported_http_version"},
        {"GET / http/1.1\r\n" + host + "\r\n", "unsupported_http_version"},
        {"BREW / HTTP/1.1\r\n" + host + "\r\n", "unknown_method"},
        {"GET http://hiroba/ HTTP/1.1\r\n" + host + "\r\n", "target_not_a_path"},
        {"OPTIONS * HTTP/1.1\r\n" + host + "\r\n", "target_not_a_path"},
        {"GET /#a HTTP/1.1\r\n" + host + "\r\n", "target_not_a_path"},
        {"GET /" + std::string(8192, 'a') + " HTTP/1.1\r\n" + host + "\r\n", "target_too_long"},
        {"GET /" + std::string(8191, 'a') + " HTTP/1.1\r\n" + host + "\r\n", "complete"},
        {"GET /" + std::string(9000, 'a'), "target_too_long"},
        {"GET " + std::string(33, '/') + " HTTP/1.1\r\n" + host + "\r\n", "too_many_path_segments"},
        {"GET " + std::string(32, '/') + " HTTP/1.1\r\n" + host + "\r\n", "complete"},
        {"GET /?" + std::string(4000, '/') + " HTTP/1.1\r\n" + host + "\r\n", "complete"},
        {"GET / HTTP/1.1\r\n" + host + "Host: other\r\n\r\n", "missing_host"},
        {"GET / HTTP/1.1\r\n\r\n", "missing_host"},
        {"GET / HTTP/1.0\r\n\r\n", "complete"},
        {"GET / HTTP/1.1\r\n" + host + " folded\r\n\r\n", "malformed_header"},
        {"GET / HTTP/1.1\r\n" + host + "X: a\nY: b\r\n\r\n", "malformed_header"},
        {"GET / HTTP/1.1\r\n" + host + "X: a\rY: b\r\n\r\n", "malformed_header"},
        {"GET / HTTP/1.1\r\n" + host + "X\t: a\r\n\r\n", "malformed_header"},
        {"GET / HTTP/1.1\r\n" + host + ": a\r\n\r\n", "malformed_header"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: +1\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 0x1\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 1, 1\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999999\r\n\r\n", "bad_content_length"},
        {"POST / HTTP/1.1\r\n" + host + "Content-Length: 131072\r\n\r\n", "body_too_large"},
        {"POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: identity\r\n\r\n", "transfer_encoding_refused"},
    };
    for (const auto& [bytes, expected] : cases) {
        CAPTURE(bytes.substr(0, 80));
        CHECK(outcome(read(bytes)) == expected);
    }
    std::string many_headers = "GET / HTTP/1.1\r\n" + host;
    for (int i = 1; i < 64; ++i)
        many_headers += "X-" + std::to_string(i) + ": a\r\n";
    CHECK(outcome(read(many_headers + "\r\n")) == "complete");
    CHECK(outcome(read(many_headers + "X-64: a\r\n\r\n")) == "too_many_headers");
    CHECK(outcome(read("GET / HTTP/1.1\r\n" + host + "X: " + std::string(40 * 1024, 'a'))) == "headers_too_large");
    CHECK(outcome(read("GET / HTTP/1.1\r\n" + host + "X: " + std::string(40 * 1024, 'a') + "\r\n\r\n")) ==
          "headers_too_large");
}

TEST_CASE("after a refusal whose end is in doubt the connection is not kept") {
    const auto keeps = [](const std::string& bytes) { return std::get<RefusedRequest>(read(bytes)).keep_alive; };
    CHECK(keeps("GET /%zz HTTP/1.1\r\n" + host + "\r\n"));
    CHECK(keeps("BREW / HTTP/1.1\r\n" + host + "\r\n"));
    CHECK_FALSE(keeps("GET /%zz HTTP/1.1\r\n" + host + "Connection: close\r\n\r\n"));
    CHECK_FALSE(keeps("POST / HTTP/1.1\r\n" + host + "Content-Length: 999999\r\n\r\n"));
    CHECK_FALSE(keeps("POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n"));
    CHECK(std::get<RefusedRequest>(read("POST / HTTP/1.1\r\n" + host + "Content-Length: 999999\r\n\r\n")).status ==
          413);
}

TEST_CASE("however the bytes are cut, the same requests come out") {
    const std::string bytes = "POST /one HTTP/1.1\r\n" + host +
                              "Content-Length: 9\r\n\r\n\r\n\r\nGET /\r\nGET /two?a=1 HTTP/1.1\r\n" + host +
                              "\r\n\r\nPUT /three HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n";
    const bool holds = rc::check([&](const std::vector<std::uint8_t>& cuts) {
        RequestReader reader({}, "192.0.2.9");
        std::vector<std::string> seen;
        const auto take = [&] {
            for (;;) {
                auto next = reader.next();
                if (std::holds_alternative<Incomplete>(next)) return;
                seen.push_back(std::get<CompleteRequest>(next).request.path);
            }
        };
        std::size_t position = 0;
        for (std::size_t i = 0; position < bytes.size(); ++i) {
            const std::size_t length = i < cuts.size() ? cuts[i] % 16u : bytes.size();
            reader.feed(std::string_view{bytes}.substr(position, length));
            position += length;
            take();
        }
        RC_ASSERT(seen == (std::vector<std::string>{"/one", "/two", "/three"}));
    });
    CHECK(holds);
}
