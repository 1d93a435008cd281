// Bookings and attempts in the shapes of the API contract.
#pragma once

#include "services/booking/booking_view.hpp"

#include <nlohmann/json.hpp>

namespace hiroba::services::api {

[[nodiscard]] nlohmann::json booking_json(const BookingView& view, Instant now);
[[nodiscard]] nlohmann::json attempt_json(const persistence::Attempt& attempt);

// The text, or null.
template <class Optional>
[[nodiscard]] nlohmann::json or_null(const Optional& value) {
    return value ? nlohmann::json(*value) : nlohmann::json(nullptr);
}

} // namespace hiroba::services::api
