#include "domain/booking/space_use.hpp"
#include "domain/fees/quote.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using enum UserClass;

namespace {

Quote quoted(std::string_view space, std::string_view date_of_use, std::optional<std::string> band,
             std::optional<TimeRange> time, UserClass user_class, std::string_view permitted_on) {
    UseRequest request{SpaceCode{std::string{space}}, date(date_of_use), std::nullopt, time};
    if (band) request.band = BandCode{*band};
    const auto use = check_use(hoshimigawa(), request);
    return quote_use(hoshimigawa(), use.value(), user_class, date(permitted_on)).value();
}

Yen sum_of_lines(const Quote& quote) {
    Yen sum;
    for (const auto& line : quote.lines)
        sum += line.amount;
    return sum;
}

} // namespace

TEST_CASE("the fees of Kirara's bands come out to the yen") {
    struct Row {
        std::string_view name;
        std::string_view space;
        std::string_view date_of_use;
        std::string_view band;
        UserClass user_class;
        std::string_view permitted_on;
        std::int64_t total;
        std::int64_t tax_included;
    };
    for (const auto& row : {
             Row{"F01 small meeting room, weekday morning", "small_meeting", "2026-06-10", "morning", in_town,
                 "2026-05-01", 470, 42},
             {"F25 large hall after the revision, Saturday", "large_hall", "2026-12-05", "morning_afternoon", in_town,
              "2026-10-02", 24'940, 2'267},
             {"permitted on the day before the revision", "large_hall", "2026-12-05", "morning_afternoon", in_town,
              "2026-09-30", 22'680, 2'061},
             {"permitted on the day of the revision", "large_hall", "2026-12-05", "morning_afternoon", in_town,
              "2026-10-01", 24'940, 2'267},
             {"used before the revision, permitted before", "large_hall", "2026-06-10", "all_day", in_town,
              "2026-05-01", 32'400, 2'945},
             {"a weekday", "large_hall", "2026-06-10", "evening", in_town, "2026-05-01", 15'000, 1'363},
             {"a Sunday", "large_hall", "2026-06-14", "evening", in_town, "2026-05-01", 18'000, 1'636},
             {"a holiday on a Wednesday", "large_hall", "2026-09-23", "evening", in_town, "2026-05-01", 18'000, 1'636},
             {"a day between two holidays", "large_hall", "2026-09-22", "evening", in_town, "2026-05-01", 18'000,
              1'636},
             {"out of town, half as much again", "large_hall", "2026-06-10", "morning", out_of_town, "2026-05-01",
              13'500, 1'227},
             {"out of town, 705 rounded down", "small_meeting", "2026-06-10", "morning", out_of_town, "2026-05-01", 700,
              63},
             {"out of town, 1,875 rounded down", "japanese_room", "2026-06-10", "evening", out_of_town, "2026-05-01",
              1'870, 170},
             {"half a room, all day", "large_meeting_a", "2026-12-02", "all_day", in_town, "2026-05-01", 2'260, 205},
             {"Saturdays cost the same in a room", "small_meeting", "2026-06-13", "morning", in_town, "2026-05-01", 470,
              42},
         }) {
        CAPTURE(row.name);
        const auto quote =
            quoted(row.space, row.date_of_use, std::string{row.band}, std::nullopt, row.user_class, row.permitted_on);
        CHECK(quote.total == Yen{row.total});
        CHECK(quote.tax_included == Yen{row.tax_included});
        CHECK(sum_of_lines(quote) == quote.total);
    }
}

TEST_CASE("the fees by the hour come out to the yen") {
    struct Row {
        std::string_view name;
        std::string_view space;
        TimeRange time;
        UserClass user_class;
        std::int64_t total;
    };
    for (const auto& row : {
             Row{"F15 half the arena for two hours, without lights", "arena_half_a", range("09:00", "11:00"), in_town,
                 1'040},
             {"F18 the arena for twelve hours, eight charged, without lights", "arena_full", range("09:00", "21:00"),
              in_town, 8'320},
             {"exactly eight hours", "arena_full", range("09:00", "17:00"), in_town, 8'320},
             {"nine hours", "arena_full", range("09:00", "18:00"), in_town, 8'320},
             {"seven hours", "arena_full", range("09:00", "16:00"), in_town, 7'280},
             {"out of town, twice", "arena_quarter_1", range("09:00", "10:00"), out_of_town, 520},
             {"out of town, the cap comes before the doubling", "arena_full", range("09:00", "22:00"), out_of_town,
              16'640},
             {"the martial arts hall", "martial_arts", range("18:00", "20:00"), in_town, 840},
             {"the music room, out of town, 465 rounded down", "music_practice", range("09:00", "10:00"), out_of_town,
              460},
             {"the music room has no cap", "music_practice", range("09:00", "22:00"), in_town, 4'030},
         }) {
        CAPTURE(row.name);
        const auto quote = quoted(row.space, "2026-06-10", std::nullopt, row.time, row.user_class, "2026-05-01");
        CHECK(quote.total == Yen{row.total});
        CHECK(sum_of_lines(quote) == quote.total);
    }
}

TEST_CASE("a quote explains itself: what was used, the surcharge and the rounding, each with its article") {
    const auto quote = quoted("small_meeting", "2026-06-10", "morning", std::nullopt, out_of_town, "2026-05-01");
    REQUIRE(quote.lines.size() == 3);
    CHECK(quote.lines[0] ==
          QuoteLine{{"小会議室 午前", "Small meeting room, Morning"}, 1, Yen{470}, Yen{470}, {"別表第1", "Annex 1"}});
    CHECK(quote.lines[1] == QuoteLine{{"町外加算 50%", "Out-of-town surcharge 50 %"},
                                      1,
                                      Yen{235},
                                      Yen{235},
                                      {"別表第1 備考2ウ", "Annex 1, note 2 (c)"}});
    CHECK(quote.lines[2] == QuoteLine{{"端数 10円未満切捨て", "Rounded down to a multiple of 10 yen"},
                                      1,
                                      Yen{-5},
                                      Yen{-5},
                                      {"別表第1 備考6", "Annex 1, note 6"}});
}

TEST_CASE("a line by the hour shows the hours charged and the price of one") {
    const auto quote = quoted("arena_full", "2026-06-10", std::nullopt, range("09:00", "21:00"), in_town, "2026-05-01");
    REQUIRE(quote.lines.size() == 1);
    CHECK(quote.lines[0].label.ja == "アリーナ 全面 09:00–21:00");
    CHECK(quote.lines[0].quantity == 8);
    CHECK(quote.lines[0].unit_price == Yen{1'040});
}

namespace {

// One priced use whose parts a test can change.
struct Pricing {
    std::vector<RateTable> rates;
    OutOfTownSurcharge out_of_town{50, {"備考", "Note"}};
    Rounding rounding{Yen{10}, {"備考", "Note"}};
    Holidays holidays{date("2026-11-23")};
    UserClass user_class = in_town;
    LocalDate date_of_use = date("2026-06-10");
    LocalDate permitted_on = date("2026-05-01");
    TimeRange time = range("09:00", "12:00");
    std::optional<BandCode> band = std::nullopt;

    [[nodiscard]] Result<Quote> quote() const {
        return hiroba::quote({&rates,
                              &out_of_town,
                              &rounding,
                              &holidays,
                              user_class,
                              date_of_use,
                              permitted_on,
                              time,
                              band,
                              {"室", "Room"}});
    }
};

RateTable by_band(std::string_view in_force_from, std::int64_t weekday, std::int64_t weekend) {
    return {date(in_force_from), {"別表", "Annex"}, BandPrices{{BandCode{"morning"}, {Yen{weekday}, Yen{weekend}}}}};
}
RateTable by_hour(std::int64_t per_hour, std::optional<int> capped_hours) {
    return {date("2025-04-01"), {"別表", "Annex"}, HourPrice{Yen{per_hour}, capped_hours}};
}

} // namespace

TEST_CASE("a use that no price in force covers is refused, never priced without it") {
    Pricing pricing{.rates = {by_band("2025-04-01", 100, 100)}, .band = BandCode{"morning"}};
    CHECK(refusal_of(pricing.quote()) == "");

    SUBCASE("permitted before the first version") { pricing.permitted_on = date("2025-03-31"); }
    SUBCASE("a band without a price") { pricing.band = BandCode{"evening"}; }
    SUBCASE("no band where prices are by band") { pricing.band.reset(); }
    SUBCASE("a band where prices are by the hour") { pricing.rates = {by_hour(100, {})}; }
    SUBCASE("no prices at all") { pricing.rates.clear(); }
    SUBCASE("dearer weekends in a year whose holidays are not known") {
        pricing.rates = {by_band("2025-04-01", 100, 200)};
        pricing.date_of_use = date("2029-06-10");
    }
    CHECK(pricing.quote().error() == Refusal{"fee_not_covered", {{"date", pricing.date_of_use.iso8601()}}});
}

TEST_CASE("a year whose holidays are not known is priced where weekends cost the same") {
    const Pricing pricing{
        .rates = {by_band("2025-04-01", 100, 100)}, .date_of_use = date("2029-06-10"), .band = BandCode{"morning"}};
    CHECK(pricing.quote()->total == Yen{100});
}

TEST_CASE("the newest version in force on the day of the permit holds, in whatever order they are listed") {
    const Pricing pricing{
        .rates = {by_band("2027-04-01", 300, 300), by_band("2025-04-01", 100, 100), by_band("2026-04-01", 200, 200)},
        .permitted_on = date("2026-05-01"),
        .band = BandCode{"morning"}};
    CHECK(pricing.quote()->total == Yen{200});
}

TEST_CASE("a part of an hour counts as one") {
    struct Row {
        TimeRange time;
        std::int64_t hours;
    };
    for (const auto& [time, hours] : {Row{range("09:00", "09:01"), 1},
                                      {range("09:00", "10:00"), 1},
                                      {range("09:00", "10:01"), 2},
                                      {range("09:30", "11:00"), 2},
                                      {range("00:00", "24:00"), 24}}) {
        CAPTURE(time.end());
        const Pricing pricing{.rates = {by_hour(100, {})}, .time = time};
        CHECK(pricing.quote()->lines.front().quantity == hours);
        CHECK(pricing.quote()->total == Yen{100 * hours});
    }
}

TEST_CASE("a surcharge of nothing leaves no line, and a surcharge that is no whole yen still sums up") {
    Pricing pricing{.rates = {by_hour(470, {})}, .user_class = out_of_town, .time = range("09:00", "10:00")};
    pricing.out_of_town.percent = 0;
    CHECK(pricing.quote()->lines.size() == 1);
    pricing.out_of_town.percent = 33; // 625.1 yen
    CHECK(pricing.quote()->total == Yen{620});
    CHECK(sum_of_lines(*pricing.quote()) == Yen{620});
    pricing.rounding.unit = Yen{1};
    CHECK(pricing.quote()->total == Yen{625});
}

namespace {

Pricing any_pricing() {
    Pricing pricing;
    const auto yen = rc::gen::inRange<std::int64_t>(0, 1'000'000'001);
    if (*rc::gen::arbitrary<bool>()) {
        pricing.rates = {by_band("2025-04-01", *yen, *yen)};
        pricing.band = BandCode{"morning"};
    } else {
        const auto hours = *rc::gen::inRange(0, 25);
        pricing.rates = {by_hour(*yen, hours == 0 ? std::nullopt : std::optional{hours})};
        const auto start = *rc::gen::inRange(0, 1440);
        pricing.time =
            TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(*rc::gen::inRange(start + 1, 1441))).value();
    }
    pricing.out_of_town.percent = *rc::gen::inRange(0, 1001);
    pricing.rounding.unit = Yen{*rc::gen::element<std::int64_t>(1, 10, 50, 100, 1000)};
    pricing.user_class = *rc::gen::element(in_town, out_of_town);
    pricing.date_of_use = date("2026-01-01") + std::chrono::days{*rc::gen::inRange(0, 365)};
    return pricing;
}

} // namespace

TEST_CASE("a fee is never negative, is a multiple of the unit, and is the sum of its lines") {
    CHECK(rc::check([] {
        const auto pricing = any_pricing();
        const auto quote = pricing.quote().value();
        RC_ASSERT(quote.total >= Yen{0});
        RC_ASSERT(quote.total.amount() % pricing.rounding.unit.amount() == 0);
        RC_ASSERT(sum_of_lines(quote) == quote.total);
        RC_ASSERT(quote.tax_included.amount() == quote.total.amount() / 11);
        for (const auto& line : quote.lines)
            RC_ASSERT(line.unit_price * line.quantity == line.amount);
    }));
}

TEST_CASE("rounding takes off less than one unit of the exact fee") {
    CHECK(rc::check([] {
        const auto pricing = any_pricing();
        const auto quote = pricing.quote().value();
        const auto percent = pricing.user_class == out_of_town ? 100 + pricing.out_of_town.percent : 100;
        const auto exact_hundredths = quote.lines.front().amount.amount() * percent;
        const auto charged_hundredths = quote.total.amount() * 100;
        RC_ASSERT(charged_hundredths <= exact_hundredths);
        RC_ASSERT(exact_hundredths - charged_hundredths < pricing.rounding.unit.amount() * 100);
    }));
}

TEST_CASE("people from outside the town never pay less") {
    CHECK(rc::check([] {
        auto pricing = any_pricing();
        pricing.user_class = in_town;
        const auto inside = pricing.quote().value().total;
        pricing.user_class = out_of_town;
        RC_ASSERT(pricing.quote().value().total >= inside);
    }));
}

TEST_CASE("a longer use by the hour never costs less") {
    CHECK(rc::check([] {
        auto pricing = any_pricing();
        pricing.rates = {by_hour(*rc::gen::inRange<std::int64_t>(0, 100'000), 8)};
        pricing.band.reset();
        const auto minutes = *rc::gen::inRange(1, 1440);
        pricing.time = TimeRange::of({}, *MinuteOfDay::of(minutes)).value();
        const auto shorter = pricing.quote().value().total;
        pricing.time = TimeRange::of({}, *MinuteOfDay::of(minutes + 1)).value();
        RC_ASSERT(pricing.quote().value().total >= shorter);
    }));
}
