#include "services/town/text_grid.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace hiroba::services {
namespace {

// The letter that begins at `at`, and how many bytes it has.
std::pair<std::uint32_t, std::size_t> letter_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t place) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[place]));
    };
    const auto first = byte(at);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (length == 1 || at + length > text.size()) return {first, 1};
    auto letter = first & (0xFFU >> (length + 1));
    for (std::size_t next = 1; next < length; ++next)
        letter = letter << 6U | (byte(at + next) & 0x3FU);
    return {letter, length};
}

bool is_wide(std::uint32_t letter) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 8> wide = {{{0x1100, 0x115F},
                                                                              {0x2E80, 0x303E},
                                                                              {0x3041, 0xA4CF},
                                                                              {0xAC00, 0xD7A3},
                                                                              {0xF900, 0xFAFF},
                                                                              {0xFE30, 0xFE6F},
                                                                              {0xFF00, 0xFF60},
                                                                              {0x20000, 0x3FFFD}}};
    return std::ranges::any_of(wide,
                               [&](const auto& range) { return range.first <= letter && letter <= range.second; });
}

} // namespace

std::size_t display_width(std::string_view text) {
    std::size_t width = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto [letter, length] = letter_at(text, at);
        width += is_wide(letter) ? std::size_t{2} : std::size_t{1};
        at += length;
    }
    return width;
}

std::string TextGrid::text(std::size_t numbers_from) const {
    std::vector<std::size_t> widths;
    for (const auto& row : rows_) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column)
            widths[column] = std::max(widths[column], display_width(row[column]));
    }
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::string blanks(widths[column] - display_width(row[column]), ' ');
            line += "  ";
            line += column < numbers_from ? row[column] + blanks : blanks + row[column];
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

} // namespace hiroba::services
