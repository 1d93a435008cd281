#include "services/closures/reach.hpp"

#include "persistence/repositories/closure_conflicts.hpp"
#include "persistence/repositories/towns.hpp"
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

std::set<UnitCode> unit_codes_of(const std::vector<const Space*>& spaces) {
    std::set<UnitCode> units;
    for (const Space* space : spaces)
        units.insert(space->units.begin(), space->units.end());
    return units;
}

std::vector<UnitId> units_of_spaces(const TownInForce& town, const std::vector<const Space*>& spaces) {
    const auto units = unit_codes_of(spaces);
    return town.numbers_of({units.begin(), units.end()});
}

Stretch stretch_of(const Closure& closure) { return {closure.first, closure.last, closure.daily}; }

persistence::Occupation occupation_of(const std::vector<UnitId>& units, const Stretch& stretch) {
    persistence::Occupation occupation{units, {}};
    for (LocalDate date = stretch.first; date <= stretch.last; date = date + std::chrono::days{1})
        occupation.days.push_back({date, SlotRange::covering(stretch.daily)});
    return occupation;
}

std::vector<LeftOpen> left_open(Session& session, const Town& town, LocalDate from) {
    const auto numbers = persistence::unit_numbers(session);
    std::vector<LeftOpen> found;
    for (Closure& closure : persistence::closures_in_force_from(session, from)) {
        const auto spaces = spaces_of(town, closure.facility, closure.space);
        if (!spaces) continue; // they have left the town
        const auto closed = persistence::units_closed_by(session, closure.id);
        std::vector<UnitId> open;
        for (const UnitCode& unit : unit_codes_of(*spaces))
            if (!closed.contains(numbers.at(unit))) open.push_back(numbers.at(unit));
        if (!open.empty()) found.push_back({std::move(closure), std::move(open)});
    }
    return found;
}

void close_new_units(Session& session, const Town& town, Instant now) {
    for (const auto& [closure, units] : left_open(session, town, to_town_time(now).date)) {
        persistence::close_too(session, closure, units, now);
        const auto listed = persistence::listed_in(session, closure.id);
        std::vector<BookingId> new_ones;
        const auto owners = persistence::owners_within(session, occupation_of(units, stretch_of(closure)));
        for (const auto& in_the_way : persistence::in_the_way(session, owners, to_town_time(now)))
            if (!listed.contains(in_the_way.booking)) new_ones.push_back(in_the_way.booking);
        persistence::list_conflicts(session, closure.id, new_ones);
    }
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
