#include "domain/booking/space_use.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;
using enum UserClass;

namespace {

SpaceUse allowed(const UseRequest& request, const Town& town = hoshimigawa()) {
    return check_use(town, request).value();
}

UseRequest with(UseRequest request, std::vector<EquipmentWish> equipment) {
    request.equipment = std::move(equipment);
    return request;
}

// "2026-12-01 36–47": date and slots, one a day.
std::string spelled(const std::vector<DaySlots>& slots) {
    std::string words;
    for (const auto& [on, range] : slots)
        words += (words.empty() ? "" : ", ") + on.iso8601() + " " + std::to_string(range.first()) + "–" +
                 std::to_string(range.last());
    return words;
}

} // namespace

TEST_CASE("a use is checked from the most basic rule to the most specific") {
    const auto both = [](std::string_view space) {
        auto request = by_band(space, "2026-12-01", "morning");
        request.time = range("09:00", "12:00");
        return request;
    };
    const auto neither = [](std::string_view space) {
        return UseRequest{.space = SpaceCode{std::string{space}}, .date = date("2026-12-01")};
    };
    struct Row {
        std::string_view name;
        UseRequest request;
        Refusal refusal;
    };
    for (const auto& [name, request, refusal] : {
             Row{"no such space",
                 by_band("ballroom", "2026-12-01", "morning"),
                 {"unknown_space", {{"space", "ballroom"}}}},
             {"a room by the hour", by_hour("small_meeting", "2026-12-01", range("09:00", "12:00")), {"band_required"}},
             {"a room by the night", by_night("small_meeting", "2026-12-01", 1), {"band_required"}},
             {"a room by nothing", neither("small_meeting"), {"band_required"}},
             {"a room by band and time", both("small_meeting"), {"band_required"}},
             {"the arena by band", by_band("arena_full", "2026-12-01", "morning"), {"time_range_required"}},
             {"the arena by the night", by_night("arena_full", "2026-12-01", 1), {"time_range_required"}},
             {"the arena by nothing", neither("arena_full"), {"time_range_required"}},
             {"the arena by band and time", both("arena_full"), {"time_range_required"}},
             {"no such band", by_band("small_meeting", "2026-12-01", "night"), {"unknown_band", {{"band", "night"}}}},
             {"a Monday", by_band("small_meeting", "2026-11-30", "morning"), {"closed_day", {{"date", "2026-11-30"}}}},
             {"the Monday is noticed before the hours",
              by_hour("arena_full", "2026-11-30", range("08:30", "11:00")),
              {"closed_day", {{"date", "2026-11-30"}}}},
             {"the day after a holiday Monday",
              by_hour("arena_full", "2026-11-24", range("09:00", "11:00")),
              {"closed_day", {{"date", "2026-11-24"}}}},
             {"before opening",
              by_hour("arena_full", "2026-12-01", range("08:00", "10:00")),
              {"outside_opening_hours", {{"opens", "09:00"}, {"closes", "22:00"}}}},
             {"after closing",
              by_hour("arena_full", "2026-12-01", range("21:00", "23:00")),
              {"outside_opening_hours", {{"opens", "09:00"}, {"closes", "22:00"}}}},
             {"an odd start",
              by_hour("arena_full", "2026-12-01", range("09:30", "11:00")),
              {"not_on_grid", {{"step_minutes", 60}}}},
             {"an odd end",
              by_hour("arena_full", "2026-12-01", range("09:00", "10:15")),
              {"not_on_grid", {{"step_minutes", 60}}}},
             {"an odd end is noticed before the equipment",
              with(by_hour("arena_full", "2026-12-01", range("09:00", "10:15")), {wish_for("trampoline", 1)}),
              {"not_on_grid", {{"step_minutes", 60}}}},
             {"no such equipment",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("trampoline", 0)}),
              {"unknown_equipment", {{"equipment", "trampoline"}}}},
             {"equipment of the other building",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("table_tennis", 1)}),
              {"unknown_equipment", {{"equipment", "table_tennis"}}}},
             {"the same equipment twice",
              with(by_band("small_meeting", "2026-12-01", "morning"),
                   {wish_for("projector", 1), wish_for("projector", 1)}),
              {"duplicate_equipment", {{"equipment", "projector"}}}},
             {"equipment of other rooms",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("grand_piano", 0)}),
              {"equipment_elsewhere", {{"equipment", "grand_piano"}, {"space", "small_meeting"}}}},
             {"no piece",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("projector", 0)}),
              {"invalid_quantity", {{"equipment", "projector"}}}},
             {"fewer than no piece",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("projector", -1)}),
              {"invalid_quantity", {{"equipment", "projector"}}}},
             {"more than there are",
              with(by_band("small_meeting", "2026-12-01", "morning"), {wish_for("projector", 3)}),
              {"too_much_equipment", {{"equipment", "projector"}, {"stock", 2}}}},
         }) {
        CAPTURE(name);
        const auto use = check_use(hoshimigawa(), request);
        REQUIRE_FALSE(use);
        CHECK(use.error() == refusal);
    }
}

