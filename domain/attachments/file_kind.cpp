#include "domain/attachments/file_kind.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace hiroba {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t most_pixels = 100'000'000;

struct KindWords {
    FileKind kind;
    std::string_view name;
    std::string_view media_type;
    std::string_view extension;
};
constexpr std::array kinds{KindWords{FileKind::pdf, "pdf", "application/pdf", ".pdf"},
                           KindWords{FileKind::jpeg, "jpeg", "image/jpeg", ".jpg"},
                           KindWords{FileKind::png, "png", "image/png", ".png"}};

const KindWords& words_of(FileKind kind) { return *std::ranges::find(kinds, kind, &KindWords::kind); }

tl::unexpected<Refusal> broken(FileKind kind) {
    return refuse("attachment_broken", {{"kind", std::string{name_of(kind)}}});
}

std::uint32_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }
std::uint32_t two_bytes(std::string_view bytes, std::size_t at) {
    return byte_at(bytes, at) << 8U | byte_at(bytes, at + 1);
}
std::uint32_t four_bytes(std::string_view bytes, std::size_t at) {
    return two_bytes(bytes, at) << 16U | two_bytes(bytes, at + 2);
}

bool has_area(std::uint64_t width, std::uint64_t height) { return width > 0 && height > 0; }
bool has_too_many_pixels(std::uint64_t width, std::uint64_t height) { return width > most_pixels / height; }

// JPEG (T.81 annex B.1.1): a marker is 0xFF and a code; most begin a segment of a stated length.
namespace jpeg {

constexpr std::uint32_t start_of_scan = 0xDA;
constexpr std::uint32_t end_of_image = 0xD9;

bool is_frame(std::uint32_t code) { // SOF0 to SOF15, without DHT, JPG and DAC
    return code >= 0xC0 && code <= 0xCF && code != 0xC4 && code != 0xC8 && code != 0xCC;
}
bool stands_alone(std::uint32_t code) { return code == 0x01 || (code >= 0xD0 && code <= 0xD8); }

// The marker after the entropy-coded data that begins at `at`; 0xFF00 and restart markers belong to the data.
std::size_t end_of_scan(std::string_view bytes, std::size_t at) {
    for (at = bytes.find('\xFF', at); at != std::string_view::npos && at + 1 < bytes.size();
         at = bytes.find('\xFF', at + 1)) {
        const auto code = byte_at(bytes, at + 1);
        if (code != 0x00 && code != 0xFF && (code < 0xD0 || code > 0xD7)) return at;
    }
    return std::string_view::npos;
}

Result<RecognisedFile> read(std::string_view bytes) {
    bool has_frame = false;
    bool has_scan = false;
    for (std::size_t at = 2; at + 2 <= bytes.size();) {
        if (byte_at(bytes, at) != 0xFF) return broken(FileKind::jpeg);
        const auto code = byte_at(bytes, at + 1);
        if (code == 0xFF) { // a fill byte (B.1.1.2)
            ++at;
            continue;
        }
        at += 2;
        if (code == end_of_image) {
            if (!has_frame || !has_scan) return broken(FileKind::jpeg);
            return RecognisedFile{FileKind::jpeg, at};
        }
        if (stands_alone(code)) continue;
        constexpr std::size_t shortest = 2;
        if (at + shortest > bytes.size() || two_bytes(bytes, at) < shortest) return broken(FileKind::jpeg);
        const std::size_t length = two_bytes(bytes, at);
        if (at + length > bytes.size()) return broken(FileKind::jpeg);
        if (is_frame(code)) {
            constexpr std::size_t head_of_frame = 8;
            if (length < head_of_frame) return broken(FileKind::jpeg);
            const auto height = two_bytes(bytes, at + 3);
            const auto width = two_bytes(bytes, at + 5);
            if (!has_area(width, height)) return broken(FileKind::jpeg);
            if (has_too_many_pixels(width, height)) return refuse("attachment_too_many_pixels");
            has_frame = true;
        }
        at += length;
        if (code != start_of_scan) continue;
        has_scan = true;
        at = end_of_scan(bytes, at);
        if (at == std::string_view::npos) return broken(FileKind::jpeg);
    }
    return broken(FileKind::jpeg);
}

} // namespace jpeg

