#include "domain/calendar/closed_days.hpp"

#include <algorithm>

namespace hiroba {
namespace {

using std::chrono::days;

bool is_weekly(LocalDate date, const ClosedDays& closed_days) {
    return std::ranges::find(closed_days.weekly, date.weekday()) != closed_days.weekly.end();
}

// Whether the date is the weekday to which a weekly closed day moved that fell on a holiday.
bool takes_the_place_of_a_holiday(LocalDate date, const ClosedDays& closed_days, const Holidays& holidays) {
    if (is_weekend_or_holiday(date, holidays)) return false;
    for (auto before = date - days{1}; is_weekend_or_holiday(before, holidays); before = before - days{1}) {
        if (holidays.contains(before) && is_weekly(before, closed_days)) return true;
    }
    return false;
}

} // namespace

bool falls_in(LocalDate date, const YearlyPeriod& period) {
    const std::chrono::month_day day{date.ymd().month(), date.ymd().day()};
    if (period.first <= period.last) return period.first <= day && day <= period.last;
    return day >= period.first || day <= period.last;
}

bool is_weekend_or_holiday(LocalDate date, const Holidays& holidays) {
    const auto weekday = date.weekday();
    return weekday == std::chrono::Saturday || weekday == std::chrono::Sunday || holidays.contains(date);
}

bool holidays_are_known(LocalDate date, const Holidays& holidays) {
    const auto from = LocalDate{std::chrono::sys_days{date.ymd().year() / 1 / 1}};
    const auto first = holidays.lower_bound(from);
    return first != holidays.end() && first->ymd().year() == date.ymd().year();
}

bool is_closed_on(LocalDate date, const ClosedDays& closed_days, const Holidays& holidays) {
    if (closed_days.dates.contains(date)) return true;
    if (std::ranges::any_of(closed_days.yearly, [&](const auto& period) { return falls_in(date, period); }))
        return true;
    if (!closed_days.moves_past_holidays) return is_weekly(date, closed_days);
    if (is_weekly(date, closed_days) && !holidays.contains(date)) return true;
    return takes_the_place_of_a_holiday(date, closed_days, holidays);
}

} // namespace hiroba
