// What a closure is about: spaces with their units, on some days in a row.
#pragma once

#include "persistence/repositories/closures.hpp"
#include "services/context.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// The spaces of a facility, one of them, or all of the town. `unknown_facility` {facility}, `unknown_space` {space}.
[[nodiscard]] Result<std::vector<const Space*>> spaces_of(const Town& town,
                                                          const std::optional<FacilityCode>& facility_code,
                                                          const std::optional<SpaceCode>& space_code);
[[nodiscard]] std::vector<UnitId> units_of_spaces(const TownInForce& town, const std::vector<const Space*>& spaces);

// The same part of some days in a row.
struct Stretch {
    LocalDate first;
    LocalDate last;
    TimeRange daily;
};
[[nodiscard]] Stretch stretch_of(const persistence::Closure& closure);
[[nodiscard]] persistence::Occupation occupation_of(const std::vector<UnitId>& units, const Stretch& stretch);

// What was closed and is free now is not anybody's to take while somebody waits for it. After the bookings that are
// reinstated have their slots again.
void keep_for_those_who_wait(const Context& context, const persistence::Closure& lifted);

} // namespace hiroba::services
