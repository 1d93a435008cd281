// 受付期間: from when until when a day of use can be booked.
#pragma once

#include "domain/core/local_time.hpp"

namespace hiroba {

// "From 9:00 on the first of the month six months before, until 17:00 on the day before."
struct BookingWindow {
    int opens_months_before = 0; // months before the month of use
    unsigned opens_on_day = 1;   // day of that month, 1 … 28
    MinuteOfDay opens_at;
    int closes_days_before = 0; // days before the day of use; 0 = the day itself
    MinuteOfDay closes_at;
    friend bool operator==(const BookingWindow&, const BookingWindow&) = default;
};

[[nodiscard]] Instant window_opens(const BookingWindow& window, LocalDate date_of_use);
[[nodiscard]] Instant window_closes(const BookingWindow& window, LocalDate date_of_use);

// Open from window_opens (included) until window_closes (not included); otherwise
// `before_booking_window` {opens_at_ms} or `after_booking_window` {closed_at_ms}.
[[nodiscard]] Result<void> check_booking_window(const BookingWindow& window, LocalDate date_of_use, Instant now);

} // namespace hiroba
