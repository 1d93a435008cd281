// What somebody asks to use, checked against the rules of the space: the one place that says
// whether a time can be booked at all, apart from whether it is taken.
#pragma once

#include "domain/booking/town.hpp"
#include "domain/core/refusal.hpp"
#include "domain/fees/quote.hpp"

#include <optional>
#include <set>
#include <vector>

namespace hiroba {

// As asked for: a band of a space used by band, a time range of a space used by the hour, or nights of a space used
// by the night (exactly one of the three).
struct UseRequest {
    SpaceCode space;
    LocalDate date; // of the first night, for nights
    std::optional<BandCode> band = std::nullopt;
    std::optional<TimeRange> time = std::nullopt;
    std::optional<int> nights = std::nullopt;
    std::vector<EquipmentWish> equipment = {};
    UseTerms terms = {};
    friend bool operator==(const UseRequest&, const UseRequest&) = default;
};

// The slots of one day that something occupies.
struct DaySlots {
    LocalDate date;
    SlotRange slots;
    friend bool operator==(const DaySlots&, const DaySlots&) = default;
};

struct EquipmentUse {
    const Equipment* equipment = nullptr;
    std::int64_t quantity = 1;
};

// A use that the rules of the space allow.
struct SpaceUse {
    const Facility* facility = nullptr;
    const Space* space = nullptr;
    LocalDateTime start; // with early use
    LocalDateTime end;   // with extension; on a later date for nights
    std::optional<BandCode> band;
    std::optional<int> nights;
    std::vector<EquipmentUse> equipment;
    UseTerms terms = {};
};

// The checklist, from the most basic to the most specific:
//   unknown_space {space};
//   band_required / time_range_required / nights_required; unknown_band {band};
//   too_many_nights {maximum_nights} (also for less than one);
//   of nights, every one must be open, and the first at check-in; the day of departure may be closed:
//   closed_day {date}, closed_by_exception {date}; outside_opening_hours {opens, closes};
//   not_on_grid {step_minutes}; too_short {minimum_minutes}; too_long {maximum_minutes};
//   extension_not_offered {space} (early use as well, and by the night), extension_too_long {most_minutes};
//   unknown_equipment {equipment}, duplicate_equipment {equipment}, equipment_elsewhere {equipment, space},
//   invalid_quantity {equipment} (< 1), too_much_equipment {equipment, stock}.
// The pointers of the answer point into `town`.
[[nodiscard]] Result<SpaceUse> check_use(const Town& town, const UseRequest& request);

// The same for what was booked once, whatever the opening hours and lengths are by now: what check_use refuses of
// space, band, time, nights and equipment.
[[nodiscard]] Result<SpaceUse> use_as_booked(const Town& town, const UseRequest& request);

// What the use occupies of the space's units: its slots with preparation and cleaning (cut at midnight of its first
// and last day), one entry a day, ascending. Equipment is occupied for the same slots.
[[nodiscard]] std::vector<DaySlots> occupied_slots(const SpaceUse& use);
// Without preparation and cleaning.
[[nodiscard]] std::vector<DaySlots> used_slots(const SpaceUse& use);

// The booking window of the person's class: `class_cannot_book` {user_class} when there is none for that class,
// else before_booking_window {opens_at_ms} / after_booking_window {closed_at_ms}. A use that has begun is always after.
[[nodiscard]] Result<void> check_window(const Town& town, const SpaceUse& use, UserClass user_class, Instant now);

// The fee of the use with its equipment for that class, permitted on `permitted_on`, where other uses of the applicant
// count so much towards a cap over the day. What `quote` refuses.
[[nodiscard]] Result<Quote> quote_use(const Town& town, const SpaceUse& use, UserClass user_class,
                                      LocalDate permitted_on, const ApplicationTerms& terms = {},
                                      const CountedBefore& counted_before = {});

// Whether a rate in force prices the period there for that class on those dates, with nothing declared besides.
[[nodiscard]] bool is_priced(const Town& town, const Facility& facility, const Space& space, const PricedPeriod& period,
                             UserClass user_class, const FeeDates& dates);

// `too_many_people` {capacity}, `invalid_people` when < 1.
[[nodiscard]] Result<void> check_people(const Space& space, std::int64_t people);

// `unknown_activity` {activity}, `activity_not_here` {activity, space}.
[[nodiscard]] Result<void> check_activity(const Town& town, const Space& space, const ActivityCode& activity);

// 審査: whether staff look at it before it is permitted.
struct ApplicationFacts {
    UserClass user_class = UserClass::in_town;
    std::optional<ActivityCode> activity;
    std::int64_t people = 0;
    bool admission_or_commercial = false; // always reviewed
};
[[nodiscard]] bool needs_review(const Facility& facility, const Space& space, const ApplicationFacts& facts);

// What goes on next door at the same time.
struct Neighbour {
    SpaceCode space;
    std::optional<ActivityCode> activity;
};
// The spaces whose sound matters to this one (and the other way round), with what follows.
struct Listening {
    const Space* space = nullptr;
    DisturbanceEffect effect = DisturbanceEffect::warn;
};
[[nodiscard]] std::vector<Listening> listening_spaces(const Facility& facility, const Space& space);
// Of the neighbours at the same time, those that this activity disturbs or that disturb it. One of the effect `refuse`
// → `disturbs_neighbour` {space: the neighbour's, activity: one's own; what others do there is not told}; the others
// are warnings. Who names no activity makes ordinary sound.
[[nodiscard]] Result<std::vector<Neighbour>> check_disturbance(const Town& town, const Facility& facility,
                                                               const Space& space,
                                                               const std::optional<ActivityCode>& activity,
                                                               const std::vector<Neighbour>& neighbours);

// 引き続き5日以内: the longest run of dates in a row that contains one of `dates`, the booked ones included, must not
// be longer than the limit; else `too_many_days_in_a_row` {limit}.
[[nodiscard]] Result<void> check_consecutive_days(std::optional<int> limit, const std::set<LocalDate>& booked,
                                                  const std::set<LocalDate>& dates);

} // namespace hiroba
