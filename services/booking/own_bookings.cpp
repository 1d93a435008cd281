#include "services/booking/own_bookings.hpp"

#include <algorithm>
#include <string>

namespace hiroba::services {

std::optional<ApplicationId> own_application_in_the_way(persistence::Session& session,
                                                        const persistence::Occupation& wanted, AccountId account,
                                                        const std::vector<BookingId>& moving) {
    auto owners = persistence::owners_within(session, wanted);
    for (const BookingId booking : moving)
        std::erase(owners, OwnerId{booking.value()});
    const auto bookings = persistence::bookings_with(session, owners);
    const bool all_their_own =
        !bookings.empty() && bookings.size() == owners.size() &&
        std::ranges::all_of(bookings, [&](const auto& found) { return found.booking.account == account; });
    if (!all_their_own) return std::nullopt;
    return bookings.front().booking.application;
}

Refusal already_yours(ApplicationId own, const SpaceUse& wanted) {
    return {"already_yours",
            {{"application_id", std::to_string(own.value())},
             {"date", wanted.start.date.iso8601()},
             {"space", wanted.space->code.value()}}};
}

} // namespace hiroba::services
