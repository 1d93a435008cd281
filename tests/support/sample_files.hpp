// The smallest documents and pictures that are whole, made byte by byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hiroba::test {

// A page without anything on it; `more` stands in its catalogue.
[[nodiscard]] std::string sample_pdf(std::string_view more = "");
// Structure only: a frame of that size and a scan with some bytes in it.
[[nodiscard]] std::string sample_jpeg(std::uint16_t width = 16, std::uint16_t height = 16);
[[nodiscard]] std::string sample_png(std::uint32_t width = 16, std::uint32_t height = 16);

} // namespace hiroba::test
