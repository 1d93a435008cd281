#include "services/counter/open_shift.hpp"

#include "persistence/repositories/applications.hpp"

#include <algorithm>

namespace hiroba::services {

Result<persistence::DrawerShift> shift_for(persistence::Session& session, const TownInForce& town, AccountId staff,
                                           const persistence::Obligation& obligation) {
    auto shift = persistence::open_shift_held_by(session, staff);
    if (!shift) return refuse("no_open_drawer");
    const Drawer* drawer = find_drawer(town.town, shift->drawer);
    const FacilityCode facility = persistence::find_application(session, obligation.application)->facility;
    // A drawer that left the town while it was open takes nothing any more.
    const bool takes_it = drawer != nullptr &&
                          std::ranges::find(drawer->facilities, facility) != drawer->facilities.end() &&
                          shift->managed_by == obligation.managed_by;
    if (!takes_it) return refuse("drawer_of_another_payee", {{"drawer", shift->drawer.value()}});
    return std::move(*shift);
}

} // namespace hiroba::services
