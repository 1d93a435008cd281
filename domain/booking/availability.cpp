#include "domain/booking/availability.hpp"

#include <algorithm>

namespace hiroba {
namespace {

using std::chrono::days;

// One thing that can be chosen on a day: a band, a step or a night.
struct Choice {
    const TimeBand* band = nullptr;
    TimeRange time;
    std::optional<int> nights;
};

// The hours of the day (nothing: closed) and those of the other days.
struct DayHours {
    std::optional<TimeRange> open;
    TimeRange usual;
};

std::vector<Choice> choices_of(const ByBand& use, const DayHours&) {
    std::vector<Choice> choices;
    choices.reserve(use.bands.size());
    for (const auto& band : use.bands)
        choices.push_back({&band, band.range, {}});
    return choices;
}

std::vector<Choice> choices_of(const ByHour& use, const DayHours& hours) {
    const auto& today = hours.open ? *hours.open : hours.usual;
    const int closes = std::max(today.end().minutes(), hours.usual.end().minutes());
    int at = today.start().minutes();
    while (at - use.step_minutes >= hours.usual.start().minutes())
        at -= use.step_minutes;
    std::vector<Choice> choices;
    for (; at + use.step_minutes <= closes; at += use.step_minutes)
        choices.push_back({nullptr, *TimeRange::of(*MinuteOfDay::of(at), *MinuteOfDay::of(at + use.step_minutes)), {}});
    return choices;
}

std::vector<Choice> choices_of(const ByNight& use, const DayHours&) {
    return {{nullptr, *TimeRange::of(use.check_in, *MinuteOfDay::of(MinuteOfDay::end_of_day)), 1}};
}

std::vector<Choice> choices_of(const Space& space, const DayHours& hours) {
    return std::visit([&](const auto& use) { return choices_of(use, hours); }, space.use);
}

bool is_composite(const Choice& choice, const Space& space) {
    return choice.band != nullptr && is_composite(*choice.band, std::get<ByBand>(space.use));
}

SpaceUse use_of(const Facility& facility, const Space& space, LocalDate date, const Choice& choice) {
    SpaceUse use{&facility, &space, {date, choice.time.start()}, {date, choice.time.end()}, {}, choice.nights, {}};
    if (choice.band != nullptr) use.band = choice.band->code;
    if (choice.nights) use.end = {date + days{*choice.nights}, std::get<ByNight>(space.use).check_out};
    return use;
}

PricedPeriod priced_period_of(const Choice& choice) {
    if (choice.band != nullptr) return PricedBand{&choice.band->code, choice.band->parts};
    if (choice.nights) return PricedNights{*choice.nights};
    return PricedHours{};
}

// What is known of the space's units together.
UnitDay units_of_day(const Space& space, const DayOccupancy& occupancy) {
    UnitDay together;
    for (const auto& unit : space.units) {
        const auto found = occupancy.find(unit);
        if (found == occupancy.end()) continue;
        together.taken |= found->second.taken;
        together.closed |= found->second.closed;
    }
    return together;
}

struct Meeting {
    SlotReason reason = SlotReason::none; // closure, already_taken, preparation_time
    LocalDate date;                       // the first on which it is so
};

// What the use meets, its equipment apart.
Meeting meeting_of(const SpaceUse& use, const OccupancyOfDay& occupancy) {
    const auto used = used_slots(use);
    std::vector<Meeting> meetings;
    for (const auto& [date, slots] : occupied_slots(use)) {
        const auto units = units_of_day(*use.space, occupancy(date));
        const auto in_use = std::ranges::find(used, date, &DaySlots::date);
        const auto mask = in_use == used.end() ? DayMask{} : mask_of(in_use->slots);
        if ((units.closed & mask).any()) return {SlotReason::closure, date};
        if ((units.taken & mask).any())
            meetings.push_back({SlotReason::already_taken, date});
        else if (((units.taken | units.closed) & mask_of(slots)).any())
            meetings.push_back({SlotReason::preparation_time, date});
    }
    const auto first = std::ranges::find(meetings, SlotReason::already_taken, &Meeting::reason);
    if (first != meetings.end()) return *first;
    return meetings.empty() ? Meeting{} : meetings.front();
}

bool is_free(const UnitCode& unit, const std::vector<DaySlots>& slots, const OccupancyOfDay& occupancy) {
    return std::ranges::none_of(slots, [&](const DaySlots& day) {
        const auto& units = occupancy(day.date);
        const auto found = units.find(unit);
        return found != units.end() && ((found->second.taken | found->second.closed) & mask_of(day.slots)).any();
    });
}

Result<void> check_equipment_free(const SpaceUse& use, const OccupancyOfDay& occupancy) {
    const auto slots = occupied_slots(use);
    for (const auto& [equipment, quantity] : use.equipment) {
        const auto units = units_of(*equipment);
        const auto free =
            std::ranges::count_if(units, [&](const UnitCode& unit) { return is_free(unit, slots, occupancy); });
        if (free < quantity)
            return refuse("too_much_equipment", {{"equipment", equipment->code.value()}, {"free", std::int64_t{free}}});
    }
    return {};
}

OccupancyOfDay by_day(const Occupancy& occupancy) {
    return [&occupancy](LocalDate date) -> const DayOccupancy& {
        static const DayOccupancy nothing;
        const auto found = occupancy.find(date);
        return found == occupancy.end() ? nothing : found->second;
    };
}

// One space on one day for one viewpoint: what holds for every choice is found out once.
class DayJudge {
public:
    DayJudge(const Town& town, const Facility& facility, const Space& space, LocalDate date, const Occupancy& occupancy,
             const Viewpoint& viewpoint)
        : town_(&town), facility_(&facility), space_(&space), date_(date), occupancy_(by_day(occupancy)),
          viewpoint_(&viewpoint),
          hours_{open_hours(town, facility, space, date), (space.hours ? *space.hours : facility.hours).usual},
          window_(find_window(facility, space, viewpoint.user_class)),
          is_closed_([this](LocalDate some) { return is_facility_closed(*town_, *facility_, some); }) {
        if (window_ != nullptr) opens_at_ = window_opens(*window_, date, is_closed_);
    }
    DayJudge(const DayJudge&) = delete; // is_closed_ points here
    DayJudge& operator=(const DayJudge&) = delete;
    ~DayJudge() = default;

