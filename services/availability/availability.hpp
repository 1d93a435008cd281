// What is free: public answers without a person in them, each with the version it is true for.
#pragma once

#include "domain/booking/availability.hpp"
#include "persistence/engine/database.hpp"
#include "services/catalog/catalog.hpp"

#include <cstdint>
#include <vector>

namespace hiroba::services {

struct MonthAvailability {
    std::int64_t version = 0;
    std::vector<MarkedDay> days;
};

struct SpaceDay {
    SpaceCode space;
    std::vector<DaySlot> slots;
};

struct DayAvailability {
    std::int64_t version = 0;
    bool closed = false;
    std::vector<SpaceDay> spaces;
};

// `unknown_space` {space}.
[[nodiscard]] Result<MonthAvailability> month_availability(persistence::Database& database, const TownInForce& town,
                                                           const SpaceCode& space, YearMonth month,
                                                           const Viewpoint& viewpoint);

// `unknown_facility` {facility}.
[[nodiscard]] Result<DayAvailability> day_availability(persistence::Database& database, const TownInForce& town,
                                                       const FacilityCode& facility, LocalDate date,
                                                       const Viewpoint& viewpoint);

// The version of a facility's day: what pushes and day answers carry. `unknown_facility` {facility}.
[[nodiscard]] Result<std::int64_t> day_version(persistence::Database& database, const TownInForce& town,
                                               const FacilityCode& facility, LocalDate date);

} // namespace hiroba::services
