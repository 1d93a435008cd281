#include "domain/attachments/file_name.hpp"

#include "domain/core/utf8.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

struct Characters {
    char32_t first;
    char32_t last;
};
// Control characters, those that do not show, and those that turn the direction of writing (Unicode general categories
// Cc and most of Cf, line and paragraph separators). The joiners U+200C and U+200D stay: scripts and emoji need them.
constexpr std::array unshown = std::to_array<Characters>({{0x0000, 0x001F},
                                                          {0x007F, 0x009F},
                                                          {0x00AD, 0x00AD},
                                                          {0x061C, 0x061C},
                                                          {0x180E, 0x180E},
                                                          {0x200B, 0x200B},
                                                          {0x200E, 0x200F},
                                                          {0x2028, 0x202E},
                                                          {0x2060, 0x206F},
                                                          {0xFEFF, 0xFEFF},
                                                          {0xFFF9, 0xFFFB},
                                                          {0xE0000, 0xE007F}});

bool shows(char32_t character) {
    return std::ranges::none_of(
        unshown, [&](const Characters& range) { return character >= range.first && character <= range.last; });
}

// The character that the well-formed text begins with; it is taken off.
char32_t take_character(std::string_view& text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t character = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t at = 1; at < length; ++at)
        character = character << 6U | (static_cast<unsigned char>(text[at]) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

bool all_show(std::string_view text) {
    while (!text.empty())
        if (!shows(take_character(text))) return false;
    return true;
}

tl::unexpected<Refusal> refused(std::string_view reason) {
    return refuse("attachment_name_refused", {{"reason", std::string{reason}}});
}

std::string lower_case(std::string_view text) {
    std::string lower{text};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

} // namespace

Result<std::string> checked_file_name(std::string_view name) {
    if (name.find_first_not_of(' ') == std::string_view::npos) return refused("empty");
    if (find_invalid_utf8(name) || !all_show(name)) return refused("control");
    if (count_characters(name) > longest_file_name) return refused("too_long");
    if (name.starts_with('.') || name.find_first_of("/\\") != std::string_view::npos) return refused("path");
    return std::string{name};
}

std::string download_name(std::string_view shown_name, FileKind kind) {
    const auto lower = lower_case(shown_name);
    const bool is_other_jpeg = kind == FileKind::jpeg && lower.ends_with(".jpeg");
    std::string name{shown_name};
    if (!is_other_jpeg && !lower.ends_with(extension_of(kind))) name += extension_of(kind);
    return name;
}

} // namespace hiroba
