// ○ △ × 休 －: what can still be booked on a day, from the rules and the slots that are taken.
#pragma once

#include "domain/booking/space_use.hpp"

#include <bitset>
#include <map>
#include <vector>

namespace hiroba {

// The quarter hours of one day on which a unit is claimed.
using TakenSlots = std::bitset<SlotRange::slots_per_day>;
// Of one date: the claimed slots by unit (a unit without claims may be missing).
using DayOccupancy = std::map<UnitCode, TakenSlots>;

enum class SlotState { free, taken, closed, outside };

// Why a slot cannot be booked; the names are those of the refusals (and of the API's `reason`).
enum class SlotReason { none, already_taken, closed_day, before_booking_window, after_booking_window, no_rate };
[[nodiscard]] std::string_view name_of(SlotState state);
[[nodiscard]] std::string_view name_of(SlotReason reason);

// One choice of a day: a band, or one step of a space used by the hour.
struct DaySlot {
    std::optional<BandCode> band;
    TimeRange time;
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

// Every choice of the space on that date. A slot that lies in the past is `outside` / after_booking_window.
// Reason order: closed_day, before_booking_window, after_booking_window, no_rate, already_taken.
[[nodiscard]] std::vector<DaySlot> day_slots(const Town& town, const Facility& facility, const Space& space,
                                             LocalDate date, const DayOccupancy& occupancy, const Viewpoint& viewpoint);

// free ○ all single choices are free; few △ some are; full × none; closed 休; outside － outside the booking window.
// Composite bands do not count (they consist of the single ones).
enum class DayMark { free, few, full, closed, outside };
[[nodiscard]] std::string_view name_of(DayMark mark);
struct MarkedDay {
    LocalDate date;
    DayMark mark = DayMark::free;
    std::optional<Instant> opens_at; // outside because booking has not begun
};
[[nodiscard]] MarkedDay mark_day(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                                 const DayOccupancy& occupancy, const Viewpoint& viewpoint);

} // namespace hiroba
