#include "services/availability/availability.hpp"

#include "persistence/repositories/claims.hpp"

namespace hiroba::services {
namespace {

using persistence::Session;

struct Seen {
    std::int64_t version = 0;
    persistence::Occupancy taken;
};

Seen look(persistence::Database& database, const std::vector<UnitId>& units, LocalDate first, LocalDate last) {
    return database.read([&](Session& session) {
        return Seen{persistence::version_of(session, units, first, last),
                    persistence::occupancy(session, units, first, last)};
    });
}

DayOccupancy of_day(const TownInForce& town, const Seen& seen, LocalDate date) {
    const auto taken = seen.taken.find(date);
    return taken == seen.taken.end() ? DayOccupancy{} : town.named(taken->second);
}

auto unknown_facility(const FacilityCode& facility) {
    return refuse("unknown_facility", {{"facility", facility.value()}});
}

} // namespace

Result<MonthAvailability> month_availability(persistence::Database& database, const TownInForce& town,
                                             const SpaceCode& space_code, YearMonth month, const Viewpoint& viewpoint) {
    const auto [facility, space] = find_space(town.town, space_code);
    if (space == nullptr) return refuse("unknown_space", {{"space", space_code.value()}});
    const Seen seen = look(database, town.numbers_of(space->units), month.first_day(), month.last_day());

    MonthAvailability answer{seen.version, {}};
    for (LocalDate date = month.first_day(); date <= month.last_day(); date = date + std::chrono::days{1})
        answer.days.push_back(mark_day(town.town, *facility, *space, date, of_day(town, seen, date), viewpoint));
    return answer;
}

Result<DayAvailability> day_availability(persistence::Database& database, const TownInForce& town,
                                         const FacilityCode& facility_code, LocalDate date,
                                         const Viewpoint& viewpoint) {
    const Facility* facility = find_facility(town.town, facility_code);
    if (facility == nullptr) return unknown_facility(facility_code);
    const Seen seen = look(database, town.numbers_of(units_of(*facility)), date, date);
    const DayOccupancy occupancy = of_day(town, seen, date);

    DayAvailability answer{seen.version, is_closed_on(date, facility->closed_days, town.town.holidays), {}};
    for (const Space& space : facility->spaces)
        answer.spaces.push_back({space.code, day_slots(town.town, *facility, space, date, occupancy, viewpoint)});
    return answer;
}

Result<std::int64_t> day_version(persistence::Database& database, const TownInForce& town,
                                 const FacilityCode& facility_code, LocalDate date) {
    const Facility* facility = find_facility(town.town, facility_code);
    if (facility == nullptr) return unknown_facility(facility_code);
    const auto units = town.numbers_of(units_of(*facility));
    return database.read([&](Session& session) { return persistence::version_of(session, units, date, date); });
}

} // namespace hiroba::services
