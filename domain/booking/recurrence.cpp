#include "domain/booking/recurrence.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

using namespace std::chrono;

constexpr std::array all_repeats = {Repeats::daily, Repeats::weekly, Repeats::monthly_by_date,
                                    Repeats::monthly_by_weekday};

LocalDate monday_of(LocalDate date) { return date - (date.weekday() - Monday); }

year_month month_of(LocalDate date) { return date.ymd().year() / date.ymd().month(); }

// Which of its weekdays of the month the date is: 1 … 5.
unsigned rank_in_month(LocalDate date) { return (static_cast<unsigned>(date.ymd().day()) - 1) / 7 + 1; }

bool fits_daily(const Recurrence& recurrence, LocalDate date) {
    return (date - recurrence.first).count() % recurrence.interval == 0;
}

bool fits_weekly(const Recurrence& recurrence, LocalDate date) {
    const auto weeks = (monday_of(date) - monday_of(recurrence.first)).count() / 7;
    if (weeks % recurrence.interval != 0) return false;
    if (recurrence.weekdays.empty()) return date.weekday() == recurrence.first.weekday();
    return std::ranges::find(recurrence.weekdays, date.weekday()) != recurrence.weekdays.end();
}

bool is_month_of_it(const Recurrence& recurrence, LocalDate date) {
    return (month_of(date) - month_of(recurrence.first)).count() % recurrence.interval == 0;
}

bool fits(const Recurrence& recurrence, LocalDate date) {
    switch (recurrence.repeats) {
    case Repeats::daily:
        return fits_daily(recurrence, date);
    case Repeats::weekly:
        return fits_weekly(recurrence, date);
    case Repeats::monthly_by_date:
        return is_month_of_it(recurrence, date) && date.ymd().day() == recurrence.first.ymd().day();
    case Repeats::monthly_by_weekday:
        return is_month_of_it(recurrence, date) && date.weekday() == recurrence.first.weekday() &&
               rank_in_month(date) == rank_in_month(recurrence.first);
    }
    return false;
}

} // namespace

std::string_view name_of(Repeats repeats) {
    switch (repeats) {
    case Repeats::daily:
        return "daily";
    case Repeats::weekly:
        return "weekly";
    case Repeats::monthly_by_date:
        return "monthly_by_date";
    case Repeats::monthly_by_weekday:
        return "monthly_by_weekday";
    }
    return {};
}

std::optional<Repeats> repeats_named(std::string_view name) {
    const auto found = std::ranges::find(all_repeats, name, [](Repeats repeats) { return name_of(repeats); });
    return found == all_repeats.end() ? std::nullopt : std::optional{*found};
}

Result<std::vector<LocalDate>> dates_of(const Recurrence& recurrence) {
    constexpr int longest_interval = 12;
    if (recurrence.last < recurrence.first) return refuse("period_reversed");
    if (recurrence.interval < 1 || recurrence.interval > longest_interval) return refuse("invalid_interval");
    std::vector<LocalDate> dates;
    for (auto date = recurrence.first; date <= recurrence.last; date = date + days{1}) {
        if (!fits(recurrence, date) || recurrence.left_out.contains(date)) continue;
        if (dates.size() == most_dates_of_a_recurrence)
            return refuse("too_many_dates", {{"most", std::int64_t{most_dates_of_a_recurrence}}});
        dates.push_back(date);
    }
    return dates;
}

} // namespace hiroba
