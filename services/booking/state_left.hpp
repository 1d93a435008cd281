// Where a booking came from.
#pragma once

#include "domain/booking/booking_life.hpp"
#include "persistence/repositories/bookings.hpp"

#include <optional>

namespace hiroba::services {

// By its history, the state that it left for the one it is in; nothing when it never left its first. Notes, which leave
// it where it is, do not count.
[[nodiscard]] inline std::optional<BookingState> state_left(persistence::Session& session,
                                                            const persistence::Booking& booking) {
    const auto history = persistence::history_of(session, booking.id);
    for (auto line = history.rbegin(); line != history.rend(); ++line)
        if (line->to_state == name_of(booking.state) && line->from_state && line->from_state != line->to_state)
            return booking_state_named(*line->from_state);
    return std::nullopt;
}

} // namespace hiroba::services
