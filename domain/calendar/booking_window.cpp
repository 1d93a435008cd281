#include "domain/calendar/booking_window.hpp"

#include <algorithm>

namespace hiroba {
namespace {

using namespace std::chrono;

// An office that is closed for longer shifts nothing any further: the rule must end.
constexpr int most_shifted_days = 366;

year_month month_before(LocalDate date_of_use, int months_before) {
    return date_of_use.ymd().year() / date_of_use.ymd().month() - months{months_before};
}

LocalDate opening_day(const OnDayOfMonth& rule, LocalDate date_of_use) {
    return LocalDate{sys_days{month_before(date_of_use, rule.months_before) / day{rule.day}}};
}

LocalDate opening_day(const OnSameDay& rule, LocalDate date_of_use) {
    const auto month = month_before(date_of_use, rule.months_before);
    const auto last = sys_days{month / std::chrono::last};
    const year_month_day same{month / date_of_use.ymd().day()};
    return LocalDate{same.ok() ? sys_days{same} : last};
}

LocalDate opening_day(const DaysBefore& rule, LocalDate date_of_use) { return date_of_use - days{rule.days}; }

LocalDate shifted(LocalDate date, days by, const IsClosed& is_closed) {
    auto open_day = date;
    for (int shift = 0; shift < most_shifted_days; ++shift, open_day = open_day + by) {
        if (!is_closed(open_day)) return open_day;
    }
    return date;
}

} // namespace

Instant window_opens(const BookingWindow& window, LocalDate date_of_use, const IsClosed& is_closed) {
    auto opens_on = std::visit([&](const auto& rule) { return opening_day(rule, date_of_use); }, window.opens_on);
    if (window.opens_on_open_day) opens_on = shifted(opens_on, days{1}, is_closed);
    return to_instant({opens_on, window.opens_at});
}

Instant window_closes(const BookingWindow& window, const LocalDateTime& start, const IsClosed& is_closed) {
    auto closes_on = start.date - days{window.closes_days_before};
    if (window.closes_on_open_day) closes_on = shifted(closes_on, days{-1}, is_closed);
    const auto begins = to_instant(start);
    return std::min(to_instant({closes_on, window.closes_at}), begins - minutes{window.lead_minutes});
}

Result<void> check_booking_window(const BookingWindow& window, const LocalDateTime& start, Instant now,
                                  const IsClosed& is_closed) {
    const auto opens = window_opens(window, start.date, is_closed);
    if (now < opens) return refuse("before_booking_window", {{"opens_at_ms", opens.epoch_ms()}});
    const auto closes = window_closes(window, start, is_closed);
    if (now >= closes) return refuse("after_booking_window", {{"closed_at_ms", closes.epoch_ms()}});
    return {};
}

} // namespace hiroba
