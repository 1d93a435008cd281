#include "domain/core/utf8.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

struct ByteRange {
    unsigned char first;
    unsigned char last;
};

// One row of Unicode's table 3-7: the bytes that may stand in each place of a character.
struct Row {
    std::size_t length;
    std::array<ByteRange, 4> bytes;
};

constexpr ByteRange any_tail{0x80, 0xBF};
constexpr std::array well_formed = std::to_array<Row>({
    {1, {{{0x00, 0x7F}}}},
    {2, {{{0xC2, 0xDF}, any_tail}}},
    {3, {{{0xE0, 0xE0}, {0xA0, 0xBF}, any_tail}}},
    {3, {{{0xE1, 0xEC}, any_tail, any_tail}}},
    {3, {{{0xED, 0xED}, {0x80, 0x9F}, any_tail}}},
    {3, {{{0xEE, 0xEF}, any_tail, any_tail}}},
    {4, {{{0xF0, 0xF0}, {0x90, 0xBF}, any_tail, any_tail}}},
    {4, {{{0xF1, 0xF3}, any_tail, any_tail, any_tail}}},
    {4, {{{0xF4, 0xF4}, {0x80, 0x8F}, any_tail, any_tail}}},
});

bool starts_with(std::string_view text, const Row& row) {
    if (text.size() < row.length) return false;
    for (std::size_t at = 0; at < row.length; ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < row.bytes[at].first || byte > row.bytes[at].last) return false;
    }
    return true;
}

bool continues_a_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

} // namespace

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto row = std::ranges::find_if(
            well_formed, [&](const Row& candidate) { return starts_with(text.substr(at), candidate); });
        if (row == well_formed.end()) return at;
        at += row->length;
    }
    return std::nullopt;
}

std::string_view beginning_of(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && continues_a_character(text[bytes]))
        --bytes;
    return text.substr(0, bytes);
}

std::size_t count_characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues_a_character));
}

std::string_view first_characters(std::string_view text, std::size_t characters) {
    std::size_t end = 0;
    for (std::size_t begun = 0; end < text.size(); ++end)
        if (!continues_a_character(text[end]) && ++begun > characters) break;
    return text.substr(0, end);
}

} // namespace hiroba
