#include "domain/booking/space_use.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;
using enum UserClass;

namespace {

UseRequest by_band(std::string_view space, std::string_view on, std::string_view band) {
    return {SpaceCode{std::string{space}}, date(on), BandCode{std::string{band}}, std::nullopt};
}
UseRequest by_hour(std::string_view space, std::string_view on, const TimeRange& time) {
    return {SpaceCode{std::string{space}}, date(on), std::nullopt, time};
}
SpaceUse allowed(const UseRequest& request) { return check_use(hoshimigawa(), request).value(); }

} // namespace

TEST_CASE("a use is checked from the most basic rule to the most specific") {
    const auto band_and_time = [](std::string_view space) {
        auto request = by_band(space, "2026-12-01", "morning");
        request.time = range("09:00", "12:00");
        return request;
    };
    const auto neither = [](std::string_view space) {
        return UseRequest{SpaceCode{std::string{space}}, date("2026-12-01"), {}, {}};
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
             {"a room by nothing", neither("small_meeting"), {"band_required"}},
             {"a room by band and time", band_and_time("small_meeting"), {"band_required"}},
             {"the arena by band", by_band("arena_full", "2026-12-01", "morning"), {"time_range_required"}},
             {"the arena by nothing", neither("arena_full"), {"time_range_required"}},
             {"the arena by band and time", band_and_time("arena_full"), {"time_range_required"}},
             {"no such band", by_band("small_meeting", "2026-12-01", "night"), {"unknown_band", {{"band", "night"}}}},
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
             {"a Monday", by_band("small_meeting", "2026-11-30", "morning"), {"closed_day", {{"date", "2026-11-30"}}}},
             {"the Monday is noticed last",
              by_hour("arena_full", "2026-11-30", range("09:30", "11:00")),
              {"not_on_grid", {{"step_minutes", 60}}}},
             {"the day after a holiday Monday",
              by_hour("arena_full", "2026-11-24", range("09:00", "11:00")),
              {"closed_day", {{"date", "2026-11-24"}}}},
         }) {
        CAPTURE(name);
        const auto use = check_use(hoshimigawa(), request);
        REQUIRE_FALSE(use);
        CHECK(use.error() == refusal);
    }
}

TEST_CASE("a use by the hour is neither too short nor too long") {
    auto town = hoshimigawa();
    auto& arena = town.facilities[1].spaces.front();
    REQUIRE(arena.code == SpaceCode{"arena_full"});
    arena.use = ByHour{.step_minutes = 30, .minimum_minutes = 60, .maximum_minutes = 120};
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

TEST_CASE("an allowed use knows its place and time") {
    const auto use = allowed(by_band("japanese_room", "2026-12-01", "afternoon_evening"));
    CHECK(use.facility->code == FacilityCode{"kirara"});
    CHECK(use.space->units == std::vector{UnitCode{"japanese_room_pine"}, UnitCode{"japanese_room_bamboo"}});
    CHECK(use.time == range("13:00", "22:00"));
    CHECK(use.band == BandCode{"afternoon_evening"});
    CHECK(allowed(by_hour("arena_half_b", "2026-12-01", range("09:00", "10:00"))).time == range("09:00", "10:00"));
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
        CHECK(refusal_of(check_window(use, row.user_class, row.first - 1ms)) == "before_booking_window");
        CHECK(refusal_of(check_window(use, row.user_class, row.first)) == "");
        CHECK(refusal_of(check_window(use, row.user_class, row.last)) == "");
        CHECK(refusal_of(check_window(use, row.user_class, row.last + 1ms)) == "after_booking_window");
    }
}

TEST_CASE("a use that has begun cannot be booked, even where the window is still open") {
    auto town = hoshimigawa();
    for (auto& [user_class, window] : town.facilities[0].windows) {
        window.closes_days_before = 0;
        window.closes_at = time("24:00");
    }
    const auto use = check_use(town, by_band("small_meeting", "2026-12-10", "morning")).value();
    CHECK(refusal_of(check_window(use, in_town, at("2026-12-10 08:59"))) == "");
    CHECK(check_window(use, in_town, at("2026-12-10 09:00")).error() ==
          Refusal{"after_booking_window", {{"closed_at_ms", at("2026-12-10 09:00").epoch_ms()}}});
}

TEST_CASE("a class without a window cannot book") {
    auto town = hoshimigawa();
    town.facilities[0].windows.erase(out_of_town);
    const auto use = check_use(town, by_band("small_meeting", "2026-12-10", "morning")).value();
    CHECK(check_window(use, out_of_town, at("2026-12-01 09:00")).error() ==
          Refusal{"fee_not_covered", {{"date", "2026-12-10"}}});
    CHECK(refusal_of(check_window(use, in_town, at("2026-12-01 09:00"))) == "");
}

TEST_CASE("a space takes from one person to its capacity") {
    const auto& small_meeting = *space_named("small_meeting").space;
    CHECK(check_people(small_meeting, 0).error() == Refusal{"invalid_people"});
    CHECK(check_people(small_meeting, -1).error() == Refusal{"invalid_people"});
    CHECK(refusal_of(check_people(small_meeting, 1)) == "");
    CHECK(refusal_of(check_people(small_meeting, 18)) == "");
    CHECK(check_people(small_meeting, 19).error() == Refusal{"too_many_people", {{"capacity", 18}}});
}
