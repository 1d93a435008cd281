// A booking as it stands while nobody else can change its application: what was read before the lock may be old.
#pragma once

#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/bookings.hpp"

#include <optional>

namespace hiroba::services {

// Empty: there is no such booking. The lock ends with the session's transaction.
[[nodiscard]] inline std::optional<persistence::Booking> locked_booking(persistence::Session& session, BookingId id) {
    const auto found = persistence::find_booking(session, id);
    if (!found) return std::nullopt;
    persistence::lock_application(session, found->application);
    return persistence::find_booking(session, id);
}

} // namespace hiroba::services
