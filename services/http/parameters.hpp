// Typed path and query parameters: a number is a number, in its range, or the answer that says why not.
#pragma once

#include "services/http/request.hpp"
#include "services/http/response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace hiroba::http {

struct IntegerRange {
    std::int64_t least = 1;
    std::int64_t most = INT64_MAX;
};

// A decimal number in canonical form (no '+', no leading zeros, no blanks) within the range, or nothing.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text, IntegerRange range = {});

// A number captured from the path. What is no such number names nothing: 404 `not_found`.
[[nodiscard]] tl::expected<std::int64_t, Response> path_integer(const Request& request, std::string_view name,
                                                                IntegerRange range = {});

// A query parameter that may be absent. Malformed: 400 `invalid_query_parameter` {"parameter"}.
[[nodiscard]] tl::expected<std::optional<std::int64_t>, Response>
query_integer(const Request& request, std::string_view name, IntegerRange range = {});

// A query parameter that must be there and not empty: else 400 `missing_query_parameter` {"parameter"}.
[[nodiscard]] tl::expected<std::string, Response> query_word(const Request& request, std::string_view name);

} // namespace hiroba::http
