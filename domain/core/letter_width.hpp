// 全角と半角: the same letter as people type it in Japanese and as it stands in a number.
#pragma once

#include <string>
#include <string_view>

namespace hiroba {

// Full-width forms of ASCII (U+FF01–U+FF5E) and the ideographic space as ASCII; everything else stays. As NFKC does it
// for these letters. The text must be UTF-8.
[[nodiscard]] std::string to_half_width(std::string_view text);
// The other way round, for printable ASCII besides the blank.
[[nodiscard]] std::string to_full_width(std::string_view text);

} // namespace hiroba
