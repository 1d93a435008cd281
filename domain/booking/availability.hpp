// ○ △ × 休 －: what can still be booked on a day, from the rules and the slots that are taken.
#pragma once

#include "domain/booking/space_use.hpp"

#include <bitset>
#include <functional>
#include <map>
#include <vector>

namespace hiroba {

// Quarter hours of one day.
using DayMask = std::bitset<SlotRange::slots_per_day>;
[[nodiscard]] DayMask mask_of(SlotRange slots);

// What is known of one unit on one day.
struct UnitDay {
    DayMask taken;  // claimed
    DayMask closed; // by a closure in force
    friend bool operator==(const UnitDay&, const UnitDay&) = default;
};
// Of one date, by unit (a unit of which nothing is known is free and open).
using DayOccupancy = std::map<UnitCode, UnitDay>;
// By date; a date of which nothing is known is free.
using Occupancy = std::map<LocalDate, DayOccupancy>;

// A choice outside the opening hours or during a closure is `closed`; what the person cannot book yet, any more or at
// all is `outside`.
enum class SlotState { free, taken, closed, outside };

// Why a slot cannot be booked; the names are those of the refusals (and of the API's `reason`).
enum class SlotReason {
    none,
    already_taken,
    preparation_time, // free itself, but its preparation or cleaning meets another use
    closed_day,
    closed_by_exception,
    closure, // 臨時休館・使用停止 by staff
    outside_opening_hours,
    before_booking_window,
    after_booking_window,
    class_cannot_book,
    no_rate,
};
[[nodiscard]] std::string_view name_of(SlotState state);
[[nodiscard]] std::string_view name_of(SlotReason reason);

// One choice of a day: a band, one step of a space used by the hour, or a night.
struct DaySlot {
    std::optional<BandCode> band;
    std::optional<int> nights; // 1 for a space used by the night
    TimeRange time;            // of a night: from check-in until 24:00
    SlotState state = SlotState::free;
    SlotReason reason = SlotReason::none;
    std::optional<Instant> opens_at; // with before_booking_window
    std::optional<Yen> price;        // total of the quote, when there is a rate
};

// For whom and when availability is told.
struct Viewpoint {
    UserClass user_class = UserClass::in_town;
    Instant now;
};

// Every choice of the space on that date, also those outside the hours of a shorter day (by the hour: the usual hours,
// on the grid that begins with the day's own opening). A slot that lies in the past is `outside` /
// after_booking_window. A night also needs the next date's occupancy.
// Reason order: closed_day, closed_by_exception, outside_opening_hours, class_cannot_book, before_booking_window,
// after_booking_window, no_rate, closure, already_taken, preparation_time.
[[nodiscard]] std::vector<DaySlot> day_slots(const Town& town, const Facility& facility, const Space& space,
                                             LocalDate date, const Occupancy& occupancy, const Viewpoint& viewpoint);

// free ○ all single choices are free; few △ some are; full × none; closed 休; outside － outside the booking window.
// Composite bands do not count (they consist of the single ones), nor do choices outside a shorter day's hours.
enum class DayMark { free, few, full, closed, outside };
[[nodiscard]] std::string_view name_of(DayMark mark);
struct MarkedDay {
    LocalDate date;
    DayMark mark = DayMark::free;
    SlotReason reason = SlotReason::none; // of closed and outside: the first choice's
    std::optional<Instant> opens_at;      // outside because booking has not begun
};
[[nodiscard]] MarkedDay mark_day(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                                 const Occupancy& occupancy, const Viewpoint& viewpoint);

// Whether the use meets nothing that is taken or closed: `closure` {date}, `already_taken`, `preparation_time`,
// `too_much_equipment` {equipment, free}. It decides nothing; only the claims do.
[[nodiscard]] Result<void> check_free(const SpaceUse& use, const Occupancy& occupancy);

// One day's occupancy of every unit, asked for date by date: for those who look at few of many days.
using OccupancyOfDay = std::function<const DayOccupancy&(LocalDate)>;
[[nodiscard]] Result<void> check_free_by_day(const SpaceUse& use, const OccupancyOfDay& occupancy);

} // namespace hiroba
