#include "services/payment/voucher_term.hpp"

#include "services/payment/payment_due.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

constexpr int most_days = 60; // as Stripe takes it

Instant end_of(LocalDate date) { return to_instant({date + std::chrono::days{1}, MinuteOfDay{}}); }

bool is_left_to_pay(const persistence::Booking& booking) {
    return booking.charged > booking.paid || booking.state == BookingState::held;
}

} // namespace

std::optional<int> voucher_days(const TownInForce& town, const FacilityCode& facility, Instant owed_from, Instant start,
                                Instant now) {
    const Instant due = payment_due_by(town, facility, PaymentMethod::konbini, owed_from, start);
    LocalDate last = to_town_time(due).date;
    if (end_of(last) > due) last = last - std::chrono::days{1};
    const LocalDate given_out_by = to_town_time(now + payment_page_length).date;
    const auto days = std::min((last - given_out_by).count(), std::chrono::days::rep{most_days});
    return days < 1 ? std::nullopt : std::optional{static_cast<int>(days)};
}

std::optional<int> voucher_days(const TownInForce& town, const ApplicationView& view, Instant now) {
    std::optional<Instant> start;
    for (const auto& booking : view.bookings)
        if (is_left_to_pay(booking))
            start = std::min(start.value_or(to_instant(booking.start)), to_instant(booking.start));
    if (!start) return std::nullopt;
    const auto owed = std::ranges::find(view.obligations, "owed", &persistence::Obligation::state);
    const Instant from = owed == view.obligations.end() ? now : to_instant({owed->assessed_on, MinuteOfDay{}});
    return voucher_days(town, view.application.facility, from, *start, now);
}

} // namespace hiroba::services
