// The body of a request as JSON, read strictly.
#pragma once

#include "services/http/request.hpp"
#include "services/http/response.hpp"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

namespace hiroba::http {

constexpr int deepest_json = 32; // levels of nesting; ours need four

// The body as a JSON value, or the answer to give instead: 415 `json_expected` (Content-Type is not application/json),
// 400 `malformed_json` (not RFC 8259, not UTF-8, nested deeper than deepest_json, a key twice in one object — two
// readers would pick different values — or a NUL in a string).
[[nodiscard]] tl::expected<nlohmann::json, Response> parse_json_body(const Request& request);

} // namespace hiroba::http
