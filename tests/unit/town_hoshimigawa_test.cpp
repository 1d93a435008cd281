#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;

namespace {

using std::chrono::days;

LocalDate nth_monday(int year, unsigned month, unsigned nth) {
    using namespace std::chrono;
    return LocalDate{sys_days{std::chrono::year{year} / std::chrono::month{month} / Monday[nth]}};
}

// 国民の祝日に関する法律 articles 2 and 3, given the equinoxes the Cabinet Office announced.
Holidays by_law(int year, unsigned vernal_equinox, unsigned autumnal_equinox) {
    const auto on = [&](unsigned month, unsigned day) { return LocalDate::of(year, month, day).value(); };
    const Holidays named = {on(1, 1),
                            nth_monday(year, 1, 2),
                            on(2, 11),
                            on(2, 23),
                            on(3, vernal_equinox),
                            on(4, 29),
                            on(5, 3),
                            on(5, 4),
                            on(5, 5),
                            nth_monday(year, 7, 3),
                            on(8, 11),
                            nth_monday(year, 9, 3),
                            on(9, autumnal_equinox),
                            nth_monday(year, 10, 2),
                            on(11, 3),
                            on(11, 23)};
    Holidays holidays = named;
    for (const auto day : named) {
        if (day.weekday() != std::chrono::Sunday) continue;
        auto substitute = day + days{1};
        while (named.contains(substitute))
            substitute = substitute + days{1};
        holidays.insert(substitute);
    }
    for (const auto day : named) {
        const auto between = day + days{1};
        if (named.contains(day + days{2}) && !holidays.contains(between)) holidays.insert(between);
    }
    return holidays;
}

const Space& space(std::string_view code) { return *space_named(code).space; }

} // namespace

TEST_CASE("the holidays of 2026 and 2027 are those of the law") {
    auto expected = by_law(2026, 20, 23);
    expected.merge(by_law(2027, 21, 23));
    const auto& holidays = hoshimigawa().holidays;
    for (const auto day : expected)
        CHECK_MESSAGE(holidays.contains(day), day.iso8601());
    for (const auto day : holidays)
        CHECK_MESSAGE(expected.contains(day), day.iso8601());
    CHECK(holidays.contains(date("2026-05-06")));
    CHECK(holidays.contains(date("2026-09-22")));
    CHECK(holidays.contains(date("2027-03-22")));
    CHECK(holidays.size() == 35);
}

TEST_CASE("the town has its buildings with every room of the ordinance") {
    const auto& town = hoshimigawa();
    REQUIRE(town.facilities.size() == 4);
    const auto codes = [](const Facility& facility) {
        std::vector<std::string> list;
        for (const auto& some : facility.spaces)
            list.push_back(some.code.value());
        return list;
    };
    CHECK(town.facilities[0].code == FacilityCode{"kirara"});
    CHECK(codes(town.facilities[0]) == std::vector<std::string>{"large_hall", "small_hall", "large_meeting",
                                                                "large_meeting_a", "large_meeting_b", "small_meeting",
                                                                "japanese_room", "japanese_room_pine",
                                                                "japanese_room_bamboo", "kitchen", "music_practice"});
    CHECK(town.facilities[1].code == FacilityCode{"gym"});
    CHECK(codes(town.facilities[1]) == std::vector<std::string>{"arena_full", "arena_half_a", "arena_half_b",
                                                                "arena_quarter_1", "arena_quarter_2", "arena_quarter_3",
                                                                "arena_quarter_4", "martial_arts"});
    const auto units_without_equipment = [](Facility facility) {
        facility.equipment.clear();
        return units_of(facility).size();
    };
    CHECK(units_without_equipment(town.facilities[0]) == 9);
    CHECK(units_without_equipment(town.facilities[1]) == 5);
    CHECK(units_of(town.facilities[0]).size() == 9 + 1 + 1 + 1 + 6 + 2 + 12 + 30);
    CHECK(units_of(town.facilities[1]).size() == 5 + 1 + 8);
    CHECK(units_of(town.facilities[1]).back() == UnitCode{"table_tennis:8"});
    CHECK(find_facility(town, FacilityCode{"gym"}) == &town.facilities[1]);
    CHECK(codes(town.facilities[2]) ==
          std::vector<std::string>{"ground", "tennis_court_1", "tennis_court_2", "tennis_court_3", "tennis_court_4"});
    CHECK(codes(town.facilities[3]) == std::vector<std::string>{"community_assembly", "community_study"});
    CHECK(find_facility(town, FacilityCode{"pool"}) == nullptr);
    CHECK(find_space(town, SpaceCode{"pool"}).space == nullptr);
}

