// 空き検索: "on these dates, for so many people, for this purpose, with this equipment": every space that is free,
// earliest first, and what comes nearest when nothing fits.
#pragma once

#include "domain/booking/availability.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace hiroba {

struct FreeWish {
    LocalDate first;
    LocalDate last;                                            // included
    std::vector<std::chrono::weekday> weekdays = {};           // empty: every day
    std::optional<TimeRange> within = std::nullopt;            // the use lies inside
    std::optional<TimeRange> covering = std::nullopt;          // the use takes all of it, and no more than it must
    std::optional<std::chrono::minutes> length = std::nullopt; // by the hour: at least so long, in a row
    std::optional<int> nights = std::nullopt;                  // only spaces used by the night; else none of them
    std::int64_t people = 1;
    std::optional<ActivityCode> activity = std::nullopt;
    std::vector<EquipmentWish> equipment = {};
    std::vector<FacilityCode> facilities = {}; // empty: all
    std::vector<AccessFeature> access = {};    // the space or its facility has all of them
};

// One space that is free: the use to ask for.
struct FreeUse {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
    UseRequest request; // by the hour: the earliest start, with the shortest length that fits the wish
    TimeRange time;
    Yen price;
};

struct SearchLimits {
    std::size_t most = 50;
};

// Earliest date first, then earliest time, then the smallest space that fits, then the order of the town.
// Single choices only (no composite bands), unless `length` or `covering` needs a composite. Nights are not asked about
// the time of day. Everything it answers passes check_use, check_window, check_free and quote_use.
[[nodiscard]] std::vector<FreeUse> find_free(const Town& town, const FreeWish& wish, const OccupancyOfDay& occupancy,
                                             const Viewpoint& viewpoint, const SearchLimits& limits = {});

// When nothing fits: the same wish on the dates around it (at most `alternative_days` before and after, nearest
// first), then for fewer wishes: at another time of the day, with as many pieces of equipment as there are (at least
// one of each kind), without equipment. Each answer says what it gave up; each kind has the same share of `most`.
inline constexpr int alternative_days = 14;
enum class GaveUp { date, time_of_day, pieces, equipment };
[[nodiscard]] std::string_view name_of(GaveUp what);
struct Alternative {
    FreeUse use;
    GaveUp gave_up = GaveUp::date;
};
[[nodiscard]] std::vector<Alternative> find_alternatives(const Town& town, const FreeWish& wish,
                                                         const OccupancyOfDay& occupancy, const Viewpoint& viewpoint,
                                                         const SearchLimits& limits = {});

// The nearest free slots to a use that was taken, for those who came too late: the same space on the same day, a
// similar space of the facility at the same time, the same space on the nearest days. With the same equipment; what
// else was declared (early use, extension, …) is not looked at, and is declared anew.
[[nodiscard]] std::vector<FreeUse> nearest_free(const Town& town, const SpaceUse& taken,
                                                const OccupancyOfDay& occupancy, const Viewpoint& viewpoint,
                                                std::size_t most);

} // namespace hiroba