TEST_CASE("nights are checked from their number to every day on which one begins") {
    struct Row {
        std::string_view name;
        UseRequest request;
        Refusal refusal;
    };
    for (const auto& [name, request, refusal] : {
             Row{"a site by band", by_band("site_1", "2026-11-05", "morning"), {"nights_required"}},
             {"a site by the hour", by_hour("site_1", "2026-11-05", range("14:00", "18:00")), {"nights_required"}},
             {"no night", by_night("site_1", "2026-11-05", 0), {"too_many_nights", {{"maximum_nights", 5}}}},
             {"too many nights on a closed day",
              by_night("site_1", "2026-11-04", 6),
              {"too_many_nights", {{"maximum_nights", 5}}}},
             {"a Wednesday", by_night("site_1", "2026-11-04", 1), {"closed_day", {{"date", "2026-11-04"}}}},
             {"the second night is a Wednesday",
              by_night("site_1", "2026-11-03", 2),
              {"closed_day", {{"date", "2026-11-04"}}}},
             {"the last night lies in winter",
              by_night("site_1", "2026-11-29", 3),
              {"closed_day", {{"date", "2026-12-01"}}}},
         }) {
        CAPTURE(name);
        const auto use = check_use(minatomori(), request);
        REQUIRE_FALSE(use);
        CHECK(use.error() == refusal);
    }
    CHECK(refusal_of(check_use(minatomori(), by_night("site_1", "2026-11-03", 1))) == ""); // leaves on the Wednesday
    CHECK(refusal_of(check_use(minatomori(), by_night("site_1", "2026-11-29", 2))) == ""); // leaves when winter begins
    CHECK(refusal_of(check_use(minatomori(), by_night("site_1", "2027-08-03", 3))) == ""); // summer holidays
}

TEST_CASE("who comes for the night must come while somebody is there") {
    auto town = minatomori();
    facility_in(town, "camp").hours.exceptions = {{date("2026-11-05"), date("2026-11-05"), range("09:00", "12:00"), {}},
                                                  {date("2026-11-06"), date("2026-11-06"), std::nullopt, {}}};
    CHECK(check_use(town, by_night("site_1", "2026-11-05", 1)).error() ==
          Refusal{"outside_opening_hours", {{"opens", "09:00"}, {"closes", "12:00"}}});
    CHECK(check_use(town, by_night("site_1", "2026-11-06", 1)).error() ==
          Refusal{"closed_by_exception", {{"date", "2026-11-06"}}});
}

