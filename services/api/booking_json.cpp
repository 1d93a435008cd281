#include "services/api/booking_json.hpp"

#include <string>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json details_json(const persistence::Booking& booking) {
    if (!booking.details) return nullptr;
    json body{{"purpose", booking.details->purpose},
              {"people", booking.details->people},
              {"admission_or_commercial", false}}; // true is refused: such use is priced at the desk
    if (booking.details->group_name) body["group_name"] = *booking.details->group_name;
    return body;
}

json deadline_json(const persistence::Booking& booking, BookingState of_state) {
    if (booking.state != of_state || !booking.expires_at) return nullptr;
    return booking.expires_at->epoch_ms();
}

} // namespace

json attempt_json(const persistence::Attempt& attempt) {
    return {{"attempt_id", std::to_string(attempt.id.value())},
            {"booking_id", std::to_string(attempt.booking.value())},
            {"state", attempt.state},
            {"amount_yen", attempt.amount.amount()},
            {"redirect_url", or_null(attempt.redirect_url)},
            {"expires_at_ms", attempt.expires_at.epoch_ms()}};
}

json booking_json(const BookingView& view, Instant now) {
    const auto& booking = view.booking;
    return {{"booking_id", std::to_string(booking.id.value())},
            {"number", or_null(booking.number)},
            {"state", name_of(booking.state)},
            {"facility", booking.facility.value()},
            {"space", booking.space.value()},
            {"date", booking.date.iso8601()},
            {"start", booking.start.hh_mm()},
            {"end", booking.end.hh_mm()},
            {"band", booking.band ? json(booking.band->value()) : json(nullptr)},
            {"details", details_json(booking)},
            {"fee", json::parse(booking.quote_json)},
            {"hold_expires_at_ms", deadline_json(booking, BookingState::held)},
            {"payment_due_at_ms", deadline_json(booking, BookingState::awaiting_payment)},
            {"attempt", view.attempt ? attempt_json(*view.attempt) : json(nullptr)},
            {"cancellable", is_cancellable(view)},
            {"created_at_ms", booking.created_at.epoch_ms()},
            {"server_time_ms", now.epoch_ms()}};
}

} // namespace hiroba::services::api
