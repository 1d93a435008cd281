// What a handler answers. The server adds the length, the request id and the security headers.
#pragma once

#include "services/http/body_file.hpp"

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hiroba::http {

// Statuses in use: 200 201 202 204 303 304 400 401 402 403 404 405 409 412 413 415 422 429 500 503.
// Any other is a bug and answered as 500. A 204 or 304 is sent without a body.
struct Response {
    int status = 200;
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::shared_ptr<const BodyFromFile> file{}; // follows the body, which is then usually empty

    // The first value of a header (name in any case), or nullptr.
    [[nodiscard]] const std::string* header(std::string_view name) const;
};

// application/json; charset=utf-8. Not stored by anyone unless the handler sets a Cache-Control of its own.
[[nodiscard]] Response json_response(int status, const nlohmann::json& body);

// 303: "see the outcome over there" (after a POST). `location` is a path or URL that we have made ourselves.
[[nodiscard]] Response see_other(std::string_view location);

// Replaces the header of that name or adds it.
void set_header(Response& response, std::string_view name, std::string_view value);

} // namespace hiroba::http
