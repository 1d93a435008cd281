#include "services/booking/limits.hpp"

#include "persistence/repositories/towns.hpp"

#include <algorithm>
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

Result<void> check_units_hold(persistence::Session& session, const TownInForce& town) {
    if (persistence::is_replaced(session, town.edition)) return refuse("town_changed");
    return {};
}

Result<void> check_hours_hold(persistence::Session& session, const TownInForce& town,
                              const persistence::Booking& booking) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr) return refuse("unknown_space", {{"space", booking.space.value()}});
    bool is_exceptional = false;
    for (LocalDate date = booking.start.date; date <= booking.end.date; date = date + std::chrono::days{1})
        is_exceptional = is_exceptional || has_exception(*facility, *space, date);
    if (is_exceptional && persistence::in_force(session).revision != town.revision) return refuse("town_changed");
    return {};
}

Result<BookingState> occupy_again(persistence::Session& session, const TownInForce& town,
                                  const persistence::NewBooking& again, const persistence::Advance& step) {
    persistence::take_from_hold_backs(session, again.occupation, step.at);
    for (const auto& equipment : again.equipment)
        persistence::take_from_hold_backs(session, {equipment.pool, again.occupation.days}, step.at);
    auto reached = persistence::advance_and_reclaim(session, again, step);
    if (!reached) return reached;
    if (const auto units = check_units_hold(session, town); !units) return tl::unexpected(units.error());
    if (const auto hours = check_hours_hold(session, town, again.booking); !hours) return tl::unexpected(hours.error());
    return reached;
}

} // namespace hiroba::services
