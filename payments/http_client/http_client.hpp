// The one HTTP client of the system: asks payment providers and publishes pushes. The only place that knows libcurl.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace hiroba::payments {

struct HttpRequest {
    std::string method = "GET";
    std::string url; // http or https
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds total_timeout{30'000};
    std::size_t max_response_bytes = 1024 * 1024;
};

struct HttpResponse {
    int status = 0;
    std::map<std::string, std::string> headers; // names in lower case; a repeated header keeps its last value
    std::string body;

    [[nodiscard]] std::string header(const std::string& lower_case_name) const; // "" when absent
};

enum class TransportFault {
    could_not_connect, // the request has provably not left
    timed_out,         // it may have arrived
    broken,            // it may have arrived: connection lost, answer unreadable or larger than allowed
};

struct TransportError {
    TransportFault fault;
    std::string detail; // the library's own sentence about the fault: no address, no header, no body
};

[[nodiscard]] std::string_view name_of(TransportFault fault);

// One request on one new connection, one try: whoever calls decides about repeats. Redirects are answers, not
// followed. Certificates are always verified. Peers on loopback are reached without a proxy; others through the
// proxy of the environment, if there is one. May be called from any thread.
// Throws std::invalid_argument for a header that would break the message (a bug of the caller).
[[nodiscard]] tl::expected<HttpResponse, TransportError> exchange(const HttpRequest& request);

// A name or address of this machine: localhost, 127.x.y.z, [::1].
[[nodiscard]] bool is_loopback_url(const std::string& url);

} // namespace hiroba::payments
