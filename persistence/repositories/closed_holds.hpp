// Holds that a closure ended while their applicant was still filling in the form.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"
#include "persistence/engine/session.hpp"

#include <vector>

namespace hiroba::persistence {

struct ClosedHold {
    BookingId booking;
    Text reason; // of the closure, as everybody reads it
};
// Of these bookings, those that were only held when a closure took their time.
[[nodiscard]] std::vector<ClosedHold> closed_holds(Session& session, const std::vector<BookingId>& bookings);

} // namespace hiroba::persistence
