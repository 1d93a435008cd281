// A booking together with its newest payment attempt: what a resident is shown.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"

#include <optional>

namespace hiroba::services {

struct BookingView {
    persistence::Booking booking;
    std::optional<persistence::Attempt> attempt;
};

// The booking, if it is this person's: `booking_not_found` otherwise, and when it does not exist.
[[nodiscard]] Result<persistence::Booking> own_booking(persistence::Session& session, AccountId account, BookingId id);
[[nodiscard]] Result<BookingView> own_booking_view(persistence::Session& session, AccountId account, BookingId id);

// Held, or awaiting payment: it can still be given back.
[[nodiscard]] bool is_cancellable(const BookingView& view);

} // namespace hiroba::services
