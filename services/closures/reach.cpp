#include "services/closures/reach.hpp"

#include "services/waiting/line.hpp"

#include <set>

namespace hiroba::services {

using persistence::Closure;
using persistence::Session;

Result<std::vector<const Space*>> spaces_of(const Town& town, const std::optional<FacilityCode>& facility_code,
                                            const std::optional<SpaceCode>& space_code) {
    std::vector<const Space*> spaces;
    if (facility_code && find_facility(town, *facility_code) == nullptr)
        return refuse("unknown_facility", {{"facility", facility_code->value()}});
    for (const Facility& facility : town.facilities) {
        if (facility_code && facility.code != *facility_code) continue;
        for (const Space& space : facility.spaces)
            if (!space_code || (facility_code && space.code == *space_code)) spaces.push_back(&space);
    }
    if (spaces.empty()) return refuse("unknown_space", {{"space", space_code ? space_code->value() : ""}});
    return spaces;
}

std::vector<UnitId> units_of_spaces(const TownInForce& town, const std::vector<const Space*>& spaces) {
    std::set<UnitCode> units;
    for (const Space* space : spaces)
        units.insert(space->units.begin(), space->units.end());
    return town.numbers_of({units.begin(), units.end()});
}

Stretch stretch_of(const Closure& closure) { return {closure.first, closure.last, closure.daily}; }

persistence::Occupation occupation_of(const std::vector<UnitId>& units, const Stretch& stretch) {
    persistence::Occupation occupation{units, {}};
    for (LocalDate date = stretch.first; date <= stretch.last; date = date + std::chrono::days{1})
        occupation.days.push_back({date, SlotRange::covering(stretch.daily)});
    return occupation;
}

void keep_for_those_who_wait(const Context& context, const Closure& lifted) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto spaces = spaces_of(town->town, lifted.facility, lifted.space);
    if (!spaces) return; // they have left the town
    const auto freed = occupation_of(units_of_spaces(*town, *spaces), stretch_of(lifted));
    context.database.transact([&](Session& session) { keep_for_the_line(session, *town, freed, now); });
}

} // namespace hiroba::services
