#include "domain/calendar/booking_window.hpp"

namespace hiroba {

Instant window_opens(const BookingWindow& window, LocalDate date_of_use) {
    using namespace std::chrono;
    const auto month_of_use = date_of_use.ymd().year() / date_of_use.ymd().month();
    const auto month = month_of_use - months{window.opens_months_before};
    return to_instant({LocalDate{sys_days{month / day{window.opens_on_day}}}, window.opens_at});
}

Instant window_closes(const BookingWindow& window, LocalDate date_of_use) {
    return to_instant({date_of_use - std::chrono::days{window.closes_days_before}, window.closes_at});
}

Result<void> check_booking_window(const BookingWindow& window, LocalDate date_of_use, Instant now) {
    const auto opens = window_opens(window, date_of_use);
    if (now < opens) return refuse("before_booking_window", {{"opens_at_ms", opens.epoch_ms()}});
    const auto closes = window_closes(window, date_of_use);
    if (now >= closes) return refuse("after_booking_window", {{"closed_at_ms", closes.epoch_ms()}});
    return {};
}

} // namespace hiroba
