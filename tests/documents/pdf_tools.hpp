// A PDF as other people's programs see it.
#pragma once

#include <string>

namespace hiroba::test {

[[nodiscard]] std::string text_of(const std::string& pdf); // pdftotext, in the order of reading
[[nodiscard]] std::string joined(std::string text); // without blanks and line ends: what a column breaks is one word
[[nodiscard]] std::string fonts_of(const std::string& pdf);      // pdffonts
[[nodiscard]] std::string properties_of(const std::string& pdf); // pdfinfo
[[nodiscard]] std::string structure_of(const std::string& pdf);  // pdfinfo -struct
[[nodiscard]] std::string codes_of(const std::string& pdf);      // QR codes on the first page, one a line
[[nodiscard]] std::string boxes_of(const std::string& pdf);      // pdftotext -bbox: each word with its place
[[nodiscard]] int pages_of(const std::string& pdf);

} // namespace hiroba::test
