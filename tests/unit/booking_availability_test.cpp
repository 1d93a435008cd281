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

std::vector<DaySlot> slots_of(std::string_view space, std::string_view on, const Occupancy& occupancy,
                              const Viewpoint& viewpoint, const Town& town = hoshimigawa()) {
    const auto found = space_of(town, space);
    return day_slots(town, *found.facility, *found.space, date(on), occupancy, viewpoint);
}

MarkedDay mark_of(std::string_view space, std::string_view on, const Occupancy& occupancy, const Viewpoint& viewpoint,
                  const Town& town = hoshimigawa()) {
    const auto found = space_of(town, space);
    return mark_day(town, *found.facility, *found.space, date(on), occupancy, viewpoint);
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

// "09:00:none 10:00:already_taken …"
std::string reasons_of(const std::vector<DaySlot>& slots) {
    std::string words;
    for (const auto& slot : slots) {
        if (!words.empty()) words += " ";
        words += slot.band ? slot.band->value() : slot.time.start().hh_mm();
        words += ":" + std::string{name_of(slot.reason)};
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
    CHECK(spelled(slots_of("small_meeting", "2026-12-01", taken("small_meeting", "2026-12-01", range("13:00", "17:00")),
                           resident_in_november)) ==
          "morning:free afternoon:taken evening:free morning_afternoon:taken afternoon_evening:taken all_day:taken");
    CHECK(spelled(slots_of("small_meeting", "2026-12-01", taken("small_meeting", "2026-12-01", range("12:00", "12:15")),
                           resident_in_november)) ==
          "morning:free afternoon:free evening:free morning_afternoon:taken afternoon_evening:free all_day:taken");
}

TEST_CASE("a whole room and its halves exclude each other; the halves do not") {
    const auto half_a = taken("large_meeting_a", "2026-12-01", range("09:00", "12:00"));
    CHECK(slots_of("large_meeting", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::taken);
    CHECK(slots_of("large_meeting_a", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::taken);
    CHECK(slots_of("large_meeting_b", "2026-12-01", half_a, resident_in_november)[0].state == SlotState::free);
}

TEST_CASE("a quarter of the arena takes the half and the whole that contain it") {
    const auto quarter_3 = taken("arena_quarter_3", "2026-12-01", range("09:00", "10:00"));
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
    const auto all_taken = taken("small_meeting", "2026-12-01", range("09:00", "22:00"));
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
    auto morning_and_evening = taken("small_meeting", "2026-12-01", range("09:00", "12:00"));
    take(morning_and_evening, "small_meeting", "2026-12-01", range("18:00", "22:00"));
    struct Row {
        std::string_view name;
        std::string_view on;
        Occupancy occupancy;
        DayMark mark;
    };
    for (const auto& row : {
             Row{"nothing taken", "2026-12-01", {}, DayMark::free},
             {"the gap between two bands taken", "2026-12-01",
              taken("small_meeting", "2026-12-01", range("12:00", "13:00")), DayMark::free},
             {"one band taken", "2026-12-01", taken("small_meeting", "2026-12-01", range("13:00", "17:00")),
              DayMark::few},
             {"two bands taken", "2026-12-01", morning_and_evening, DayMark::few},
             {"everything taken", "2026-12-01", taken("small_meeting", "2026-12-01", range("09:00", "22:00")),
              DayMark::full},
             {"another room taken", "2026-12-01", taken("kitchen", "2026-12-01", range("09:00", "22:00")),
              DayMark::free},
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
    const auto look = [&](std::string_view now, const Occupancy& occupancy) {
        const Viewpoint viewpoint{in_town, at(now)};
        return std::pair{spelled(day_slots(town, facility, room, date("2026-12-01"), occupancy, viewpoint)),
                         mark_day(town, facility, room, date("2026-12-01"), occupancy, viewpoint).mark};
    };
    CHECK(look("2026-12-01 13:00", {}) ==
          std::pair<std::string, DayMark>{"morning:outside afternoon:outside evening:free morning_afternoon:outside "
                                          "afternoon_evening:outside all_day:outside",
                                          DayMark::few});
    CHECK(look("2026-12-01 18:00", {}).second == DayMark::outside);
    CHECK(look("2026-12-01 13:00", taken("small_meeting", "2026-12-01", range("18:00", "22:00"))).second ==
          DayMark::full);
}

TEST_CASE("a space without a price or a window for the class cannot be booked") {
    auto town = hoshimigawa();
    auto& facility = facility_in(town, "kirara");
    auto& room = space_in(town, "small_meeting");
    const auto first = [&](UserClass user_class) {
        return day_slots(town, facility, room, date("2026-12-01"), {}, {user_class, at("2026-11-21 12:00")}).front();
    };
    facility.windows.erase(out_of_town);
    CHECK(first(out_of_town).reason == SlotReason::class_cannot_book);
    CHECK(first(out_of_town).state == SlotState::outside);
    CHECK(first(in_town).reason == SlotReason::none);
    room.rates.clear();
    CHECK(first(in_town).reason == SlotReason::no_rate);
    CHECK(first(in_town).state == SlotState::outside);
    CHECK_FALSE(first(in_town).price);
    CHECK(mark_day(town, facility, room, date("2026-12-01"), {}, resident_in_november).mark == DayMark::outside);
}

TEST_CASE("preparation and cleaning keep the neighbouring choices from being booked") {
    auto town = hoshimigawa();
    space_in(town, "small_meeting").buffers = {15, 75};
    const auto afternoon = taken("small_meeting", "2026-12-01", range("12:45", "18:15"));
    CHECK(reasons_of(slots_of("small_meeting", "2026-12-01", afternoon, resident_in_november, town)) ==
          "morning:preparation_time afternoon:already_taken evening:already_taken morning_afternoon:already_taken "
          "afternoon_evening:already_taken all_day:already_taken");
    const auto cleaned = taken("small_meeting", "2026-12-01", range("09:00", "13:00"));
    CHECK(reasons_of(slots_of("small_meeting", "2026-12-01", cleaned, resident_in_november, town)) ==
          "morning:already_taken afternoon:preparation_time evening:none morning_afternoon:already_taken "
          "afternoon_evening:preparation_time all_day:already_taken");
    CHECK(mark_of("small_meeting", "2026-12-01", cleaned, resident_in_november, town).mark == DayMark::few);
}

TEST_CASE("a closure by staff is told apart from a booking") {
    Occupancy morning;
    close(morning, "large_meeting_a", "2026-12-01", range("09:00", "13:00"));
    take(morning, "large_meeting_a", "2026-12-01", range("13:00", "17:00"));
    CHECK(reasons_of(slots_of("large_meeting", "2026-12-01", morning, resident_in_november)) ==
          "morning:closure afternoon:already_taken evening:none morning_afternoon:closure "
          "afternoon_evening:already_taken all_day:closure");
    CHECK(slots_of("large_meeting", "2026-12-01", morning, resident_in_november).front().state == SlotState::closed);
    CHECK(mark_of("large_meeting", "2026-12-01", morning, resident_in_november).mark == DayMark::few);
    Occupancy all_day;
    close(all_day, "large_meeting_a", "2026-12-01", TimeRange::whole_day());
    const auto marked = mark_of("large_meeting", "2026-12-01", all_day, resident_in_november);
    CHECK(marked.mark == DayMark::closed);
    CHECK(marked.reason == SlotReason::closure);
    CHECK(mark_of("large_meeting_b", "2026-12-01", all_day, resident_in_november).mark == DayMark::free);
}

TEST_CASE("a shorter day shows what falls away, and counts only what is left") {
    auto town = hoshimigawa();
    facility_in(town, "kirara").hours.exceptions = {
        {date("2026-12-01"), date("2026-12-01"), range("09:00", "17:00"), {}},
        {date("2026-12-02"), date("2026-12-02"), std::nullopt, {}},
        {date("2026-12-03"), date("2026-12-03"), range("20:00", "22:00"), {}}};
    CHECK(reasons_of(slots_of("small_meeting", "2026-12-01", {}, resident_in_november, town)) ==
          "morning:none afternoon:none evening:outside_opening_hours morning_afternoon:none "
          "afternoon_evening:outside_opening_hours all_day:outside_opening_hours");
    CHECK(mark_of("small_meeting", "2026-12-01", {}, resident_in_november, town).mark == DayMark::free);
    const auto closed = mark_of("small_meeting", "2026-12-02", {}, resident_in_november, town);
    CHECK(closed.mark == DayMark::closed);
    CHECK(closed.reason == SlotReason::closed_by_exception);
    const auto nothing_fits = mark_of("small_meeting", "2026-12-03", {}, resident_in_november, town);
    CHECK(nothing_fits.mark == DayMark::closed);
    CHECK(nothing_fits.reason == SlotReason::outside_opening_hours);
    CHECK(mark_of("small_meeting", "2026-11-30", {}, resident_in_november, town).reason == SlotReason::closed_day);
}

TEST_CASE("a court by the half hour shows its winter day within the usual hours") {
    const Viewpoint in_december{in_town, at("2026-12-01 12:00")};
    const auto winter = slots_of("court_1", "2026-12-10", {}, in_december, minatomori());
    REQUIRE(winter.size() == 20); // from 8:00 to 18:00, as in spring and autumn
    CHECK(winter[0].reason == SlotReason::outside_opening_hours);
    CHECK(winter[0].state == SlotState::closed);
    CHECK(winter[1].time == range("08:30", "09:00"));
    CHECK(winter[1].state == SlotState::free);
    CHECK(winter[1].price == Yen{100});
    CHECK(winter[16].time == range("16:00", "16:30"));
    CHECK(winter[16].state == SlotState::free);
    CHECK(winter[17].reason == SlotReason::outside_opening_hours);
    CHECK(mark_of("court_1", "2026-12-10", {}, in_december, minatomori()).mark == DayMark::free);
    const Viewpoint in_may{in_town, at("2027-05-01 12:00")};
    CHECK(slots_of("court_1", "2027-05-20", {}, in_may, minatomori()).front().time == range("06:00", "06:30"));
}

TEST_CASE("an hour of lead time takes the next half hours away, one by one") {
    const auto states = [](std::string_view now) {
        const auto slots = slots_of("court_1", "2026-12-10", {}, {in_town, at(now)}, minatomori());
        return reasons_of({slots.begin() + 1, slots.begin() + 6});
    };
    CHECK(states("2026-12-10 08:29") ==
          "08:30:after_booking_window 09:00:after_booking_window 09:30:none 10:00:none 10:30:none");
    CHECK(states("2026-12-10 08:30") ==
          "08:30:after_booking_window 09:00:after_booking_window 09:30:after_booking_window 10:00:none 10:30:none");
}

TEST_CASE("a night looks at the evening, and at the morning after with its cleaning") {
    const Viewpoint in_september{in_town, at("2026-09-01 12:00")};
    const auto night_of = [&](const Occupancy& occupancy) {
        const auto slots = slots_of("site_1", "2026-10-31", occupancy, in_september, minatomori());
        REQUIRE(slots.size() == 1);
        return slots.front();
    };
    CHECK(night_of({}).nights == 1);
    CHECK(night_of({}).time == range("14:00", "24:00"));
    CHECK(night_of({}).price == Yen{3'500});
    struct Row {
        std::string_view name;
        std::string_view on;
        TimeRange time;
        SlotReason reason;
    };
    for (const auto& [name, on, some, reason] : {
             Row{"who leaves that morning", "2026-10-31", range("00:00", "11:00"), SlotReason::none},
             {"who stays that night", "2026-10-31", range("14:00", "24:00"), SlotReason::already_taken},
             {"who stays the night before last", "2026-11-01", range("00:00", "10:00"), SlotReason::already_taken},
             {"who comes while it is cleaned", "2026-11-01", range("10:30", "12:00"), SlotReason::preparation_time},
             {"who comes the next day", "2026-11-01", range("14:00", "24:00"), SlotReason::none},
         }) {
        CAPTURE(name);
        CHECK(name_of(night_of(taken("site_1", on, some)).reason) == name_of(reason));
    }
    CHECK(mark_of("site_1", "2026-10-31", taken("site_1", "2026-10-31", range("20:00", "21:00")), in_september,
                  minatomori())
              .mark == DayMark::full);
    CHECK(mark_of("site_1", "2026-11-04", {}, in_september, minatomori()).reason == SlotReason::closed_day);
}

TEST_CASE("a use is free when neither its room nor its surroundings nor its equipment is taken") {
    auto town = hoshimigawa();
    space_in(town, "kitchen").buffers = {15, 30};
    auto request = by_band("kitchen", "2026-12-01", "afternoon");
    request.equipment = {wish_for("projector", 2)};
    const auto use = check_use(town, request).value();
    CHECK(refusal_of(check_free(use, {})) == "");
    CHECK(refusal_of(check_free(use, taken("small_meeting", "2026-12-01", range("13:00", "17:00")))) == "");
    CHECK(check_free(use, taken("kitchen", "2026-12-01", range("16:45", "17:00"))).error() == Refusal{"already_taken"});
    CHECK(check_free(use, taken("kitchen", "2026-12-01", range("17:15", "17:30"))).error() ==
          Refusal{"preparation_time"});
    CHECK(refusal_of(check_free(use, taken("kitchen", "2026-12-01", range("17:30", "18:00")))) == "");
    CHECK(check_free(use, taken("projector:2", "2026-12-01", range("17:15", "18:00"))).error() ==
          Refusal{"too_much_equipment", {{"equipment", "projector"}, {"free", 1}}});
    Occupancy closed;
    close(closed, "kitchen", "2026-12-01", range("13:00", "14:00"));
    take(closed, "kitchen", "2026-12-01", range("14:00", "15:00"));
    CHECK(check_free(use, closed).error() == Refusal{"closure", {{"date", "2026-12-01"}}});
}

TEST_CASE("equipment that is lent for nights must be the same piece on all of them") {
    auto request = by_night("site_3", "2026-10-30", 2);
    request.equipment = {wish_for("tent", 4)};
    const auto use = check_use(minatomori(), request).value();
    Occupancy occupancy;
    take(occupancy, "tent:1", "2026-10-30", range("14:00", "24:00"));
    CHECK(refusal_of(check_free(use, occupancy)) == "");
    take(occupancy, "tent:1", "2026-11-01", range("00:00", "10:00"));
    CHECK(refusal_of(check_free(use, occupancy)) == "");
    take(occupancy, "tent:2", "2026-11-01", range("00:00", "10:00"));
    CHECK(check_free(use, occupancy).error() == Refusal{"too_much_equipment", {{"equipment", "tent"}, {"free", 3}}});
}

namespace {

// Slots taken and closed by chance on the units of a facility.
Occupancy any_occupancy(const Facility& facility, LocalDate first, int days) {
    Occupancy occupancy;
    for (int day = 0; day < days; ++day) {
        for (const auto& unit : units_of(facility)) {
            auto& known = occupancy[first + std::chrono::days{day}][unit];
            if (*rc::gen::inRange(0, 3) == 0) known.taken = DayMask{*rc::gen::arbitrary<std::uint32_t>()} << 40U;
            if (*rc::gen::inRange(0, 6) == 0) known.closed = DayMask{*rc::gen::arbitrary<std::uint16_t>()} << 60U;
        }
    }
    return occupancy;
}

const Town& any_town() { return **rc::gen::element(&hoshimigawa(), &minatomori()); }

} // namespace

TEST_CASE("a day's mark agrees with its slots whatever is taken") {
    CHECK(rc::check([] {
        const auto& town = any_town();
        const auto& facility = *rc::gen::elementOf(town.facilities);
        const auto& space = *rc::gen::elementOf(facility.spaces);
        const auto on = date("2026-11-15") + std::chrono::days{*rc::gen::inRange(0, 60)};
        const auto occupancy = any_occupancy(facility, on, 2);
        auto slots = day_slots(town, facility, space, on, occupancy, resident_in_november);
        const auto marked = mark_day(town, facility, space, on, occupancy, resident_in_november);
        std::erase_if(slots, [&](const DaySlot& slot) {
            const auto* by_band = std::get_if<ByBand>(&space.use);
            const bool composite = by_band != nullptr && std::ranges::any_of(by_band->bands, [&](const TimeBand& band) {
                                       return band.code == *slot.band && band.parts > 1;
                                   });
            return composite || slot.reason == SlotReason::outside_opening_hours;
        });
        const auto in = [&](SlotState state) {
            return static_cast<std::size_t>(std::ranges::count(slots, state, &DaySlot::state));
        };
        RC_ASSERT((marked.mark == DayMark::free) == (in(SlotState::free) == slots.size() && !slots.empty()));
        RC_ASSERT((marked.mark == DayMark::few) == (in(SlotState::free) > 0 && in(SlotState::free) < slots.size()));
        RC_ASSERT((marked.mark == DayMark::full) == (in(SlotState::free) == 0 && in(SlotState::taken) > 0));
        const bool told = marked.mark == DayMark::closed || marked.mark == DayMark::outside;
        RC_ASSERT(told == (marked.reason != SlotReason::none));
    }));
}

TEST_CASE("a slot is free exactly when the rules allow its use and nothing meets it") {
    CHECK(rc::check([] {
        auto town = any_town();
        auto& facility =
            town.facilities[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(town.facilities.size())))];
        auto& space =
            facility.spaces[static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(facility.spaces.size())))];
        if (*rc::gen::arbitrary<bool>()) space.buffers = {15 * *rc::gen::inRange(0, 4), 15 * *rc::gen::inRange(0, 4)};
        const auto on = date("2026-11-21") + std::chrono::days{*rc::gen::inRange(0, 20)};
        const auto occupancy = any_occupancy(facility, on, 2);
        for (const auto& slot : day_slots(town, facility, space, on, occupancy, resident_in_november)) {
            UseRequest request{.space = space.code, .date = on, .band = slot.band, .nights = slot.nights};
            if (!slot.band && !slot.nights) request.time = slot.time;
            const auto use = check_use(town, request);
            if (slot.reason == SlotReason::none || slot.state == SlotState::taken || slot.reason == SlotReason::closure)
                RC_ASSERT(use || use.error().code == "too_short"); // a step may be shorter than the shortest use
            if (!use) continue;
            const auto window = check_window(town, *use, in_town, resident_in_november.now);
            const auto free = check_free(*use, occupancy);
            RC_ASSERT((slot.reason == SlotReason::none) == (window && free));
            if (window && !free) RC_ASSERT(free.error().code == name_of(slot.reason));
            if (!window) RC_ASSERT(window.error().code == name_of(slot.reason));
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
    CHECK(name_of(preparation_time) == "preparation_time");
    CHECK(name_of(closed_by_exception) == "closed_by_exception");
    CHECK(name_of(closure) == "closure");
    CHECK(name_of(outside_opening_hours) == "outside_opening_hours");
    CHECK(name_of(class_cannot_book) == "class_cannot_book");
    CHECK(name_of(DayMark::few) == "few");
    CHECK(name_of(DayMark::full) == "full");
}