TEST_CASE("a shorter day refuses what does not fit in, and closing by exception has its own name") {
    auto town = hoshimigawa();
    auto& kirara = facility_in(town, "kirara");
    kirara.hours.exceptions = {{date("2026-12-01"), date("2026-12-01"), range("10:00", "17:00"), {}},
                               {date("2026-12-02"), date("2026-12-02"), std::nullopt, {}},
                               {date("2026-11-30"), date("2026-11-30"), range("09:00", "17:00"), {}}};
    CHECK(refusal_of(check_use(town, by_band("small_meeting", "2026-12-01", "afternoon"))) == "");
    CHECK(check_use(town, by_band("small_meeting", "2026-12-01", "morning")).error() ==
          Refusal{"outside_opening_hours", {{"opens", "10:00"}, {"closes", "17:00"}}});
    CHECK(check_use(town, by_band("small_meeting", "2026-12-02", "morning")).error() ==
          Refusal{"closed_by_exception", {{"date", "2026-12-02"}}});
    CHECK(refusal_of(check_use(town, by_band("small_meeting", "2026-11-30", "morning"))) == ""); // a Monday, opened
}

TEST_CASE("the grid of a space by the hour begins with the day's own opening") {
    // Winter opens at 8:30, other days at 8:00.
    CHECK(refusal_of(check_use(minatomori(), by_hour("ground", "2026-11-04", range("08:30", "10:00")))) == "");
    auto town = minatomori();
    space_in(town, "ground").use = ByHour{60, 60, 480};
    CHECK(refusal_of(check_use(town, by_hour("ground", "2026-11-04", range("08:30", "10:30")))) == "");
    CHECK(refusal_of(check_use(town, by_hour("ground", "2026-11-04", range("09:00", "11:00")))) == "not_on_grid");
    CHECK(refusal_of(check_use(town, by_hour("ground", "2026-10-01", range("09:00", "11:00")))) == "");
}

TEST_CASE("a use by the hour is neither too short nor too long") {
    auto town = hoshimigawa();
    space_in(town, "arena_full").use = ByHour{.step_minutes = 30, .minimum_minutes = 60, .maximum_minutes = 120};
    struct Row {
        TimeRange time;
        std::string_view refusal;
    };
    for (const auto& [time, refusal] : {Row{range("09:00", "09:30"), "too_short"},
                                        {range("09:00", "10:00"), ""},
                                        {range("09:30", "11:30"), ""},
                                        {range("09:30", "12:00"), "too_long"},
                                        {range("09:00", "10:10"), "not_on_grid"}}) {
        CAPTURE(time.end());
        CHECK(refusal_of(check_use(town, by_hour("arena_full", "2026-12-01", time))) == refusal);
    }
    CHECK(check_use(town, by_hour("arena_full", "2026-12-01", range("09:00", "09:30"))).error().facts ==
          std::map<std::string, Fact>{{"minimum_minutes", 60}});
    CHECK(check_use(town, by_hour("arena_full", "2026-12-01", range("09:00", "12:00"))).error().facts ==
          std::map<std::string, Fact>{{"maximum_minutes", 120}});
}

TEST_CASE("an allowed use knows its place, its time and its equipment") {
    const auto use = allowed(with(by_band("japanese_room", "2026-12-01", "afternoon_evening"),
                                  {wish_for("wireless_microphone", 2), wish_for("projector", 1)}));
    CHECK(use.facility->code == FacilityCode{"kirara"});
    CHECK(use.space->units == std::vector{UnitCode{"japanese_room_pine"}, UnitCode{"japanese_room_bamboo"}});
    CHECK(use.start == LocalDateTime{date("2026-12-01"), time("13:00")});
    CHECK(use.end == LocalDateTime{date("2026-12-01"), time("22:00")});
    CHECK(use.band == BandCode{"afternoon_evening"});
    REQUIRE(use.equipment.size() == 2);
    CHECK(use.equipment[0].equipment->code == EquipmentCode{"wireless_microphone"});
    CHECK(use.equipment[0].quantity == 2);
    CHECK(allowed(by_hour("arena_half_b", "2026-12-01", range("09:00", "10:00"))).end.time == time("10:00"));

    const auto nights = allowed(by_night("site_3", "2026-11-28", 3), minatomori());
    CHECK(nights.nights == 3);
    CHECK(nights.start == LocalDateTime{date("2026-11-28"), time("14:00")});
    CHECK(nights.end == LocalDateTime{date("2026-12-01"), time("10:00")});
}

