#include "domain/booking/availability.hpp"

#include <algorithm>

namespace hiroba {
namespace {

// One thing that can be chosen on a day: a band or a step.
struct Choice {
    const TimeBand* band = nullptr;
    TimeRange time;
};

std::vector<Choice> choices_of(const ByBand& use, const TimeRange&) {
    std::vector<Choice> choices;
    choices.reserve(use.bands.size());
    for (const auto& band : use.bands)
        choices.push_back({&band, band.range});
    return choices;
}

std::vector<Choice> choices_of(const ByHour& use, const TimeRange& opening) {
    std::vector<Choice> choices;
    const auto closes = opening.end().minutes();
    for (int at = opening.start().minutes(); at + use.step_minutes <= closes; at += use.step_minutes)
        choices.push_back({nullptr, *TimeRange::of(*MinuteOfDay::of(at), *MinuteOfDay::of(at + use.step_minutes))});
    return choices;
}

std::vector<Choice> choices_of(const Space& space) {
    return std::visit([&](const auto& use) { return choices_of(use, space.opening); }, space.use);
}

bool is_composite(const Choice& choice, const Space& space) {
    return choice.band != nullptr && is_composite(*choice.band, std::get<ByBand>(space.use));
}

TakenSlots slots_of(const TimeRange& time) {
    const auto slots = SlotRange::covering(time);
    auto mask = ~TakenSlots{};
    mask >>= static_cast<std::size_t>(SlotRange::slots_per_day - slots.count());
    return mask << static_cast<std::size_t>(slots.first());
}

// Every slot on which one of the space's units is claimed.
TakenSlots taken_slots(const Space& space, const DayOccupancy& occupancy) {
    TakenSlots taken;
    for (const auto& unit : space.units) {
        const auto found = occupancy.find(unit);
        if (found != occupancy.end()) taken |= found->second;
    }
    return taken;
}

// What is true of every choice of the day alike.
struct DayVerdict {
    SlotReason reason = SlotReason::none;
    std::optional<Instant> opens_at;
};

DayVerdict judge_day(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                     const Viewpoint& viewpoint) {
    if (is_closed_on(date, facility.closed_days, town.holidays)) return {SlotReason::closed_day, {}};
    const auto* window = find_window(facility, space, viewpoint.user_class);
    if (window == nullptr) return {SlotReason::no_rate, {}};
    const auto opens_at = window_opens(*window, date);
    if (viewpoint.now < opens_at) return {SlotReason::before_booking_window, opens_at};
    if (viewpoint.now >= window_closes(*window, date)) return {SlotReason::after_booking_window, {}};
    return {};
}

bool has_begun(const Choice& choice, LocalDate date, Instant now) {
    return now >= to_instant({date, choice.time.start()});
}

Result<Quote> quote_choice(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                           const Choice& choice, const Viewpoint& viewpoint) {
    const auto band = choice.band == nullptr ? std::nullopt : std::optional{choice.band->code};
    return quote_use(town, {&facility, &space, date, choice.time, band}, viewpoint.user_class,
                     to_town_time(viewpoint.now).date);
}

SlotReason judge_choice(const DayVerdict& day, bool begun, bool priced, bool taken) {
    if (day.reason != SlotReason::none) return day.reason;
    if (begun) return SlotReason::after_booking_window;
    if (!priced) return SlotReason::no_rate;
    return taken ? SlotReason::already_taken : SlotReason::none;
}

SlotState state_for(SlotReason reason) {
    switch (reason) {
    case SlotReason::none:
        return SlotState::free;
    case SlotReason::already_taken:
        return SlotState::taken;
    case SlotReason::closed_day:
        return SlotState::closed;
    case SlotReason::before_booking_window:
    case SlotReason::after_booking_window:
    case SlotReason::no_rate:
        return SlotState::outside;
    }
    return SlotState::outside;
}

} // namespace

std::string_view name_of(SlotState state) {
    switch (state) {
    case SlotState::free:
        return "free";
    case SlotState::taken:
        return "taken";
    case SlotState::closed:
        return "closed";
    case SlotState::outside:
        return "outside";
    }
    return {};
}

std::string_view name_of(SlotReason reason) {
    switch (reason) {
    case SlotReason::none:
        return "none";
    case SlotReason::already_taken:
        return "already_taken";
    case SlotReason::closed_day:
        return "closed_day";
    case SlotReason::before_booking_window:
        return "before_booking_window";
    case SlotReason::after_booking_window:
        return "after_booking_window";
    case SlotReason::no_rate:
        return "no_rate";
    }
    return {};
}

std::string_view name_of(DayMark mark) {
    switch (mark) {
    case DayMark::free:
        return "free";
    case DayMark::few:
        return "few";
    case DayMark::full:
        return "full";
    case DayMark::closed:
        return "closed";
    case DayMark::outside:
        return "outside";
    }
    return {};
}

std::vector<DaySlot> day_slots(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                               const DayOccupancy& occupancy, const Viewpoint& viewpoint) {
    const auto day = judge_day(town, facility, space, date, viewpoint);
    const auto taken = taken_slots(space, occupancy);
    std::vector<DaySlot> slots;
    for (const auto& choice : choices_of(space)) {
        const auto fee = quote_choice(town, facility, space, date, choice, viewpoint);
        DaySlot slot{.band = {}, .time = choice.time, .state = {}, .reason = {}, .opens_at = day.opens_at, .price = {}};
        if (choice.band != nullptr) slot.band = choice.band->code;
        if (fee) slot.price = fee->total;
        slot.reason = judge_choice(day, has_begun(choice, date, viewpoint.now), fee.has_value(),
                                   (taken & slots_of(choice.time)).any());
        slot.state = state_for(slot.reason);
        slots.push_back(std::move(slot));
    }
    return slots;
}

MarkedDay mark_day(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                   const DayOccupancy& occupancy, const Viewpoint& viewpoint) {
    const auto day = judge_day(town, facility, space, date, viewpoint);
    if (day.reason == SlotReason::closed_day) return {date, DayMark::closed, {}};
    if (day.reason != SlotReason::none) return {date, DayMark::outside, day.opens_at};

    const auto taken = taken_slots(space, occupancy);
    const auto* rate = find_rate_in_force(space.rates, to_town_time(viewpoint.now).date);
    int single = 0;
    int free = 0;
    int occupied = 0;
    for (const auto& choice : choices_of(space)) {
        if (is_composite(choice, space)) continue;
        ++single;
        const auto* band = choice.band == nullptr ? nullptr : &choice.band->code;
        const bool priced = rate != nullptr && covers(*rate, band, date, town.holidays);
        const auto reason =
            judge_choice(day, has_begun(choice, date, viewpoint.now), priced, (taken & slots_of(choice.time)).any());
        free += reason == SlotReason::none ? 1 : 0;
        occupied += reason == SlotReason::already_taken ? 1 : 0;
    }
    if (free > 0) return {date, free == single ? DayMark::free : DayMark::few, {}};
    return {date, occupied > 0 ? DayMark::full : DayMark::outside, {}};
}

} // namespace hiroba