TEST_CASE("a whole consists of its halves and quarters") {
    struct Row {
        std::string_view whole;
        std::vector<std::string_view> parts;
    };
    for (const auto& [whole, parts] : {Row{"large_meeting", {"large_meeting_a", "large_meeting_b"}},
                                       {"japanese_room", {"japanese_room_pine", "japanese_room_bamboo"}},
                                       {"arena_full", {"arena_half_a", "arena_half_b"}},
                                       {"arena_half_a", {"arena_quarter_1", "arena_quarter_2"}},
                                       {"arena_half_b", {"arena_quarter_3", "arena_quarter_4"}}}) {
        CAPTURE(whole);
        std::vector<UnitCode> units;
        for (const auto part : parts)
            units.insert(units.end(), space(part).units.begin(), space(part).units.end());
        CHECK(space(whole).units == units);
    }
}

TEST_CASE("the annex of the culture centre is copied to the yen") {
    struct Row {
        std::string_view space;
        std::size_t version;
        std::vector<std::int64_t> weekday;
        std::vector<std::int64_t> weekend_or_holiday;
    };
    const std::vector<std::string> bands = {"morning",           "afternoon",         "evening",
                                            "morning_afternoon", "afternoon_evening", "all_day"};
    const std::vector<std::int64_t> half = {630, 840, 1'050, 1'320, 1'700, 2'260};
    const std::vector<std::int64_t> japanese_half = {370, 500, 620, 780, 1'010, 1'350};
    for (const auto& row : {
             Row{"large_hall",
                 0,
                 {9'000, 12'000, 15'000, 18'900, 24'300, 32'400},
                 {10'800, 14'400, 18'000, 22'680, 29'160, 38'880}},
             {"large_hall",
              1,
              {9'900, 13'200, 16'500, 20'790, 26'730, 35'640},
              {11'880, 15'840, 19'800, 24'940, 32'070, 42'760}},
             {"small_hall", 0, {3'200, 4'300, 5'300, 6'750, 8'640, 11'520}, {}},
             {"large_meeting", 0, {1'260, 1'680, 2'100, 2'640, 3'400, 4'530}, {}},
             {"large_meeting_a", 0, half, {}},
             {"large_meeting_b", 0, half, {}},
             {"small_meeting", 0, {470, 620, 780, 980, 1'260, 1'680}, {}},
             {"japanese_room", 0, {750, 1'000, 1'250, 1'570, 2'020, 2'700}, {}},
             {"japanese_room_pine", 0, japanese_half, {}},
             {"japanese_room_bamboo", 0, japanese_half, {}},
             {"kitchen", 0, {940, 1'260, 1'570, 1'980, 2'540, 3'390}, {}},
         }) {
        CAPTURE(row.space);
        const auto& prices = std::get<BandPrices>(space(row.space).rates.at(row.version).prices);
        REQUIRE(prices.size() == bands.size());
        const auto& weekend = row.weekend_or_holiday.empty() ? row.weekday : row.weekend_or_holiday;
        for (std::size_t at = 0; at < bands.size(); ++at) {
            CAPTURE(bands[at]);
            CHECK(prices.at(BandCode{bands[at]}) == BandPrice{Yen{row.weekday[at]}, Yen{weekend[at]}});
        }
    }
    CHECK(space("large_hall").rates[1].in_force.from == date("2026-10-01"));
    CHECK(std::get<HourPrice>(space("music_practice").rates[0].prices) == HourPrice{Yen{310}, 60});
}

TEST_CASE("the annex of the gymnasium is copied to the yen") {
    struct Row {
        std::string_view space;
        std::int64_t per_hour;
    };
    for (const auto& [code, per_hour] : {Row{"arena_full", 1'040},
                                         {"arena_half_a", 520},
                                         {"arena_half_b", 520},
                                         {"arena_quarter_1", 260},
                                         {"arena_quarter_2", 260},
                                         {"arena_quarter_3", 260},
                                         {"arena_quarter_4", 260},
                                         {"martial_arts", 420}}) {
        CAPTURE(code);
        CHECK(std::get<HourPrice>(space(code).rates[0].prices) == HourPrice{Yen{per_hour}, 60});
        CHECK(space(code).rates[0].day_cap == DayCap{std::chrono::hours{8}, CapReach::space});
    }
}

TEST_CASE("fees of each building go to its own account") {
    CHECK(hoshimigawa().facilities[0].revenue_account == AccountCode{"01-14-01-07-01-01"});
    CHECK(hoshimigawa().facilities[1].revenue_account == AccountCode{"01-14-01-07-02-01"});
}

TEST_CASE("the rules of booking are those of the ordinance") {
    const auto& kirara = hoshimigawa().facilities[0];
    const auto& gym = hoshimigawa().facilities[1];
    for (const auto* facility : {&kirara, &gym}) {
        CHECK(facility->payment == PaymentTerm{7, 1});
        CHECK(facility->attendance == AttendanceRule{true, 3, 60});
        CHECK(facility->release.waiting_list);
        CHECK(facility->release.hold_back_most_minutes == 0);
        CHECK(facility->permission.automatic_for == std::set{UserClass::in_town, UserClass::out_of_town});
    }
    CHECK(permission_of(kirara, space("large_hall")).automatic_for.empty());
    CHECK(permission_of(kirara, space("small_hall")) == kirara.permission);
    CHECK(refund_of(kirara, space("large_hall")).steps == std::vector<RefundStep>{{90, 100}, {30, 50}});
    CHECK(refund_of(kirara, space("kitchen")).steps == std::vector<RefundStep>{{7, 100}, {1, 50}});
    CHECK(gym.refund.steps == std::vector<RefundStep>{{3, 100}});
    REQUIRE(gym.quotas.size() == 1);
    CHECK(gym.quotas[0].limit == 4);
    CHECK(gym.quotas[0].period == QuotaPeriod::month);
    CHECK(gym.quotas[0].spaces.empty());
    for (const auto& facility : hoshimigawa().facilities) {
        for (const auto& some : facility.spaces)
            CHECK(some.buffers == Buffers{}); // 備考7: the time of use includes preparation
    }
}

TEST_CASE("cooling and heating have their seasons") {
    using namespace std::chrono;
    const auto& seasons = hoshimigawa().facilities[0].seasons;
    REQUIRE(seasons.size() == 2);
    CHECK(seasons[0].period == YearlyPeriod{June / 15, September / 30});
    CHECK(seasons[1].period == YearlyPeriod{November / 1, April / 30});
    CHECK(falls_in(date("2027-01-01"), seasons[1].period));
    CHECK_FALSE(falls_in(date("2027-05-01"), seasons[1].period));
}

TEST_CASE("a composite band counts as its parts") {
    const auto& bands = std::get<ByBand>(space("large_hall").use).bands;
    std::vector<int> parts;
    for (const auto& band : bands)
        parts.push_back(band.parts);
    CHECK(parts == std::vector<int>{1, 1, 1, 2, 2, 3});
}
