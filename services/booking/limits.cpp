#include "services/booking/limits.hpp"

#include "persistence/repositories/towns.hpp"

#include <map>
#include <set>

namespace hiroba::services {

Result<void> check_days_in_a_row(persistence::Session& session, const TownInForce& town,
                                 const std::vector<persistence::NewBooking>& bookings) {
    const auto& first = bookings.front().booking;
    const Facility* facility = find_facility(town.town, first.facility);
    if (facility == nullptr || !facility->consecutive_days_limit) return {};
    const std::chrono::days around{*facility->consecutive_days_limit};
    std::map<SpaceCode, std::set<LocalDate>> dates_by_space;
    for (const auto& [booking, occupation, equipment, quotas] : bookings)
        dates_by_space[booking.space].insert(booking.start.date);
    for (const auto& [space, dates] : dates_by_space) {
        const auto booked = persistence::booked_dates(session, first.account, first.facility, space,
                                                      *dates.begin() - around, *dates.rbegin() + around);
        if (auto run = check_consecutive_days(facility->consecutive_days_limit, booked, dates); !run) return run;
    }
    return {};
}

Result<void> check_hours_hold(persistence::Session& session, const TownInForce& town,
                              const persistence::Booking& booking) {
    if (find_space(town.town, booking.space).space == nullptr)
        return refuse("unknown_space", {{"space", booking.space.value()}});
    if (persistence::in_force(session).revision != town.revision) return refuse("town_changed");
    return {};
}

} // namespace hiroba::services
