// What somebody asks to use, checked against the rules of the space: the one place that says
// whether a time on a day can be booked at all, apart from whether it is taken.
#pragma once

#include "domain/booking/town.hpp"
#include "domain/core/refusal.hpp"
#include "domain/fees/quote.hpp"

#include <optional>

namespace hiroba {

// As asked for: a band of a space used by band, or a time range of a space used by the hour (never both).
struct UseRequest {
    SpaceCode space;
    LocalDate date;
    std::optional<BandCode> band;
    std::optional<TimeRange> time;
};

// A use that the rules of the space allow.
struct SpaceUse {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
    LocalDate date;
    TimeRange time;
    std::optional<BandCode> band;
};

// The checklist, from the most basic to the most specific:
//   unknown_space {space}; band_required / time_range_required; unknown_band {band};
//   outside_opening_hours {opens, closes}; not_on_grid {step_minutes}; too_short {minimum_minutes};
//   too_long {maximum_minutes}; closed_day {date}.
// The pointers of the answer point into `town`.
[[nodiscard]] Result<SpaceUse> check_use(const Town& town, const UseRequest& request);

// The booking window of the person's class: `fee_not_covered` {date} when there is none for that class,
// else before_booking_window {opens_at_ms} / after_booking_window {closed_at_ms}. A use that has begun is always after.
[[nodiscard]] Result<void> check_window(const SpaceUse& use, UserClass user_class, Instant now);

// The fee of the use for that class, permitted on `permitted_on`.
[[nodiscard]] Result<Quote> quote_use(const Town& town, const SpaceUse& use, UserClass user_class,
                                      LocalDate permitted_on);

// `too_many_people` {capacity}, `invalid_people` when < 1.
[[nodiscard]] Result<void> check_people(const Space& space, std::int64_t people);

} // namespace hiroba
