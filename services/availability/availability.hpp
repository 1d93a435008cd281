// What is free: public answers without a person in them, each with the version it is true for.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/booking/free_search.hpp"
#include "persistence/engine/database.hpp"
#include "persistence/repositories/closures.hpp"
#include "services/availability/occupancy_memory.hpp"
#include "services/catalog/catalog.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace hiroba::services {

// What public answers stand on. `town` is the one in force when the request came.
struct AvailabilitySource {
    persistence::Database& database;
    OccupancyMemory& memory;
    const TownInForce& town;
};

struct MonthAvailability {
    std::int64_t version = 0;
    std::vector<MarkedDay> days;
};
// `unknown_space` {space}.
[[nodiscard]] Result<MonthAvailability> month_availability(const AvailabilitySource& source, const SpaceCode& space,
                                                           YearMonth month, const Viewpoint& viewpoint);

struct DateSlots {
    LocalDate date;
    std::vector<DaySlot> slots;
};
struct WeekAvailability {
    std::int64_t version = 0;
    std::vector<DateSlots> days; // seven
};
// `unknown_space` {space}.
[[nodiscard]] Result<WeekAvailability> week_availability(const AvailabilitySource& source, const SpaceCode& space,
                                                         LocalDate first, const Viewpoint& viewpoint);

struct SpaceDay {
    SpaceCode space;
    std::vector<DaySlot> slots;
};
struct DayAvailability {
    std::int64_t version = 0;
    bool closed = false;
    bool changes_only = false; // only the spaces whose units changed since the version asked for
    std::vector<persistence::Closure> closures;
    std::vector<SpaceDay> spaces;
};
// `since`: a version of that day that the page has. `unknown_facility` {facility}.
[[nodiscard]] Result<DayAvailability> day_availability(const AvailabilitySource& source, const FacilityCode& facility,
                                                       LocalDate date, const Viewpoint& viewpoint,
                                                       std::optional<std::int64_t> since = std::nullopt);

// The version of a facility's day: what pushes and day answers carry. `unknown_facility` {facility}.
[[nodiscard]] Result<std::int64_t> day_version(const AvailabilitySource& source, const FacilityCode& facility,
                                               LocalDate date);

struct SearchAnswer {
    std::vector<FreeUse> free;
    bool more = false; // there are more than these
    std::vector<Alternative> alternatives;
};
inline constexpr std::size_t most_search_answers = 50;
// `period_reversed`, `period_too_long` {most_days}, `unknown_facility`, `unknown_activity`.
[[nodiscard]] Result<SearchAnswer> search_free(const AvailabilitySource& source, const FreeWish& wish,
                                               const Viewpoint& viewpoint);

// The nearest free slots for somebody who came too late. What it knows may be a moment old.
[[nodiscard]] std::vector<FreeUse> nearest_to(const AvailabilitySource& source, const UseRequest& taken,
                                              const Viewpoint& viewpoint, std::size_t most);

} // namespace hiroba::services
