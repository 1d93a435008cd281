// The small words of the header grammar (RFC 9110 §5).
#pragma once

#include <string>
#include <string_view>

namespace hiroba::http {

// Whether `text` is a token: what a header name, a method or a cookie name may be (RFC 9110 §5.6.2).
[[nodiscard]] bool is_token(std::string_view text);

// Whether `text` may stand as a header value: no control characters but tab, so no second header can hide in it.
[[nodiscard]] bool is_header_value(std::string_view text);

// Without leading and trailing spaces and tabs.
[[nodiscard]] std::string_view trim_blanks(std::string_view text);

// ASCII only: header names know no other letters.
[[nodiscard]] std::string lower_case(std::string_view text);

// Whether the comma-separated list contains the word, in any case ("keep-alive, Close" contains "close").
[[nodiscard]] bool list_contains(std::string_view list, std::string_view lower_case_word);

} // namespace hiroba::http
