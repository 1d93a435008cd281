#include "domain/booking/space_use.hpp"

#include <algorithm>

namespace hiroba {
namespace {

Result<TimeRange> time_of(const ByBand& use, const UseRequest& request) {
    if (!request.band || request.time) return refuse("band_required");
    const auto band = std::ranges::find(use.bands, *request.band, &TimeBand::code);
    if (band == use.bands.end()) return refuse("unknown_band", {{"band", request.band->value()}});
    return band->range;
}

Result<TimeRange> time_of(const ByHour&, const UseRequest& request) {
    if (!request.time || request.band) return refuse("time_range_required");
    return *request.time;
}

Result<void> check_opening_hours(const Space& space, const TimeRange& time) {
    if (space.opening.contains(time)) return {};
    return refuse("outside_opening_hours",
                  {{"opens", space.opening.start().hh_mm()}, {"closes", space.opening.end().hh_mm()}});
}

Result<void> check_length(const ByHour& use, const TimeRange& opening, const TimeRange& time) {
    const auto from_opening = [&](MinuteOfDay at) { return at.minutes() - opening.start().minutes(); };
    if (from_opening(time.start()) % use.step_minutes != 0 || from_opening(time.end()) % use.step_minutes != 0)
        return refuse("not_on_grid", {{"step_minutes", std::int64_t{use.step_minutes}}});
    if (time.length().count() < use.minimum_minutes)
        return refuse("too_short", {{"minimum_minutes", std::int64_t{use.minimum_minutes}}});
    if (time.length().count() > use.maximum_minutes)
        return refuse("too_long", {{"maximum_minutes", std::int64_t{use.maximum_minutes}}});
    return {};
}

// "小会議室 午前", "アリーナ全面 10:00–12:00": what the fee is for.
Text label_of(const SpaceUse& use) {
    const auto& name = use.space->name;
    if (use.band) {
        const auto& bands = std::get<ByBand>(use.space->use).bands;
        const auto band = std::ranges::find(bands, *use.band, &TimeBand::code);
        return {name.ja + " " + band->name.ja, name.en + ", " + band->name.en};
    }
    const auto hours = use.time.start().hh_mm() + "–" + use.time.end().hh_mm();
    return {name.ja + " " + hours, name.en + ", " + hours};
}

} // namespace

Result<SpaceUse> check_use(const Town& town, const UseRequest& request) {
    const auto [facility, space] = find_space(town, request.space);
    if (space == nullptr) return refuse("unknown_space", {{"space", request.space.value()}});
    const auto time = std::visit([&](const auto& use) { return time_of(use, request); }, space->use);
    if (!time) return tl::unexpected(time.error());
    if (const auto open = check_opening_hours(*space, *time); !open) return tl::unexpected(open.error());
    if (const auto* by_hour = std::get_if<ByHour>(&space->use)) {
        if (const auto length = check_length(*by_hour, space->opening, *time); !length)
            return tl::unexpected(length.error());
    }
    if (is_closed_on(request.date, facility->closed_days, town.holidays))
        return refuse("closed_day", {{"date", request.date.iso8601()}});
    return SpaceUse{facility, space, request.date, *time, request.band};
}

Result<void> check_window(const SpaceUse& use, UserClass user_class, Instant now) {
    const auto* window = find_window(*use.facility, *use.space, user_class);
    if (window == nullptr) return refuse("fee_not_covered", {{"date", use.date.iso8601()}});
    if (auto open = check_booking_window(*window, use.date, now); !open) return open;
    const auto begins = to_instant({use.date, use.time.start()});
    if (now >= begins) return refuse("after_booking_window", {{"closed_at_ms", begins.epoch_ms()}});
    return {};
}

Result<Quote> quote_use(const Town& town, const SpaceUse& use, UserClass user_class, LocalDate permitted_on) {
    return quote({.rates = &use.space->rates,
                  .out_of_town = &use.facility->out_of_town,
                  .rounding = &use.facility->rounding,
                  .holidays = &town.holidays,
                  .user_class = user_class,
                  .date_of_use = use.date,
                  .permitted_on = permitted_on,
                  .time = use.time,
                  .band = use.band,
                  .what = label_of(use)});
}

Result<void> check_people(const Space& space, std::int64_t people) {
    if (people < 1) return refuse("invalid_people");
    if (people > space.capacity) return refuse("too_many_people", {{"capacity", std::int64_t{space.capacity}}});
    return {};
}

} // namespace hiroba