    [[nodiscard]] std::vector<Choice> choices() const { return choices_of(*space_, hours_); }
    [[nodiscard]] SpaceUse use_of(const Choice& choice) const {
        return hiroba::use_of(*facility_, *space_, date_, choice);
    }
    [[nodiscard]] std::optional<Instant> opens_at(SlotReason reason) const {
        return reason == SlotReason::before_booking_window ? opens_at_ : std::nullopt;
    }

    // Everything except whether it is taken.
    [[nodiscard]] SlotReason rule_against(const Choice& choice, bool priced) const {
        if (!hours_.open)
            return has_exception(*facility_, *space_, date_) ? SlotReason::closed_by_exception : SlotReason::closed_day;
        if (!is_inside(choice)) return SlotReason::outside_opening_hours;
        if (window_ == nullptr) return SlotReason::class_cannot_book;
        if (viewpoint_->now < *opens_at_) return SlotReason::before_booking_window;
        if (viewpoint_->now >= window_closes(*window_, {date_, choice.time.start()}, is_closed_))
            return SlotReason::after_booking_window;
        return priced ? SlotReason::none : SlotReason::no_rate;
    }
    [[nodiscard]] SlotReason reason_against(const Choice& choice, bool priced) const {
        const auto rule = rule_against(choice, priced);
        return rule == SlotReason::none ? meeting_of(use_of(choice), occupancy_).reason : rule;
    }

private:
    [[nodiscard]] bool is_inside(const Choice& choice) const {
        const auto& open = *hours_.open;
        if (choice.nights) return open.start() <= choice.time.start() && choice.time.start() < open.end();
        return open.contains(choice.time);
    }