TEST_CASE("a use occupies its quarter hours, with preparation and cleaning where the space has them") {
    auto town = hoshimigawa();
    space_in(town, "kitchen").buffers = {45, 30};
    space_in(town, "arena_full").buffers = {0, 150};
    space_in(town, "martial_arts").buffers = {600, 600};
    struct Row {
        std::string_view name;
        SpaceUse use;
        std::string_view used;
        std::string_view occupied;
    };
    for (const auto& [name, use, used, occupied] : {
             Row{"no buffers (備考7)", allowed(by_band("small_meeting", "2026-12-01", "morning")), "2026-12-01 36–47",
                 "2026-12-01 36–47"},
             {"both", allowed(by_band("kitchen", "2026-12-01", "afternoon"), town), "2026-12-01 52–67",
              "2026-12-01 49–69"},
             {"cleaning after closing", allowed(by_hour("arena_full", "2026-12-01", range("20:00", "22:00")), town),
              "2026-12-01 80–87", "2026-12-01 80–95"},
             {"cut at both midnights", allowed(by_hour("martial_arts", "2026-12-01", range("09:00", "22:00")), town),
              "2026-12-01 36–87", "2026-12-01 0–95"},
             {"one night", allowed(by_night("site_1", "2026-11-05", 1), minatomori()),
              "2026-11-05 56–95, 2026-11-06 0–39", "2026-11-05 56–95, 2026-11-06 0–43"},
             {"over the end of a month", allowed(by_night("site_1", "2026-10-30", 3), minatomori()),
              "2026-10-30 56–95, 2026-10-31 0–95, 2026-11-01 0–95, 2026-11-02 0–39",
              "2026-10-30 56–95, 2026-10-31 0–95, 2026-11-01 0–95, 2026-11-02 0–43"},
         }) {
        CAPTURE(name);
        CHECK(spelled(used_slots(use)) == used);
        CHECK(spelled(occupied_slots(use)) == occupied);
    }
}

TEST_CASE("what is occupied contains what is used, on the same days in their order") {
    CHECK(rc::check([] {
        auto town = minatomori();
        auto& site = space_in(town, "site_1");
        site.buffers = {15 * *rc::gen::inRange(0, 60), 15 * *rc::gen::inRange(0, 60)};
        const auto nights = *rc::gen::inRange(1, 6);
        const auto first = date("2027-03-15") + std::chrono::days{*rc::gen::inRange(0, 200)};
        const SpaceUse use{&town.facilities[1],
                           &site,
                           {first, time("14:00")},
                           {first + std::chrono::days{nights}, time("10:00")},
                           {},
                           nights,
                           {}};
        const auto used = used_slots(use);
        const auto occupied = occupied_slots(use);
        RC_ASSERT(used.size() == static_cast<std::size_t>(nights) + 1);
        RC_ASSERT(occupied.size() == used.size());
        for (std::size_t day = 0; day < used.size(); ++day) {
            RC_ASSERT(used[day].date == first + std::chrono::days{static_cast<int>(day)});
            RC_ASSERT(occupied[day].date == used[day].date);
            RC_ASSERT(occupied[day].slots.first() <= used[day].slots.first());
            RC_ASSERT(occupied[day].slots.last() >= used[day].slots.last());
        }
    }));
}

