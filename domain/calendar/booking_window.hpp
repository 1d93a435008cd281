// 受付期間: from when until when a use can be booked, for one space and one class of people.
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "domain/core/local_time.hpp"

#include <functional>
#include <variant>

namespace hiroba {

// "From 9:00 on the first of the month six months before": a fixed day of that month …
struct OnDayOfMonth {
    int months_before = 0; // months before the month of use
    unsigned day = 1;      // 1 … 28
    friend bool operator==(const OnDayOfMonth&, const OnDayOfMonth&) = default;
};
// … 同日: on the same day of the month (the last day of a shorter month) …
struct OnSameDay {
    int months_before = 0;
    friend bool operator==(const OnSameDay&, const OnSameDay&) = default;
};
// … or so many days before the use.
struct DaysBefore {
    int days = 0;
    friend bool operator==(const DaysBefore&, const DaysBefore&) = default;
};

// When booking of a date begins and ends.
struct BookingWindow {
    std::variant<OnDayOfMonth, OnSameDay, DaysBefore> opens_on;
    MinuteOfDay opens_at;
    bool opens_on_open_day = false; // 休館日のときは翌開館日: shifted forward past closed days
    int closes_days_before = 0;     // days before the day of use; 0 = the day itself
    MinuteOfDay closes_at;
    bool closes_on_open_day = false; // shifted back past closed days
    int lead_minutes = 0;            // and at least so long before the use begins
    friend bool operator==(const BookingWindow&, const BookingWindow&) = default;
};

// Whether the facility's office is closed on a date (for shifting).
using IsClosed = std::function<bool(LocalDate)>;

[[nodiscard]] Instant window_opens(const BookingWindow& window, LocalDate date_of_use, const IsClosed& is_closed);
// The last moment for a use that begins at `start`: the earlier of the window's end and the lead time, never after
// the use begins. (The moment itself is too late.)
[[nodiscard]] Instant window_closes(const BookingWindow& window, const LocalDateTime& start, const IsClosed& is_closed);

// Open from window_opens (included) until window_closes (not included); otherwise
// `before_booking_window` {opens_at_ms} or `after_booking_window` {closed_at_ms}.
[[nodiscard]] Result<void> check_booking_window(const BookingWindow& window, const LocalDateTime& start, Instant now,
                                                const IsClosed& is_closed);

} // namespace hiroba
