#include "domain/booking/availability.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using enum UserClass;

namespace {

const Viewpoint resident_in_november{in_town, at("2026-11-21 12:00")};

// The quarter hours that a claim on the unit takes.
DayOccupancy taken(std::string_view unit, const TimeRange& time) {
    TakenSlots slots;
    const auto covered = SlotRange::covering(time);
    for (int slot = covered.first(); slot <= covered.last(); ++slot)
        slots.set(static_cast<std::size_t>(slot));
    return {{UnitCode{std::string{unit}}, slots}};
}

std::vector<DaySlot> slots_of(std::string_view space, std::string_view on, const DayOccupancy& occupancy,
                              const Viewpoint& viewpoint) {
    const auto found = space_named(space);
    return day_slots(hoshimigawa(), *found.facility, *found.space, date(on), occupancy, viewpoint);
}

MarkedDay mark_of(std::string_view space, std::string_view on, const DayOccupancy& occupancy,
                  const Viewpoint& viewpoint) {
    const auto found = space_named(space);
    return mark_day(hoshimigawa(), *found.facility, *found.space, date(on), occupancy, viewpoint);
}

// "morning:free afternoon:taken …"
std::string spelled(const std::vector<DaySlot>& slots) {
    std::string words;
    for (const auto& slot : slots) {
        if (!words.empty()) words += " ";
        words += slot.band ? slot.band->value() : slot.time.start().hh_mm();
        words += ":" + std::string{name_of(slot.state)};
    }
    return words;
}

} // namespace

