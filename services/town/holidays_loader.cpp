#include "services/town/holidays_loader.hpp"

#include "domain/core/utf8.hpp"

#include <charconv>
#include <iconv.h>
#include <memory>
#include <stdexcept>

namespace hiroba::services {
namespace {

constexpr std::string_view header = "国民の祝日・休日月日,国民の祝日・休日名称";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

// Takes the next line off the text, without its end (CR LF or LF).
std::string_view next_line(std::string_view& text) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::optional<int> number_before(std::string_view& text, char separator) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end == text.data() + text.size() || *end != separator) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
    return value;
}

// "2026/1/1,元日" → the date.
std::optional<LocalDate> date_of(std::string_view row) {
    const auto year = number_before(row, '/');
    const auto month = year ? number_before(row, '/') : std::nullopt;
    const auto day = month ? number_before(row, ',') : std::nullopt;
    if (!day || *month < 0 || *day < 0 || row.empty()) return std::nullopt;
    const auto date = LocalDate::of(*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day));
    return date ? std::optional{*date} : std::nullopt;
}

struct CloseConverter {
    void operator()(void* handle) const { iconv_close(handle); }
};

} // namespace

Holidays load_holidays(TableReader& file) {
    Holidays holidays;
    for (auto& day : file.tables("days")) {
        const auto date = day.date("date");
        (void)day.words("name");
        if (date && !holidays.insert(*date).second)
            day.fault(day.line_of("date"), "duplicate_date", {{"value", date->iso8601()}});
        day.finish();
    }
    file.finish();
    return holidays;
}

Holidays load_holidays_csv(std::string_view text, const std::string& file, Faults& faults) {
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    if (next_line(text) != header) {
        faults.add({file, 1, "invalid_holidays_header", {{"header", std::string{header}}}});
        return {};
    }
    Holidays holidays;
    for (int line = 2; !text.empty(); ++line) {
        const auto row = next_line(text);
        if (row.empty()) continue;
        const auto date = date_of(row);
        if (!date)
            faults.add({file, line, "invalid_holiday", {{"value", std::string{beginning_of(row, 40)}}}});
        else if (!holidays.insert(*date).second)
            faults.add({file, line, "duplicate_date", {{"value", date->iso8601()}}});
    }
    return holidays;
}

std::string utf8_of(std::string text) {
    if (!find_invalid_utf8(text)) return text;
    const auto handle = iconv_open("UTF-8", "CP932");
    // iconv's own answer for failure is a number made a pointer
    if (handle == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no converter from CP932 to UTF-8");
    const std::unique_ptr<void, CloseConverter> closing{handle};
    constexpr std::size_t most_bytes_per_byte = 3; // a half-width kana
    std::string converted(text.size() * most_bytes_per_byte, '\0');
    char* in = text.data();
    std::size_t in_left = text.size();
    char* out = converted.data();
    std::size_t out_left = converted.size();
    if (iconv(handle, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1)) return text;
    converted.resize(converted.size() - out_left);
    return converted;
}

} // namespace hiroba::services
