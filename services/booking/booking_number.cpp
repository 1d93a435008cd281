#include "services/booking/booking_number.hpp"

#include "domain/core/letter_width.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <sodium.h>

namespace hiroba::services {
namespace {

constexpr std::string_view alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t characters = 8;
constexpr std::size_t characters_of_group = 4;

// What Japanese keyboards and other people's mails put between the groups, the long vowel mark among them.
constexpr std::array<std::string_view, 13> between_groups{
    " ", "\t", "-", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2015", "\u2212", "\uFE63", "\u30FC", "\uFF70",
};

void append(std::string& number, char character) {
    if (number.size() == characters_of_group) number += '-';
    number += character;
}

} // namespace

std::string new_booking_number() {
    std::string number;
    for (std::size_t i = 0; i < characters; ++i)
        append(number, alphabet[randombytes_uniform(static_cast<std::uint32_t>(alphabet.size()))]);
    return number;
}

std::optional<std::string> number_typed(std::string_view typed) {
    const std::string half = to_half_width(typed);
    std::string number;
    for (std::string_view rest = half; !rest.empty();) {
        const auto sign = std::ranges::find_if(between_groups, [&](auto each) { return rest.starts_with(each); });
        if (sign != between_groups.end()) {
            rest.remove_prefix(sign->size());
            continue;
        }
        const char c = rest.front();
        const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (alphabet.find(capital) == std::string_view::npos || is_whole_number(number)) return std::nullopt;
        append(number, capital);
        rest.remove_prefix(1);
    }
    if (number.empty()) return std::nullopt;
    return number;
}

bool is_whole_number(std::string_view number) { return number.size() == characters + 1; }

} // namespace hiroba::services