TEST_CASE("a free day offers every band with its price, composites after the single ones") {
    const auto slots = slots_of("small_meeting", "2026-12-01", {}, resident_in_november);
    CHECK(spelled(slots) == "morning:free afternoon:free evening:free morning_afternoon:free afternoon_evening:free "
                            "all_day:free");
    CHECK(slots[0].price == Yen{470});
    CHECK(slots[5].price == Yen{1'680});
    CHECK(slots[0].reason == SlotReason::none);
    CHECK(slots[5].time == range("09:00", "22:00"));
}

TEST_CASE("a taken band takes every composite that contains it, and one quarter hour is enough") {
    CHECK(spelled(slots_of("small_meeting", "2026-12-01", taken("small_meeting", range("13:00", "17:00")),
                           resident_in_november)) ==
          "morning:free afternoon:taken evening:free morning_afternoon:taken afternoon_evening:taken all_day:taken");
    CHECK(spelled(slots_of("small_meeting", "2026-12-01", taken("small_meeting", range("12:00", "12:15")),
                           resident_in_november)) ==
          "morning:free afternoon:free evening:free morning_afternoon:taken afternoon_evening:free all_day:taken");
}

TEST_CASE("a whole room and its halves exclude each other; the halves do not") {
    const auto half_a = taken("large_meeting_a", range("09:00", "12:00"));
    CHECK(slots_of("large_meeting", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::taken);
    CHECK(slots_of("large_meeting_a", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::taken);
    CHECK(slots_of("large_meeting_b", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::free);
}

TEST_CASE("a quarter of the arena takes the half and the whole that contain it") {
    const auto quarter_3 = taken("arena_quarter_3", range("09:00", "10:00"));
    struct Row {
        std::string_view space;
        SlotState state;
    };
    for (const auto& [space, state] : {Row{"arena_full", SlotState::taken},
                                       {"arena_half_a", SlotState::free},
                                       {"arena_half_b", SlotState::taken},
                                       {"arena_quarter_3", SlotState::taken},
                                       {"arena_quarter_4", SlotState::free},
                                       {"martial_arts", SlotState::free}}) {
        CAPTURE(space);
        CHECK(slots_of(space, "2026-12-01", quarter_3, resident_in_november)[0].state == state);
        CHECK(slots_of(space, "2026-12-01", quarter_3, resident_in_november)[1].state == SlotState::free);
    }
}

TEST_CASE("a space by the hour offers its opening hours step by step") {
    const auto slots = slots_of("arena_full", "2026-12-01", {}, resident_in_november);
    REQUIRE(slots.size() == 13);
    CHECK(slots.front().time == range("09:00", "10:00"));
    CHECK(slots.back().time == range("21:00", "22:00"));
    CHECK_FALSE(slots.front().band);
    CHECK(slots.front().price == Yen{1'040});
}

TEST_CASE("prices are those of the person's class") {
    const Viewpoint outsider{out_of_town, at("2026-11-21 12:00")};
    CHECK(slots_of("small_meeting", "2026-12-01", {}, outsider)[0].price == Yen{700});
}

TEST_CASE("each slot gives the first reason that holds: closed, too early, too late, then taken") {
    const auto all_taken = taken("small_meeting", range("09:00", "22:00"));
    struct Row {
        std::string_view name;
        std::string_view on;
        Viewpoint viewpoint;
        SlotState state;
        SlotReason reason;
    };
    for (const auto& row : {
             Row{"a closed day in the far future", "2027-11-29", resident_in_november, SlotState::closed,
                 SlotReason::closed_day},
             {"too early", "2027-06-01", resident_in_november, SlotState::outside, SlotReason::before_booking_window},
             {"too early for outsiders only",
              "2027-03-02",
              {out_of_town, at("2026-11-21 12:00")},
              SlotState::outside,
              SlotReason::before_booking_window},
             {"the day before after 17:00",
              "2026-11-22",
              {in_town, at("2026-11-21 17:00")},
              SlotState::outside,
              SlotReason::after_booking_window},
             {"a day in the past", "2026-11-20", resident_in_november, SlotState::outside,
              SlotReason::after_booking_window},
             {"taken", "2026-12-01", resident_in_november, SlotState::taken, SlotReason::already_taken},
         }) {
        CAPTURE(row.name);
        const auto slot = slots_of("small_meeting", row.on, all_taken, row.viewpoint).front();
        CHECK(name_of(slot.state) == name_of(row.state));
        CHECK(name_of(slot.reason) == name_of(row.reason));
        CHECK(slot.opens_at.has_value() == (row.reason == SlotReason::before_booking_window));
    }
}

TEST_CASE("a day that is not open yet says when booking begins") {
    const auto slot = slots_of("small_meeting", "2027-06-01", {}, resident_in_november).front();
    CHECK(slot.opens_at == at("2026-12-01 09:00"));
    const auto day = mark_of("small_meeting", "2027-06-01", {}, resident_in_november);
    CHECK(day.mark == DayMark::outside);
    CHECK(day.opens_at == at("2026-12-01 09:00"));
}

TEST_CASE("a day is marked by what its single bands still offer") {
    auto morning_and_evening = taken("small_meeting", range("09:00", "12:00"));
    morning_and_evening[UnitCode{"small_meeting"}] |= taken("small_meeting", range("18:00", "22:00")).begin()->second;
    struct Row {
        std::string_view name;
        std::string_view on;
        DayOccupancy occupancy;
        DayMark mark;
    };
    for (const auto& row : {
             Row{"nothing taken", "2026-12-01", {}, DayMark::free},
             {"the gap between two bands taken", "2026-12-01", taken("small_meeting", range("12:00", "13:00")),
              DayMark::free},
             {"one band taken", "2026-12-01", taken("small_meeting", range("13:00", "17:00")), DayMark::few},
             {"two bands taken", "2026-12-01", morning_and_evening, DayMark::few},
             {"everything taken", "2026-12-01", taken("small_meeting", range("09:00", "22:00")), DayMark::full},
             {"another room taken", "2026-12-01", taken("kitchen", range("09:00", "22:00")), DayMark::free},
             {"a Monday", "2026-11-30", {}, DayMark::closed},
             {"a Monday long before booking begins", "2027-11-29", {}, DayMark::closed},
             {"yesterday", "2026-11-20", {}, DayMark::outside},
         }) {
        CAPTURE(row.name);
        CHECK(name_of(mark_of("small_meeting", row.on, row.occupancy, resident_in_november).mark) == name_of(row.mark));
    }
}

TEST_CASE("on the day itself, what has begun is no longer offered") {
    auto town = hoshimigawa();
    auto& facility = town.facilities[0];
    for (auto& [user_class, window] : facility.windows) {
        window.closes_days_before = 0;
        window.closes_at = time("22:00");
    }
    const auto& room = *find_space(town, SpaceCode{"small_meeting"}).space;
    const auto look = [&](std::string_view now, const DayOccupancy& occupancy) {
        const Viewpoint viewpoint{in_town, at(now)};
        return std::pair{spelled(day_slots(town, facility, room, date("2026-12-01"), occupancy, viewpoint)),
                         mark_day(town, facility, room, date("2026-12-01"), occupancy, viewpoint).mark};
    };
    CHECK(look("2026-12-01 13:00", {}) ==
          std::pair<std::string, DayMark>{"morning:outside afternoon:outside evening:free morning_afternoon:outside "
                                          "afternoon_evening:outside all_day:outside",
                                          DayMark::few});
    CHECK(look("2026-12-01 18:00", {}).second == DayMark::outside);
    CHECK(look("2026-12-01 13:00", taken("small_meeting", range("18:00", "22:00"))).second == DayMark::full);
}

TEST_CASE("a space without a price or a window for the class cannot be booked") {
    auto town = hoshimigawa();
    auto& facility = town.facilities[0];
    auto& room = facility.spaces[5];
    REQUIRE(room.code == SpaceCode{"small_meeting"});
    const auto first = [&](UserClass user_class) {
        return day_slots(town, facility, room, date("2026-12-01"), {}, {user_class, at("2026-11-21 12:00")}).front();
    };
    facility.windows.erase(out_of_town);
    CHECK(first(out_of_town).reason == SlotReason::no_rate);
    CHECK(first(in_town).reason == SlotReason::none);
    room.rates.clear();
    CHECK(first(in_town).reason == SlotReason::no_rate);
    CHECK(first(in_town).state == SlotState::outside);
    CHECK_FALSE(first(in_town).price);
    CHECK(mark_day(town, facility, room, date("2026-12-01"), {}, resident_in_november).mark == DayMark::outside);
}

TEST_CASE("a day's mark agrees with its slots whatever is taken") {
    CHECK(rc::check([] {
        const auto& town = hoshimigawa();
        const auto& facility = *rc::gen::elementOf(town.facilities);
        const auto& space = *rc::gen::elementOf(facility.spaces);
        DayOccupancy occupancy;
        for (const auto& unit : units_of(facility))
            occupancy[unit] = TakenSlots{} | (TakenSlots{*rc::gen::arbitrary<std::uint32_t>()} << 40U);
        const auto on = date("2026-11-15") + std::chrono::days{*rc::gen::inRange(0, 60)};
        const auto slots = day_slots(town, facility, space, on, occupancy, resident_in_november);
        const auto mark = mark_day(town, facility, space, on, occupancy, resident_in_november).mark;
        const auto* by_band = std::get_if<ByBand>(&space.use);
        const auto singles = by_band == nullptr ? slots.size() : 3;
        const auto free =
            static_cast<std::size_t>(std::count_if(slots.begin(), slots.begin() + static_cast<std::ptrdiff_t>(singles),
                                                   [](const DaySlot& slot) { return slot.state == SlotState::free; }));
        RC_ASSERT((mark == DayMark::free) == (free == singles));
        RC_ASSERT((mark == DayMark::few) == (free > 0 && free < singles));
        const auto taken_exactly = [&](const DaySlot& slot) {
            return std::ranges::any_of(space.units, [&](const UnitCode& unit) {
                const auto covered = SlotRange::covering(slot.time);
                for (int at = covered.first(); at <= covered.last(); ++at) {
                    if (occupancy.at(unit).test(static_cast<std::size_t>(at))) return true;
                }
                return false;
            });
        };
        for (const auto& slot : slots) {
            if (slot.reason == SlotReason::none) RC_ASSERT(!taken_exactly(slot));
            if (slot.reason == SlotReason::already_taken) RC_ASSERT(taken_exactly(slot));
        }
    }));
}

TEST_CASE("states, reasons and marks have the names of the API") {
    using enum SlotReason;
    CHECK(name_of(SlotState::outside) == "outside");
    CHECK(name_of(SlotState::closed) == "closed");
    CHECK(name_of(already_taken) == "already_taken");
    CHECK(name_of(closed_day) == "closed_day");
    CHECK(name_of(before_booking_window) == "before_booking_window");
    CHECK(name_of(after_booking_window) == "after_booking_window");
    CHECK(name_of(no_rate) == "no_rate");
    CHECK(name_of(DayMark::few) == "few");
    CHECK(name_of(DayMark::full) == "full");
}
