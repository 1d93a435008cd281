// What a closure is about: spaces with their units, on some days in a row.
#pragma once

#include "persistence/repositories/closures.hpp"
#include "services/context.hpp"

#include <optional>
#include <set>
#include <vector>

namespace hiroba::services {

// The spaces of a facility, one of them, or all of the town. `unknown_facility` {facility}, `unknown_space` {space}.
[[nodiscard]] Result<std::vector<const Space*>> spaces_of(const Town& town,
                                                          const std::optional<FacilityCode>& facility_code,
                                                          const std::optional<SpaceCode>& space_code);
[[nodiscard]] std::set<UnitCode> unit_codes_of(const std::vector<const Space*>& spaces);
[[nodiscard]] std::vector<UnitId> units_of_spaces(const TownInForce& town, const std::vector<const Space*>& spaces);

// The same part of some days in a row.
struct Stretch {
    LocalDate first;
    LocalDate last;
    TimeRange daily;
};
[[nodiscard]] Stretch stretch_of(const persistence::Closure& closure);
[[nodiscard]] persistence::Occupation occupation_of(const std::vector<UnitId>& units, const Stretch& stretch);

// Closures in force that end on that day or later, each with the units of what it is about that it does not close.
struct LeftOpen {
    persistence::Closure closure;
    std::vector<UnitId> units; // at least one
};
[[nodiscard]] std::vector<LeftOpen> left_open(persistence::Session& session, const Town& town, LocalDate from);

// In the transaction that puts an edition of the town in force: what is closed from that day on stays closed with the
// units that it has now, and bookings that stand there are listed.
void close_new_units(persistence::Session& session, const Town& town, Instant now);

// What was closed and is free now is not anybody's to take while somebody waits for it. After the bookings that are
// reinstated have their slots again.
void keep_for_those_who_wait(const Context& context, const persistence::Closure& lifted);

} // namespace hiroba::services
