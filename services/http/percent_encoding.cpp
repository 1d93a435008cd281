#include "services/http/percent_encoding.hpp"

#include <cstdint>
#include <optional>

namespace hiroba::http {
namespace {

std::optional<unsigned> hex_digit(char c) {
    if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
    if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
    return std::nullopt;
}

// The byte that the escape at `position` stands for.
std::optional<char> escaped_byte(std::string_view encoded, std::size_t position) {
    if (position + 2 >= encoded.size()) return std::nullopt;
    const auto high = hex_digit(encoded[position + 1]);
    const auto low = hex_digit(encoded[position + 2]);
    if (!high || !low) return std::nullopt;
    return static_cast<char>(static_cast<unsigned char>(*high * 16 + *low));
}

Result<std::string> checked_text(std::string decoded) {
    if (decoded.find('\0') != std::string::npos) return refuse("nul_byte");
    if (!is_valid_utf8(decoded)) return refuse("invalid_utf8");
    return decoded;
}

bool has_dot_segment(std::string_view path) {
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const auto end = std::min(path.find('/', begin), path.size());
        const auto segment = path.substr(begin, end - begin);
        if (segment == "." || segment == "..") return true;
        begin = end + 1;
    }
    return false;
}

// How many bytes follow the lead byte, and the range of the first of them (Unicode 15, table 3-7).
struct Utf8Lead {
    std::size_t following;
    unsigned first_least;
    unsigned first_most;
};

std::optional<Utf8Lead> utf8_lead(unsigned byte) {
    if (byte <= 0x7F) return Utf8Lead{0, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF) return Utf8Lead{1, 0x80, 0xBF};
    if (byte == 0xE0) return Utf8Lead{2, 0xA0, 0xBF};
    if (byte == 0xED) return Utf8Lead{2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return Utf8Lead{2, 0x80, 0xBF};
    if (byte == 0xF0) return Utf8Lead{3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return Utf8Lead{3, 0x80, 0xBF};
    if (byte == 0xF4) return Utf8Lead{3, 0x80, 0x8F};
    return std::nullopt;
}

} // namespace

bool is_valid_utf8(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned>(static_cast<unsigned char>(bytes[i])); };
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = utf8_lead(at(i));
        if (!lead || lead->following >= bytes.size() - i) return false;
        for (std::size_t n = 1; n <= lead->following; ++n) {
            const unsigned least = n == 1 ? lead->first_least : 0x80;
            const unsigned most = n == 1 ? lead->first_most : 0xBF;
            if (at(i + n) < least || at(i + n) > most) return false;
        }
        i += lead->following + 1;
    }
    return true;
}

Result<std::string> decode_path(std::string_view encoded) {
    std::string decoded;
    decoded.reserve(encoded.size());
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            decoded += encoded[i];
            continue;
        }
        const auto byte = escaped_byte(encoded, i);
        if (!byte) return refuse("bad_percent_escape");
        if (*byte == '/') return refuse("encoded_slash");
        decoded += *byte;
        i += 2;
    }
    if (has_dot_segment(decoded)) return refuse("dot_segment");
    return checked_text(std::move(decoded));
}

Result<std::string> decode_query_component(std::string_view encoded) {
    std::string decoded;
    decoded.reserve(encoded.size());
    for (std::size_t i = 0; i < encoded.size(); ++i) {
        if (encoded[i] != '%') {
            decoded += encoded[i] == '+' ? ' ' : encoded[i];
            continue;
        }
        const auto byte = escaped_byte(encoded, i);
        if (!byte) return refuse("bad_percent_escape");
        decoded += *byte;
        i += 2;
    }
    return checked_text(std::move(decoded));
}

std::string percent_encode(std::string_view text) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    for (const char c : text) {
        const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (unreserved) {
            encoded += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        encoded += '%';
        encoded += digits[byte >> 4U];
        encoded += digits[byte & 15U];
    }
    return encoded;
}

} // namespace hiroba::http
