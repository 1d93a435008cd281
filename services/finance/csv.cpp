#include "services/finance/csv.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <stdexcept>

namespace hiroba::services {
namespace {

bool is_number(std::string_view cell) {
    if (cell.starts_with('-')) cell.remove_prefix(1);
    return !cell.empty() && std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
}

// What a spreadsheet would take for a formula becomes text; an amount that is taken back is a number.
std::string cell_text(std::string cell) {
    if (!cell.empty() && !is_number(cell) && std::string_view{"=+-@\t\r"}.find(cell.front()) != std::string_view::npos)
        cell.insert(cell.begin(), '\'');
    if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
    std::string quoted = "\"";
    for (const char c : cell) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

class Converter {
public:
    Converter() : handle_(iconv_open("CP932", "UTF-8")) {
        if (handle_ == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no converter from UTF-8 to CP932");
    }
    ~Converter() { iconv_close(handle_); }
    Converter(const Converter&) = delete;
    Converter& operator=(const Converter&) = delete;

    // Converts as much as it can from the front of `rest`; false when it stopped at a character CP932 lacks.
    bool convert(std::string_view& rest, std::string& out) {
        std::array<char, 4096> buffer{};
        while (!rest.empty()) {
            char* in = const_cast<char*>(rest.data()); // iconv's signature; it does not write there
            std::size_t in_left = rest.size();
            char* to = buffer.data();
            std::size_t to_left = buffer.size();
            const auto done = iconv(handle_, &in, &in_left, &to, &to_left);
            out.append(buffer.data(), buffer.size() - to_left);
            rest.remove_prefix(rest.size() - in_left);
            if (done == static_cast<std::size_t>(-1) && errno != E2BIG) return false;
        }
        return true;
    }

private:
    iconv_t handle_;
};

// The length of the UTF-8 character at the front; 1 for a byte that begins none.
std::size_t character_length(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
        ++length;
    return length;
}

} // namespace

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += ',';
        line += cell_text(cells[i]);
    }
    return line + "\r\n";
}

std::string to_cp932(std::string_view utf8) {
    Converter converter;
    std::string out;
    std::string_view rest = utf8;
    while (!converter.convert(rest, out)) {
        out += "\x81\xAC"; // 〓 (geta mark)
        rest.remove_prefix(character_length(rest));
    }
    return out;
}

} // namespace hiroba::services