TEST_CASE("each class of people books in its own window, and the large hall in one of its own") {
    struct Row {
        std::string_view name;
        UseRequest request;
        UserClass user_class;
        Instant first;
        Instant last;
    };
    for (const auto& row : {
             Row{"a room, in town", by_band("small_meeting", "2026-12-10", "morning"), in_town, at("2026-06-01 09:00"),
                 at("2026-12-09 17:00") - 1ms},
             {"a room, out of town", by_band("small_meeting", "2026-12-10", "morning"), out_of_town,
              at("2026-09-01 09:00"), at("2026-12-09 17:00") - 1ms},
             {"the large hall, in town", by_band("large_hall", "2026-12-10", "morning"), in_town,
              at("2025-12-01 09:00"), at("2026-11-26 24:00") - 1ms},
             {"the large hall, out of town", by_band("large_hall", "2026-12-10", "morning"), out_of_town,
              at("2025-12-01 09:00"), at("2026-11-26 24:00") - 1ms},
             {"the arena, in town", by_hour("arena_full", "2027-01-31", range("09:00", "10:00")), in_town,
              at("2026-11-21 09:00"), at("2027-01-30 17:00") - 1ms},
             {"the arena, out of town", by_hour("arena_full", "2027-01-31", range("09:00", "10:00")), out_of_town,
              at("2026-12-01 09:00"), at("2027-01-30 17:00") - 1ms},
         }) {
        CAPTURE(row.name);
        const auto use = allowed(row.request);
        const auto look = [&](Instant now) {
            return refusal_of(check_window(hoshimigawa(), use, row.user_class, now));
        };
        CHECK(look(row.first - 1ms) == "before_booking_window");
        CHECK(look(row.first) == "");
        CHECK(look(row.last) == "");
        CHECK(look(row.last + 1ms) == "after_booking_window");
    }
}

TEST_CASE("the windows of Minatomori move to open days and end before the use begins") {
    struct Row {
        std::string_view name;
        UseRequest request;
        UserClass user_class;
        std::string_view first;
        std::string_view end;
    };
    for (const auto& row : {
             Row{"a court, same day of the month before", by_hour("court_1", "2026-12-20", range("09:00", "10:30")),
                 in_town, "2026-11-20 07:00", "2026-12-20 08:00"},
             {"… on a closed day: the next open day", by_hour("court_1", "2027-01-30", range("09:00", "10:30")),
              in_town, "2027-01-02 07:00",
              "2027-01-30 08:00"}, // 30 December to 1 January are closed, the 2nd is opened
             {"a court, from outside: fourteen days", by_hour("court_1", "2026-12-20", range("09:00", "10:30")),
              out_of_town, "2026-12-06 07:00", "2026-12-20 08:00"},
             {"a site for the night of a Thursday: until the Tuesday", by_night("site_1", "2026-11-05", 1), in_town,
              "2026-08-07 09:00", "2026-11-03 17:00"},
             {"a room for a Wednesday: the Monday is closed, so until the Sunday",
              by_band("study", "2026-12-09", "morning"), in_town, "2026-09-09 08:30", "2026-12-06 17:00"},
             {"a room, from outside", by_band("study", "2026-12-10", "morning"), out_of_town, "2026-11-10 08:30",
              "2026-12-08 17:00"},
         }) {
        CAPTURE(row.name);
        const auto use = allowed(row.request, minatomori());
        const auto look = [&](Instant now) { return refusal_of(check_window(minatomori(), use, row.user_class, now)); };
        CHECK(look(at(row.first) - 1ms) == "before_booking_window");
        CHECK(look(at(row.first)) == "");
        CHECK(look(at(row.end) - 1ms) == "");
        CHECK(look(at(row.end)) == "after_booking_window");
    }
}

TEST_CASE("a use that has begun cannot be booked, even where the window is still open") {
    auto town = hoshimigawa();
    for (auto& [user_class, window] : town.facilities[0].windows) {
        window.closes_days_before = 0;
        window.closes_at = time("24:00");
    }
    const auto use = allowed(by_band("small_meeting", "2026-12-10", "morning"), town);
    CHECK(refusal_of(check_window(town, use, in_town, at("2026-12-10 08:59"))) == "");
    CHECK(check_window(town, use, in_town, at("2026-12-10 09:00")).error() ==
          Refusal{"after_booking_window", {{"closed_at_ms", at("2026-12-10 09:00").epoch_ms()}}});
}

