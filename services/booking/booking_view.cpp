#include "services/booking/booking_view.hpp"

namespace hiroba::services {

Result<persistence::Booking> own_booking(persistence::Session& session, AccountId account, BookingId id) {
    auto booking = persistence::find_booking(session, id);
    if (!booking || booking->account != account) return refuse("booking_not_found");
    return std::move(*booking);
}

Result<BookingView> own_booking_view(persistence::Session& session, AccountId account, BookingId id) {
    auto booking = own_booking(session, account, id);
    if (!booking) return tl::unexpected(booking.error());
    auto attempt = persistence::newest_attempt_of(session, id);
    return BookingView{std::move(*booking), std::move(attempt)};
}

bool is_cancellable(const BookingView& view) {
    return next_state(view.booking.state, BookingEvent::given_up).has_value();
}

} // namespace hiroba::services
