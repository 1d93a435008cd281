// Percent-encoding (RFC 3986 §2.1), read strictly: text that two readers could understand differently is refused.
#pragma once

#include "domain/core/refusal.hpp"

#include <string>
#include <string_view>

namespace hiroba::http {

// Decodes the path of a request target. Refusals: `bad_percent_escape` (a % without two hexadecimal digits),
// `nul_byte`, `invalid_utf8` (also overlong forms and surrogates), `encoded_slash` (%2F would become a path separator
// after routing decisions were taken in front of us), `dot_segment` ("." and ".." as segments).
[[nodiscard]] Result<std::string> decode_path(std::string_view encoded);

// Decodes a name or value of a query string; '+' is a space (WHATWG URL §5.1).
// Refusals: `bad_percent_escape`, `nul_byte`, `invalid_utf8`.
[[nodiscard]] Result<std::string> decode_query_component(std::string_view encoded);

// Encodes everything but the unreserved characters of RFC 3986 §2.3.
[[nodiscard]] std::string percent_encode(std::string_view text);

// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7).
[[nodiscard]] bool is_valid_utf8(std::string_view bytes);

} // namespace hiroba::http
