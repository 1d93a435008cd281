// Reads the bytes of one connection as HTTP/1.1 requests (RFC 9112), strictly.
//
// Pistache's own parser is not asked: version 0.0.5 crashes on 16,000 slashes, goes on reading the rest of an oversize
// body as a new request, answers 500 to a cookie without '=', drops pipelined requests and repeated query parameters.
// Here a request has one meaning or is refused, and when the end of a request is in doubt nothing after it is read.
#pragma once

#include "domain/core/refusal.hpp"
#include "services/http/request.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace hiroba::http {

struct RequestLimits {
    std::size_t target_bytes = 8UL * 1024; // what nginx lets through (large_client_header_buffers)
    std::size_t path_slashes = 32;
    std::size_t head_bytes = 40UL * 1024; // request line and headers
    std::size_t headers = 64;
    std::size_t query_parameters = 64;
    std::size_t request_bytes = 128UL * 1024;          // head and body together
    std::shared_ptr<const LargeBodies> large_bodies{}; // which may be longer; null: none
};

// Nothing to answer yet.
struct Incomplete {
    bool begun = false;         // some bytes of a request are here
    bool head_complete = false; // only (the rest of) the body is missing
    bool waits_for_100 = false; // the client sends the body only after "100 Continue"
};

struct CompleteRequest {
    Request request;
    bool keep_alive = true;
};

struct RefusedRequest {
    Refusal reason;
    int status = 400;
    std::string request_id;
    bool keep_alive = false; // false also whenever the end of the request is unknown
    bool is_head = false;    // the refusal of a HEAD request has no body on the wire
};

// The reader's own: a request line and headers whose body may still be on its way.
struct RequestHead {
    std::string method;
    std::string target;
    std::map<std::string, std::string> headers;
    bool keep_alive = true;
    std::size_t length = 0; // bytes of the head itself
    std::size_t body_length = 0;
    bool is_large = false;                    // its body goes into a file
    std::shared_ptr<ReceivedBody> received{}; // what is here of that body
};

class RequestReader {
public:
    using Outcome = std::variant<Incomplete, CompleteRequest, RefusedRequest>;

    RequestReader(RequestLimits limits, std::string peer_address);

    void feed(std::string_view bytes);

    // Takes the next request out of what was fed. Refusals, all with status 400 unless said otherwise:
    // `malformed_request_line`, `unknown_method`, `unsupported_http_version`, `target_not_a_path`, `target_too_long`,
    // `too_many_path_segments`, `malformed_header`, `too_many_headers`, `headers_too_large`, `missing_host`,
    // `bad_content_length`, `transfer_encoding_refused`, `body_too_large` (413), `unavailable` (503: a large body
    // cannot be stored), and those of decode_path() and parse_query().
    [[nodiscard]] Outcome next();

    [[nodiscard]] std::size_t buffered_bytes() const { return buffer_.size(); }

private:
    std::optional<Refusal> read_head();
    std::optional<Refusal> read_request_line(std::string_view line);
    std::optional<Refusal> read_header(std::string_view line);
    std::optional<Refusal> read_framing();
    std::optional<Refusal> refuse_endless_head() const;
    [[nodiscard]] bool has_large_body() const;
    bool receive_large_body();
    [[nodiscard]] bool body_is_here() const;
    Result<Request> decode(std::string body) const;
    std::string client_address() const;
    RefusedRequest refused(Refusal reason, bool end_is_known) const;

    RequestLimits limits_;
    std::string peer_address_;
    std::string buffer_;
    std::size_t searched_ = 0; // no end of head before this position
    std::optional<RequestHead> head_;
};

} // namespace hiroba::http