TEST_CASE("a class without a window cannot book") {
    auto town = hoshimigawa();
    town.facilities[0].windows.erase(out_of_town);
    const auto use = allowed(by_band("small_meeting", "2026-12-10", "morning"), town);
    CHECK(check_window(town, use, out_of_town, at("2026-12-01 09:00")).error() ==
          Refusal{"class_cannot_book", {{"user_class", "out_of_town"}}});
    CHECK(refusal_of(check_window(town, use, in_town, at("2026-12-01 09:00"))) == "");
}

TEST_CASE("a space takes from one person to its capacity") {
    const auto& small_meeting = *space_named("small_meeting").space;
    CHECK(check_people(small_meeting, 0).error() == Refusal{"invalid_people"});
    CHECK(check_people(small_meeting, -1).error() == Refusal{"invalid_people"});
    CHECK(refusal_of(check_people(small_meeting, 1)) == "");
    CHECK(refusal_of(check_people(small_meeting, 18)) == "");
    CHECK(check_people(small_meeting, 19).error() == Refusal{"too_many_people", {{"capacity", 18}}});
}

TEST_CASE("an activity must exist, and be one that the space is meant for") {
    const auto& town = hoshimigawa();
    const auto look = [&](std::string_view space, std::string_view activity) {
        return check_activity(town, *space_named(space).space, ActivityCode{std::string{activity}});
    };
    CHECK(look("small_meeting", "skiing").error() == Refusal{"unknown_activity", {{"activity", "skiing"}}});
    CHECK(look("kitchen", "skiing").error().code == "unknown_activity");
    CHECK(look("kitchen", "band").error() ==
          Refusal{"activity_not_here", {{"activity", "band"}, {"space", "kitchen"}}});
    CHECK(refusal_of(look("kitchen", "cooking")) == "");
    CHECK(refusal_of(look("small_meeting", "band")) == ""); // meant for anything
}

TEST_CASE("an application is reviewed by who asks, for what, for how many, and when money is taken") {
    auto town = hoshimigawa();
    auto& kirara = facility_in(town, "kirara");
    auto& small_hall = space_in(town, "small_hall");
    small_hall.permission = PermissionRule{{in_town}, {ActivityCode{"band"}}, 150};
    struct Row {
        std::string_view name;
        std::string_view space;
        ApplicationFacts facts;
        bool reviewed;
    };
    for (const auto& [name, space, facts, reviewed] : {
             Row{"a resident in a room", "small_meeting", {in_town, {}, 10, false}, false},
             {"somebody from outside in a room", "small_meeting", {out_of_town, {}, 10, false}, false},
             {"admission is charged", "small_meeting", {in_town, {}, 10, true}, true},
             {"anybody in the large hall", "large_hall", {in_town, {}, 10, false}, true},
             {"a resident, few people", "small_hall", {in_town, ActivityCode{"lecture"}, 149, false}, false},
             {"a resident, many people", "small_hall", {in_town, ActivityCode{"lecture"}, 150, false}, true},
             {"a resident, something loud", "small_hall", {in_town, ActivityCode{"band"}, 10, false}, true},
             {"from outside", "small_hall", {out_of_town, {}, 10, false}, true},
         }) {
        CAPTURE(name);
        CHECK(needs_review(kirara, space_in(town, space), facts) == reviewed);
    }
}

