#include "domain/calendar/opening_hours.hpp"

#include <algorithm>
#include <ranges>

namespace hiroba {
namespace {

bool fits_weekday(const HoursRule& rule, LocalDate date, const Holidays& holidays) {
    if (rule.on_holidays && holidays.contains(date)) return true;
    if (rule.weekdays.empty()) return !rule.on_holidays;
    return std::ranges::find(rule.weekdays, date.weekday()) != rule.weekdays.end();
}

bool fits(const HoursRule& rule, LocalDate date, const Holidays& holidays) {
    if (rule.period && !falls_in(date, *rule.period)) return false;
    return fits_weekday(rule, date, holidays);
}

} // namespace

const HoursException* find_exception(const OpeningHours& hours, LocalDate date) {
    for (const auto& exception : std::views::reverse(hours.exceptions)) {
        if (exception.first <= date && date <= exception.last) return &exception;
    }
    return nullptr;
}

std::optional<TimeRange> regular_hours(const OpeningHours& hours, LocalDate date, const Holidays& holidays) {
    for (const auto& rule : std::views::reverse(hours.rules)) {
        if (fits(rule, date, holidays)) return rule.open;
    }
    return hours.usual;
}

} // namespace hiroba