    const Town* town_;
    const Facility* facility_;
    const Space* space_;
    LocalDate date_;
    OccupancyOfDay occupancy_;
    const Viewpoint* viewpoint_;
    DayHours hours_;
    const BookingWindow* window_;
    IsClosed is_closed_;
    std::optional<Instant> opens_at_;
};

SlotState state_for(SlotReason reason) {
    switch (reason) {
    case SlotReason::none:
        return SlotState::free;
    case SlotReason::already_taken:
    case SlotReason::preparation_time:
        return SlotState::taken;
    case SlotReason::closed_day:
    case SlotReason::closed_by_exception:
    case SlotReason::closure:
    case SlotReason::outside_opening_hours:
        return SlotState::closed;
    case SlotReason::before_booking_window:
    case SlotReason::after_booking_window:
    case SlotReason::class_cannot_book:
    case SlotReason::no_rate:
        return SlotState::outside;
    }
    return SlotState::outside;
}

// The mark of a day from the reasons against its single choices.
DayMark mark_for(const std::vector<SlotReason>& reasons) {
    const auto in = [&](SlotState state) {
        return std::ranges::count_if(reasons, [&](SlotReason reason) { return state_for(reason) == state; });
    };
    const auto free = in(SlotState::free);
    if (free > 0) return free == std::ssize(reasons) ? DayMark::free : DayMark::few;
    if (in(SlotState::taken) > 0) return DayMark::full;
    return state_for(reasons.front()) == SlotState::closed ? DayMark::closed : DayMark::outside;
}

} // namespace

DayMask mask_of(SlotRange slots) {
    auto mask = ~DayMask{};
    mask >>= static_cast<std::size_t>(SlotRange::slots_per_day - slots.count());
    return mask << static_cast<std::size_t>(slots.first());
}

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
    case SlotReason::preparation_time:
        return "preparation_time";
    case SlotReason::closed_day:
        return "closed_day";
    case SlotReason::closed_by_exception:
        return "closed_by_exception";
    case SlotReason::closure:
        return "closure";
    case SlotReason::outside_opening_hours:
        return "outside_opening_hours";
    case SlotReason::before_booking_window:
        return "before_booking_window";
    case SlotReason::after_booking_window:
        return "after_booking_window";
    case SlotReason::class_cannot_book:
        return "class_cannot_book";
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
                               const Occupancy& occupancy, const Viewpoint& viewpoint) {
    const DayJudge judge{town, facility, space, date, occupancy, viewpoint};
    const auto permitted_on = to_town_time(viewpoint.now).date;
    std::vector<DaySlot> slots;
    for (const auto& choice : judge.choices()) {
        const auto use = judge.use_of(choice);
        const auto fee = quote_use(town, use, viewpoint.user_class, permitted_on);
        const auto reason = judge.reason_against(choice, fee.has_value());
        slots.push_back({use.band, use.nights, choice.time, state_for(reason), reason, judge.opens_at(reason),
                         fee ? std::optional{fee->total} : std::nullopt});
    }
    return slots;
}

MarkedDay mark_day(const Town& town, const Facility& facility, const Space& space, LocalDate date,
                   const Occupancy& occupancy, const Viewpoint& viewpoint) {
    const DayJudge judge{town, facility, space, date, occupancy, viewpoint};
    const FeeDates dates{date, to_town_time(viewpoint.now).date};
    std::vector<SlotReason> reasons;
    for (const auto& choice : judge.choices()) {
        if (is_composite(choice, space)) continue;
        const bool priced = is_priced(town, facility, space, priced_period_of(choice), viewpoint.user_class, dates);
        const auto reason = judge.reason_against(choice, priced);
        if (reason != SlotReason::outside_opening_hours) reasons.push_back(reason);
    }
    if (reasons.empty()) return {date, DayMark::closed, SlotReason::outside_opening_hours, {}};
    const auto mark = mark_for(reasons);
    if (mark != DayMark::closed && mark != DayMark::outside) return {date, mark, SlotReason::none, {}};
    return {date, mark, reasons.front(), judge.opens_at(reasons.front())};
}

Result<void> check_free(const SpaceUse& use, const Occupancy& occupancy) {
    return check_free_by_day(use, by_day(occupancy));
}

Result<void> check_free_by_day(const SpaceUse& use, const OccupancyOfDay& occupancy) {
    const auto [reason, date] = meeting_of(use, occupancy);
    if (reason == SlotReason::closure) return refuse("closure", {{"date", date.iso8601()}});
    if (reason != SlotReason::none) return refuse(name_of(reason));
    return check_equipment_free(use, occupancy);
}

} // namespace hiroba
