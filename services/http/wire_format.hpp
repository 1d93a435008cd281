// A response as bytes on the wire.
#pragma once

#include "services/http/response.hpp"

#include <string>
#include <string_view>

namespace hiroba::http {

struct WireOptions {
    std::string_view request_id;
    bool keep_alive = true;
    bool without_body = false; // the answer to HEAD: all headers, the true Content-Length, no body
};

// Adds Content-Length, Connection, X-Request-Id, and where the handler set none: Cache-Control: no-store,
// X-Content-Type-Options: nosniff, Referrer-Policy: same-origin, Content-Security-Policy: default-src 'none',
// Cross-Origin-Resource-Policy: same-origin. A problem gets its "request_id".
// Throws std::logic_error for a status not in use, and for a header name or value that would break out of its line.
[[nodiscard]] std::string wire_format(Response response, const WireOptions& options);

} // namespace hiroba::http