// PNG (third edition §5): chunks of length, type, data and CRC-32 (annex D), IHDR first and IEND last.
namespace png {

constexpr std::string_view signature = "\x89PNG\r\n\x1A\n"sv;

constexpr std::array<std::uint32_t, 256> crc_table = [] {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t n = 0; n < table.size(); ++n) {
        std::uint32_t c = n;
        for (int bit = 0; bit < 8; ++bit)
            c = (c & 1U) != 0 ? 0xEDB88320U ^ (c >> 1U) : c >> 1U;
        table[n] = c;
    }
    return table;
}();

std::uint32_t crc(std::string_view bytes) {
    std::uint32_t c = 0xFFFFFFFFU;
    for (const char byte : bytes)
        c = crc_table[(c ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (c >> 8U);
    return c ^ 0xFFFFFFFFU;
}

Result<RecognisedFile> read(std::string_view bytes) {
    constexpr std::size_t around_data = 12;
    constexpr std::size_t header_length = 13;
    bool has_data = false;
    for (std::size_t at = signature.size(); at + around_data <= bytes.size();) {
        const std::size_t length = four_bytes(bytes, at);
        if (length > bytes.size() - at - around_data) return broken(FileKind::png);
        const auto type = bytes.substr(at + 4, 4);
        const auto data = bytes.substr(at + 8, length);
        if (crc(bytes.substr(at + 4, 4 + length)) != four_bytes(bytes, at + 8 + length)) return broken(FileKind::png);
        const bool is_first = at == signature.size();
        if (is_first != (type == "IHDR")) return broken(FileKind::png);
        if (is_first) {
            if (length != header_length || !has_area(four_bytes(data, 0), four_bytes(data, 4)))
                return broken(FileKind::png);
            if (has_too_many_pixels(four_bytes(data, 0), four_bytes(data, 4)))
                return refuse("attachment_too_many_pixels");
        }
        has_data = has_data || type == "IDAT";
        at += around_data + length;
        if (type == "IEND")
            return has_data && length == 0 ? Result<RecognisedFile>{{FileKind::png, at}} : broken(FileKind::png);
    }
    return broken(FileKind::png);
}

} // namespace png

// PDF (ISO 32000-2 §7.5): a version, and at the end the place of the cross-reference table.
namespace pdf {

constexpr std::string_view begin = "%PDF-";
constexpr std::string_view end = "%%EOF";
constexpr std::string_view place_of_table = "startxref";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return "\0\t\n\f\r "sv.find(c) != std::string_view::npos; }

std::string_view without_leading_blanks(std::string_view text) {
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    return text;
}

// The number that the text begins with; nothing when it does not, or is longer than any place in a file.
std::optional<std::size_t> leading_number(std::string_view text) {
    constexpr std::size_t most_digits = 10;
    std::size_t digits = 0;
    std::size_t number = 0;
    for (; digits < text.size() && is_digit(text[digits]); ++digits) {
        if (digits == most_digits) return std::nullopt;
        number = number * 10 + static_cast<std::size_t>(text[digits] - '0');
    }
    return digits == 0 ? std::nullopt : std::optional{number};
}

// Whether a cross-reference table ("xref") or stream ("7 0 obj") stands there.
bool is_table(std::string_view text) {
    text = without_leading_blanks(text);
    return text.starts_with("xref") || (!text.empty() && is_digit(text.front()));
}

bool ends_a_name(char c) { return is_blank(c) || "/<>[](){}%"sv.find(c) != std::string_view::npos; }

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The letter that "#41" at the beginning of the text spells; nothing when it spells none, or one that ends a name.
std::optional<char> spelt_letter(std::string_view text) {
    constexpr std::size_t length = 3;
    if (text.size() < length || text[0] != '#') return std::nullopt;
    const int high = hex_digit(text[1]);
    const int low = hex_digit(text[2]);
    if (high < 0 || low < 0) return std::nullopt;
    const char letter = static_cast<char>(high * 16 + low);
    return ends_a_name(letter) || letter == '#' ? std::nullopt : std::optional{letter};
}

// The bytes with the letters of their names as themselves: a name may spell any of them "#41" (§7.3.5).
std::string with_plain_names(std::string_view bytes) {
    std::string plain;
    plain.reserve(bytes.size());
    bool in_name = false;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const char c = bytes[at];
        in_name = c == '/' || (in_name && !ends_a_name(c));
        const auto letter = in_name ? spelt_letter(bytes.substr(at)) : std::nullopt;
        plain += letter.value_or(c);
        if (letter) at += 2;
    }
    return plain;
}

