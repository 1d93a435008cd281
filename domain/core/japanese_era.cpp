#include "domain/core/japanese_era.hpp"

#include <array>
#include <string_view>

namespace hiroba {
namespace {

using namespace std::chrono_literals;

struct Era {
    std::string_view name;
    LocalDate first_day;
};

constexpr std::array eras{
    Era{"令和", LocalDate{std::chrono::sys_days{2019y / 5 / 1}}},
    Era{"平成", LocalDate{std::chrono::sys_days{1989y / 1 / 8}}},
    Era{"昭和", LocalDate{std::chrono::sys_days{1926y / 12 / 25}}},
    Era{"大正", LocalDate{std::chrono::sys_days{1912y / 7 / 30}}},
};

constexpr std::array<std::string_view, 7> weekdays{"日", "月", "火", "水", "木", "金", "土"};

// "令和8年", "令和元年", "1912年".
std::string era_year(LocalDate date) {
    const int year = static_cast<int>(date.ymd().year());
    for (const Era& era : eras) {
        if (date < era.first_day) continue;
        const int of_era = year - static_cast<int>(era.first_day.ymd().year()) + 1;
        return std::string{era.name} + (of_era == 1 ? "元" : std::to_string(of_era)) + "年";
    }
    return std::to_string(year) + "年";
}

} // namespace

std::string era_date(LocalDate date) {
    return era_year(date) + std::to_string(static_cast<unsigned>(date.ymd().month())) + "月" +
           std::to_string(static_cast<unsigned>(date.ymd().day())) + "日";
}

std::string era_date_with_weekday(LocalDate date) {
    return era_date(date) + "（" + std::string{weekdays.at(date.weekday().c_encoding())} + "）";
}

std::string era_fiscal_year(int fiscal_year) {
    return era_year(LocalDate{std::chrono::sys_days{std::chrono::year{fiscal_year} / 4 / 1}}) + "度";
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = number < 0 ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, ",");
    }
    return digits;
}

std::string grouped(Yen amount) { return grouped(amount.amount()); }

} // namespace hiroba
