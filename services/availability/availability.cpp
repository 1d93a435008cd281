#include "services/availability/availability.hpp"

#include "persistence/repositories/claims.hpp"
#include "services/closures/closures.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Session;
using std::chrono::days;

constexpr days one_day{1};

auto unknown_facility(const FacilityCode& facility) {
    return refuse("unknown_facility", {{"facility", facility.value()}});
}

bool is_by_night(const Space& space) { return std::holds_alternative<ByNight>(space.use); }

// What is known of one space between two dates. A night needs the morning after it.
persistence::Seen look_at_space(const AvailabilitySource& source, const Space& space, LocalDate first, LocalDate last) {
    return source.database.read([&](Session& session) {
        return persistence::look(session, source.town.numbers_of(space.units), first,
                                 is_by_night(space) ? last + one_day : last);
    });
}

// One day of a whole facility.
struct SeenDay {
    persistence::Seen day;
    Occupancy occupancy;
    std::vector<persistence::Closure> closures;
};

SeenDay look_at_day(const AvailabilitySource& source, const Facility& facility, LocalDate date) {
    const auto units = source.town.numbers_of(units_of(facility));
    const bool nights = std::ranges::any_of(facility.spaces, is_by_night);
    return source.database.read([&](Session& session) {
        SeenDay seen{persistence::look(session, units, date, date), {}, {}};
        seen.occupancy = source.town.named(seen.day.days);
        if (nights)
            seen.occupancy.merge(
                source.town.named(persistence::look(session, units, date + one_day, date + one_day).days));
        seen.closures = public_closures(session, facility, date, date);
        return seen;
    });
}

bool has_one_of(const Space& space, const std::set<UnitId>& units, const TownInForce& town) {
    return std::ranges::any_of(space.units,
                               [&](const UnitCode& unit) { return units.contains(town.unit_ids.at(unit)); });
}

OccupancyOfDay in(const OccupancyMemory::Dates& dates) {
    return [&dates](LocalDate date) -> const DayOccupancy& { return dates.on(date); };
}

Result<void> check_wish(const Town& town, const FreeWish& wish) {
    constexpr std::int64_t most_days = 62;
    if (wish.last < wish.first) return refuse("period_reversed");
    if ((wish.last - wish.first).count() >= most_days) return refuse("period_too_long", {{"most_days", most_days}});
    for (const FacilityCode& facility : wish.facilities)
        if (find_facility(town, facility) == nullptr) return unknown_facility(facility);
    if (wish.activity && find_activity(town, *wish.activity) == nullptr)
        return refuse("unknown_activity", {{"activity", wish.activity->value()}});
    return {};
}

} // namespace

Result<MonthAvailability> month_availability(const AvailabilitySource& source, const SpaceCode& space_code,
                                             YearMonth month, const Viewpoint& viewpoint) {
    const auto [facility, space] = find_space(source.town.town, space_code);
    if (space == nullptr) return refuse("unknown_space", {{"space", space_code.value()}});
    const auto seen = look_at_space(source, *space, month.first_day(), month.last_day());
    const Occupancy occupancy = source.town.named(seen.days);

    MonthAvailability answer{source.town.version(seen.version), {}};
    for (LocalDate date = month.first_day(); date <= month.last_day(); date = date + one_day)
        answer.days.push_back(mark_day(source.town.town, *facility, *space, date, occupancy, viewpoint));
    return answer;
}

Result<WeekAvailability> week_availability(const AvailabilitySource& source, const SpaceCode& space_code,
                                           LocalDate first, const Viewpoint& viewpoint) {
    constexpr days rest_of_week{6};
    const auto [facility, space] = find_space(source.town.town, space_code);
    if (space == nullptr) return refuse("unknown_space", {{"space", space_code.value()}});
    const auto seen = look_at_space(source, *space, first, first + rest_of_week);
    const Occupancy occupancy = source.town.named(seen.days);

    WeekAvailability answer{source.town.version(seen.version), {}};
    for (LocalDate date = first; date <= first + rest_of_week; date = date + one_day)
        answer.days.push_back({date, day_slots(source.town.town, *facility, *space, date, occupancy, viewpoint)});
    return answer;
}

Result<DayAvailability> day_availability(const AvailabilitySource& source, const FacilityCode& facility_code,
                                         LocalDate date, const Viewpoint& viewpoint,
                                         std::optional<std::int64_t> since) {
    const Facility* facility = find_facility(source.town.town, facility_code);
    if (facility == nullptr) return unknown_facility(facility_code);
    auto seen = look_at_day(source, *facility, date);
    const std::int64_t version = source.town.version(seen.day.version);
    source.memory.remember(facility_code, date, version, seen.day.versions);
    const auto changed =
        since ? source.memory.changed_since(facility_code, date, *since, seen.day.versions) : std::nullopt;

    DayAvailability answer{version,
                           is_facility_closed(source.town.town, *facility, date),
                           changed.has_value(),
                           std::move(seen.closures),
                           {}};
    for (const Space& space : facility->spaces)
        if (!changed || has_one_of(space, *changed, source.town))
            answer.spaces.push_back(
                {space.code, day_slots(source.town.town, *facility, space, date, seen.occupancy, viewpoint)});
    return answer;
}

Result<std::int64_t> day_version(const AvailabilitySource& source, const FacilityCode& facility_code, LocalDate date) {
    const Facility* facility = find_facility(source.town.town, facility_code);
    if (facility == nullptr) return unknown_facility(facility_code);
    const auto units = source.town.numbers_of(units_of(*facility));
    return source.town.version(
        source.database.read([&](Session& session) { return persistence::version_of(session, units, date, date); }));
}

Result<SearchAnswer> search_free(const AvailabilitySource& source, const FreeWish& wish, const Viewpoint& viewpoint) {
    if (const auto fine = check_wish(source.town.town, wish); !fine) return tl::unexpected(fine.error());
    const days beyond{wish.nights.value_or(1)}; // who leaves then is in the way until then
    SearchAnswer answer;
    const auto dates = source.memory.dates(source.database, source.town, wish.first, wish.last + beyond);
    answer.free = find_free(source.town.town, wish, in(dates), viewpoint, {most_search_answers + 1});
    answer.more = answer.free.size() > most_search_answers;
    if (answer.more) answer.free.pop_back();
    if (!answer.free.empty()) return answer;
    const days around{alternative_days};
    const auto wider =
        source.memory.dates(source.database, source.town, wish.first - around, wish.last + around + beyond);
    constexpr std::size_t most_alternatives = 12;
    answer.alternatives = find_alternatives(source.town.town, wish, in(wider), viewpoint, {most_alternatives});
    return answer;
}

std::vector<FreeUse> nearest_to(const AvailabilitySource& source, const UseRequest& taken, const Viewpoint& viewpoint,
                                std::size_t most) {
    constexpr std::chrono::milliseconds will_do{500};
    const auto use = check_use(source.town.town, taken);
    if (!use) return {};
    const days around{alternative_days};
    const auto dates = source.memory.dates_at_most(will_do, source.database, source.town, use->start.date - around,
                                                   use->end.date + around + one_day);
    return nearest_free(source.town.town, *use, in(dates), viewpoint, most);
}

} // namespace hiroba::services
