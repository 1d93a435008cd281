// What a use is by its state, to those who decide about it and write of it.
#pragma once

#include "domain/booking/booking_life.hpp"

namespace hiroba::services {

// A permit that can still be changed or ended by a decision: nobody has come yet.
[[nodiscard]] inline bool is_permit(BookingState state) {
    return state == BookingState::permitted || state == BookingState::permitted_unpaid;
}

// Refused, withdrawn, cancelled, expired or revoked: it came to nothing. Whoever only stayed away had the use.
[[nodiscard]] inline bool is_given_up(BookingState state) { return !occupies(state) && state != BookingState::no_show; }

} // namespace hiroba::services