// The name stands there, and does not only begin another.
bool names(std::string_view bytes, std::string_view name) {
    for (auto at = bytes.find(name); at != std::string_view::npos; at = bytes.find(name, at + 1)) {
        const auto after = at + name.size();
        if (after == bytes.size() || ends_a_name(bytes[after])) return true;
    }
    return false;
}

bool runs_something(std::string_view bytes) {
    static constexpr std::array openly{"/JavaScript"sv, "/Launch"sv, "/EmbeddedFiles"sv, "/RichMedia"sv, "/XFA"sv};
    return std::ranges::any_of(openly, [&](std::string_view name) { return names(bytes, name); });
}

Result<RecognisedFile> read(std::string_view bytes) {
    const auto last = bytes.rfind(end);
    const auto table = bytes.rfind(place_of_table, last);
    if (last == std::string_view::npos || table == std::string_view::npos || table > last) return broken(FileKind::pdf);
    // Nothing but the number stands between the two.
    constexpr std::size_t room_for_number = 64;
    if (last - table > room_for_number) return broken(FileKind::pdf);
    const auto place = leading_number(without_leading_blanks(bytes.substr(table + place_of_table.size())));
    if (!place || *place >= table || !is_table(bytes.substr(*place))) return broken(FileKind::pdf);

    const auto document = bytes.substr(0, last + end.size());
    const std::string plain = with_plain_names(document);
    if (names(plain, "/Encrypt")) return refuse("attachment_encrypted");
    if (runs_something(plain)) return refuse("attachment_active");
    return RecognisedFile{FileKind::pdf, document.size()};
}

bool begins(std::string_view bytes) {
    return bytes.size() > begin.size() + 2 && bytes.starts_with(begin) && is_digit(bytes[begin.size()]) &&
           bytes[begin.size() + 1] == '.';
}

} // namespace pdf

// ISO 14496-12 §4.3: the first box names the brands that the file is made for.
bool is_heic(std::string_view bytes) {
    static constexpr std::array brands{"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv, "mif1"sv, "msf1"sv};
    return bytes.size() >= 12 && bytes.substr(4, 4) == "ftyp" &&
           std::ranges::find(brands, bytes.substr(8, 4)) != brands.end();
}

} // namespace

std::string_view name_of(FileKind kind) { return words_of(kind).name; }
std::string_view media_type_of(FileKind kind) { return words_of(kind).media_type; }
std::string_view extension_of(FileKind kind) { return words_of(kind).extension; }

Result<RecognisedFile> recognise_file(std::string_view bytes) {
    if (bytes.empty()) return refuse("attachment_empty");
    if (pdf::begins(bytes)) return pdf::read(bytes);
    if (bytes.starts_with("\xFF\xD8\xFF"sv)) return jpeg::read(bytes);
    if (bytes.starts_with(png::signature)) return png::read(bytes);
    if (is_heic(bytes)) return refuse("attachment_heic");
    return refuse("attachment_type_refused");
}

} // namespace hiroba
