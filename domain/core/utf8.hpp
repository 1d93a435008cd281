// Text from outside is UTF-8, or it is refused.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace hiroba {

// Where the text stops being well-formed UTF-8 (Unicode, table 3-7: nothing overlong, no surrogates, at most U+10FFFF);
// nothing when all of it is.
[[nodiscard]] std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// The longest beginning of at most `bytes` bytes that does not cut a character in two.
[[nodiscard]] std::string_view beginning_of(std::string_view text, std::size_t bytes);
// How many characters (code points) the text has.
[[nodiscard]] std::size_t count_characters(std::string_view text);
// The first characters (code points) of the text, at most that many.
[[nodiscard]] std::string_view first_characters(std::string_view text, std::size_t characters);

} // namespace hiroba