TEST_CASE("something loud and something quiet do not go together where walls are thin") {
    const auto& town = hoshimigawa();
    const auto look = [&](std::string_view space, std::optional<ActivityCode> activity,
                          const std::vector<Neighbour>& neighbours) {
        const auto found = space_named(space);
        return check_disturbance(town, *found.facility, *found.space, activity, neighbours);
    };
    const Neighbour quiet_next_door{SpaceCode{"small_meeting"}, ActivityCode{"lecture"}};
    const Neighbour loud_next_door{SpaceCode{"music_practice"}, ActivityCode{"band"}};
    const Neighbour quiet_behind_the_wall{SpaceCode{"large_meeting"}, ActivityCode{"lecture"}};
    const Neighbour quiet_far_away{SpaceCode{"kitchen"}, ActivityCode{"meeting"}};

    const auto warned = look("music_practice", ActivityCode{"band"}, {quiet_far_away, quiet_next_door});
    REQUIRE(warned);
    REQUIRE(warned->size() == 1);
    CHECK(warned->front().space == SpaceCode{"small_meeting"});
    CHECK(look("small_meeting", ActivityCode{"lecture"}, {loud_next_door})->size() == 1); // the other way round
    CHECK(look("music_practice", ActivityCode{"dance"}, {quiet_next_door})->empty());     // ordinary sound
    CHECK(look("music_practice", std::nullopt, {quiet_next_door})->empty());
    CHECK(look("small_meeting", ActivityCode{"lecture"}, {{SpaceCode{"music_practice"}, {}}})->empty());
    CHECK(look("small_hall", ActivityCode{"band"}, {})->empty());
    CHECK(look("small_hall", ActivityCode{"band"}, {quiet_next_door, quiet_behind_the_wall}).error() ==
          Refusal{"disturbs_neighbour", {{"space", "large_meeting"}, {"activity", "band"}}});
}

TEST_CASE("a space knows which others listen to it") {
    const auto codes = [](std::string_view space) {
        const auto found = space_named(space);
        std::string words;
        for (const auto& [other, effect] : listening_spaces(*found.facility, *found.space))
            words += other->code.value() + ":" + std::string{name_of(effect)} + " ";
        return words;
    };
    CHECK(codes("music_practice") == "small_meeting:warn ");
    CHECK(codes("small_meeting") == "music_practice:warn ");
    CHECK(codes("small_hall") == "large_meeting:refuse large_meeting_a:refuse ");
    CHECK(codes("kitchen").empty());
}

TEST_CASE("nobody uses a space for more days in a row than the limit, days booked before counted in") {
    const auto days_of = [](std::initializer_list<std::string_view> written) {
        std::set<LocalDate> days;
        for (const auto day : written)
            days.insert(date(day));
        return days;
    };
    struct Row {
        std::string_view name;
        std::set<LocalDate> booked;
        std::set<LocalDate> dates;
        bool refused;
    };
    for (const auto& [name, booked, dates, refused] : {
             Row{"three in a row", {}, days_of({"2026-12-01", "2026-12-02", "2026-12-03"}), false},
             {"four in a row", {}, days_of({"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"}), true},
             {"a day free between", {}, days_of({"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-05"}), false},
             {"the new day joins two runs", days_of({"2026-12-01", "2026-12-02", "2026-12-04"}),
              days_of({"2026-12-03"}), true},
             {"the same days again", days_of({"2026-12-01", "2026-12-02", "2026-12-03"}), days_of({"2026-12-02"}),
              false},
             {"over the end of the year", days_of({"2026-12-30", "2026-12-31"}), days_of({"2027-01-01", "2027-01-02"}),
              true},
             {"what is too long already does not matter elsewhere",
              days_of({"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"}), days_of({"2026-12-20"}), false},
         }) {
        CAPTURE(name);
        CHECK((refusal_of(check_consecutive_days(3, booked, dates)) == "too_many_days_in_a_row") == refused);
        CHECK(refusal_of(check_consecutive_days(std::nullopt, booked, dates)) == "");
    }
    CHECK(check_consecutive_days(1, {date("2026-12-01")}, {date("2026-12-02")}).error() ==
          Refusal{"too_many_days_in_a_row", {{"limit", 1}}});
}
