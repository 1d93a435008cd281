#include "domain/core/letter_width.hpp"

namespace hiroba {
namespace {

constexpr std::string_view ideographic_space = "\u3000";
constexpr unsigned first_full_width = 0xFF01; // of '!'
constexpr unsigned last_full_width = 0xFF5E;  // of '~'

// The character that three bytes of UTF-8 are; 0 when these are no such three.
unsigned three_byte_character(std::string_view text) {
    if (text.size() < 3 || (static_cast<unsigned char>(text[0]) & 0xF0) != 0xE0) return 0;
    const auto bits = [&](std::size_t at, unsigned mask) { return static_cast<unsigned char>(text[at]) & mask; };
    return bits(0, 0x0F) << 12 | bits(1, 0x3F) << 6 | bits(2, 0x3F);
}

} // namespace

std::string to_half_width(std::string_view text) {
    std::string half;
    while (!text.empty()) {
        const unsigned character = three_byte_character(text);
        if (text.starts_with(ideographic_space)) {
            half += ' ';
            text.remove_prefix(ideographic_space.size());
        } else if (character >= first_full_width && character <= last_full_width) {
            half += static_cast<char>('!' + (character - first_full_width));
            text.remove_prefix(3);
        } else {
            half += text.front();
            text.remove_prefix(1);
        }
    }
    return half;
}

std::string to_full_width(std::string_view text) {
    std::string full;
    for (const char c : text) {
        if (c < '!' || c > '~') {
            full += c;
            continue;
        }
        const unsigned character = first_full_width + static_cast<unsigned>(c - '!');
        full += static_cast<char>(0xE0 | character >> 12);
        full += static_cast<char>(0x80 | (character >> 6 & 0x3F));
        full += static_cast<char>(0x80 | (character & 0x3F));
    }
    return full;
}

} // namespace hiroba
