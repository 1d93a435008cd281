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
    UseRequest request{.space = SpaceCode{std::string{space}}, .date = date(date_of_use), .time = time};
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
    const AccountCode account{"01-14-01-07-01-01"};
    CHECK(quote.lines[0] == QuoteLine{.kind = LineKind::basic,
                                      .label = {"小会議室 午前", "Small meeting room, Morning"},
                                      .quantity = 1,
                                      .unit_price = Yen{470},
                                      .amount = Yen{470},
                                      .article = {"別表第1", "Annex 1"},
                                      .account = account});
    CHECK(quote.lines[1] == QuoteLine{.kind = LineKind::surcharge,
                                      .label = {"町外加算 50%", "Out-of-town surcharge 50 %"},
                                      .quantity = 1,
                                      .unit_price = Yen{470},
                                      .percent = 50,
                                      .amount = Yen{235},
                                      .article = {"別表第1 備考2ウ", "Annex 1, note 2 (c)"},
                                      .account = account});
    CHECK(quote.lines[2] == QuoteLine{.kind = LineKind::rounding,
                                      .label = {"端数 10円未満切捨て", "Rounded down to a multiple of 10 yen"},
                                      .quantity = 1,
                                      .unit_price = Yen{-5},
                                      .amount = Yen{-5},
                                      .article = {"別表第1 備考6", "Annex 1, note 6"},
                                      .account = account});
}

TEST_CASE("a line by the hour shows the hours charged and the price of one") {
    const auto quote = quoted("arena_full", "2026-06-10", std::nullopt, range("09:00", "21:00"), in_town, "2026-05-01");
    REQUIRE(quote.lines.size() == 2);
    CHECK(quote.lines[0].label.ja == "アリーナ 全面 09:00–21:00");
    CHECK(quote.lines[0].quantity == 8);
    CHECK(quote.lines[0].unit_price == Yen{1'040});
    CHECK(quote.lines[1].kind == LineKind::note); // twelve hours are used, eight are charged
    CHECK(quote.lines[1].label == Text{"上限 8時間分", "Charged for 8 hours at most"});
}

namespace {

// One priced use whose parts a test can change.
struct Pricing {
    std::vector<RateTable> rates;
    int out_of_town_percent = 50;
    Yen unit{10};
    Holidays holidays{date("2026-11-23")};
    UserClass user_class = in_town;
    LocalDate date_of_use = date("2026-06-10");
    LocalDate permitted_on = date("2026-05-01");
    TimeRange time = range("09:00", "12:00");
    std::optional<BandCode> band = std::nullopt;

    int band_parts = 1;
    std::optional<int> nights = std::nullopt;
    std::vector<PricedEquipment> equipment = {};

    UseTerms terms = {};
    ApplicationTerms application = {};
    FeeRules rules = {};
    std::vector<ReductionClass> reductions = {};
    std::vector<Season> seasons = {};

    [[nodiscard]] Result<Quote> quote() const {
        static const SpaceCode space{"room"};
        static const AccountCodes accounts{AccountCode{"01"}, AccountCode{"01"}, AccountCode{"01"}};
        auto all_rules = rules;
        const Scope everywhere{{}, {}, {"備考", "Note"}};
        all_rules.surcharges.push_back({everywhere,
                                        SurchargeKind::out_of_town,
                                        {"町外加算", "Out-of-town surcharge"},
                                        out_of_town_percent,
                                        {},
                                        false});
        if (all_rules.roundings.empty())
            all_rules.roundings = {{everywhere, RoundingStep::component, {}, unit, RoundingDirection::down}};
        if (all_rules.taxes.empty()) all_rules.taxes = {{everywhere, 10, true, RoundingDirection::down}};
        PricedUse use{.space = &space,
                      .rates = &rates,
                      .rules = &all_rules,
                      .accounts = &accounts,
                      .seasons = &seasons,
                      .holidays = &holidays,
                      .reductions = &reductions,
                      .user_class = user_class,
                      .dates = {date_of_use, permitted_on},
                      .period = PricedHours{},
                      .length = time.length(),
                      .what = {"室", "Room"},
                      .terms = &terms,
                      .application = &application,
                      .equipment = equipment};
        if (band) use.period = PricedBand{&*band, band_parts, &*band, &*band};
        if (nights) {
            use.period = PricedNights{*nights};
            use.length = std::chrono::days{*nights} - std::chrono::hours{4};
        }
        return hiroba::quote(use);
    }
};

RateTable band_rate(std::string_view in_force_from, std::int64_t weekday, std::int64_t weekend) {
    return {date(in_force_from), {"別表", "Annex"}, BandPrices{{BandCode{"morning"}, {Yen{weekday}, Yen{weekend}}}}};
}
RateTable hour_rate(std::int64_t per_hour, std::optional<int> capped_hours) {
    RateTable rate{date("2025-04-01"), {"別表", "Annex"}, HourPrice{Yen{per_hour}, 60}};
    if (capped_hours) rate.day_cap = DayCap{std::chrono::hours{*capped_hours}};
    return rate;
}
RateTable night_rate(std::int64_t per_night) {
    return {date("2025-04-01"), {"別表", "Annex"}, NightPrice{Yen{per_night}}};
}
RateTable only_for(UserClass user_class, RateTable rate) {
    rate.only_for = user_class;
    return rate;
}
Equipment lent(EquipmentCharge charge, std::int64_t price) {
    return {EquipmentCode{"projector"},
            {"プロジェクター", "Projector"},
            10,
            {},
            {{date("2025-04-01"), {"別表第5", "Annex 5"}, charge, Yen{price}}}};
}

} // namespace

TEST_CASE("a use that no price in force covers is refused, never priced without it") {
    Pricing pricing{.rates = {band_rate("2025-04-01", 100, 100)}, .band = BandCode{"morning"}};
    CHECK(refusal_of(pricing.quote()) == "");

    SUBCASE("permitted before the first version") { pricing.permitted_on = date("2025-03-31"); }
    SUBCASE("a band without a price") { pricing.band = BandCode{"evening"}; }
    SUBCASE("no band where prices are by band") { pricing.band.reset(); }
    SUBCASE("a band where prices are by the hour") { pricing.rates = {hour_rate(100, {})}; }
    SUBCASE("nights where prices are by band") { pricing.nights = 1; }
    SUBCASE("a band where prices are by the night") { pricing.rates = {night_rate(100)}; }
    SUBCASE("a price for the other class only") { pricing.rates[0].only_for = out_of_town; }
    SUBCASE("equipment without a price in force") {
        static auto projector = lent(EquipmentCharge::per_use, 100);
        projector.rates[0].in_force.from = date("2026-05-02");
        pricing.equipment = {{&projector, 1}};
    }
    SUBCASE("no prices at all") { pricing.rates.clear(); }
    SUBCASE("dearer weekends in a year whose holidays are not known") {
        pricing.rates = {band_rate("2025-04-01", 100, 200)};
        pricing.date_of_use = date("2029-06-10");
    }
    CHECK(pricing.quote().error() == Refusal{"fee_not_covered", {{"date", pricing.date_of_use.iso8601()}}});
}

TEST_CASE("a fee above a thousand million yen is refused by name, not told") {
    Town town = hoshimigawa();
    for (Facility& facility : town.facilities)
        for (Space& space : facility.spaces)
            if (space.code == SpaceCode{"small_meeting"})
                for (RateTable& rate : space.rates)
                    std::get<BandPrices>(rate.prices)[BandCode{"morning"}] = Yen{1'000'000'000};
    const UseRequest request{
        .space = SpaceCode{"small_meeting"}, .date = date("2026-06-10"), .band = BandCode{"morning"}};
    const auto use = check_use(town, request).value();
    CHECK(quote_use(town, use, in_town, date("2026-05-01")).value().total == Yen{1'000'000'000});
    const auto refused = quote_use(town, use, out_of_town, date("2026-05-01"));
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == Refusal{"fee_too_large", {{"most_yen", 1'000'000'000}}});
}

TEST_CASE("a year whose holidays are not known is priced where weekends cost the same") {
    const Pricing pricing{
        .rates = {band_rate("2025-04-01", 100, 100)}, .date_of_use = date("2029-06-10"), .band = BandCode{"morning"}};
    CHECK(pricing.quote()->total == Yen{100});
}

TEST_CASE("the newest version in force on the day of the permit holds, in whatever order they are listed") {
    const Pricing pricing{.rates = {band_rate("2027-04-01", 300, 300), band_rate("2025-04-01", 100, 100),
                                    band_rate("2026-04-01", 200, 200)},
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
        const Pricing pricing{.rates = {hour_rate(100, {})}, .time = time};
        CHECK(pricing.quote()->lines.front().quantity == hours);
        CHECK(pricing.quote()->total == Yen{100 * hours});
    }
}

TEST_CASE("a surcharge of nothing leaves no line, and a surcharge that is no whole yen still sums up") {
    Pricing pricing{.rates = {hour_rate(470, {})}, .user_class = out_of_town, .time = range("09:00", "10:00")};
    pricing.out_of_town_percent = 0;
    CHECK(pricing.quote()->lines.size() == 1);
    pricing.out_of_town_percent = 33; // 625.1 yen
    CHECK(pricing.quote()->total == Yen{620});
    CHECK(sum_of_lines(*pricing.quote()) == Yen{620});
    pricing.unit = Yen{1};
    CHECK(pricing.quote()->total == Yen{625});
}

TEST_CASE("a price by the half hour counts half hours begun, and the most that is charged") {
    struct Row {
        TimeRange time;
        std::int64_t steps;
    };
    for (const auto& [time, steps] : {Row{range("09:00", "09:15"), 1},
                                      {range("09:00", "09:30"), 1},
                                      {range("09:00", "09:31"), 2},
                                      {range("09:00", "11:30"), 5},
                                      {range("09:00", "13:00"), 6}}) {
        CAPTURE(time.end());
        Pricing pricing{.rates = {{date("2025-04-01"), {"別表", "Annex"}, HourPrice{Yen{110}, 30}}}, .time = time};
        pricing.rates[0].day_cap = DayCap{std::chrono::hours{3}};
        CHECK(pricing.quote()->lines.front().quantity == steps);
        CHECK(pricing.quote()->total == Yen{110 * steps});
        CHECK((pricing.quote()->lines.size() == 2) == (time.end().minutes() == 13 * 60));
    }
}

TEST_CASE("nights are charged one by one, weekend or not") {
    Pricing pricing{.rates = {night_rate(2'005)}, .date_of_use = date("2026-06-13"), .nights = 3};
    CHECK(pricing.quote()->lines.front().quantity == 3);
    CHECK(pricing.quote()->lines.front().amount == Yen{6'015});
    CHECK(pricing.quote()->total == Yen{6'010});
    pricing.user_class = out_of_town;
    CHECK(pricing.quote()->total == Yen{9'020}); // 9,022.5
}

TEST_CASE("a price of the class's own wins over the one for everybody, and takes no surcharge") {
    Pricing pricing{
        .rates = {band_rate("2026-04-01", 1'000, 1'000), only_for(out_of_town, band_rate("2025-04-01", 1'200, 1'200))},
        .band = BandCode{"morning"}};
    CHECK(pricing.quote()->total == Yen{1'000});
    pricing.user_class = out_of_town;
    CHECK(pricing.quote()->total == Yen{1'200});
    CHECK(pricing.quote()->lines.size() == 1);
    pricing.rates.pop_back();
    CHECK(pricing.quote()->total == Yen{1'500});
}

TEST_CASE("nothing to pay is a good quote that says why") {
    Pricing pricing{.rates = {only_for(in_town, band_rate("2025-04-01", 0, 0)),
                              only_for(out_of_town, band_rate("2025-04-01", 500, 500))},
                    .band = BandCode{"morning"}};
    const auto free = pricing.quote().value();
    CHECK(free.total == Yen{0});
    CHECK(free.tax_included == Yen{0});
    REQUIRE(free.lines.size() == 2);
    CHECK(free.lines[1].kind == LineKind::note);
    CHECK(free.lines[1].label == Text{"町内の方は無料", "Free for residents"});
    CHECK(free.lines[1].amount == Yen{0});
    CHECK(free.lines[1].article == Text{"別表", "Annex"});
    pricing.user_class = out_of_town;
    CHECK(pricing.quote()->total == Yen{500});
    pricing.rates = {band_rate("2025-04-01", 0, 0)};
    CHECK(pricing.quote()->lines[1].label.en == "Free of charge");
    CHECK(pricing.quote()->lines.size() == 2); // no surcharge of nothing
}

TEST_CASE("equipment is charged by the band, the use or the hour begun, by the piece") {
    struct Row {
        std::string_view name;
        EquipmentCharge charge;
        Pricing pricing;
        std::int64_t times;
    };
    const auto all_day = [] {
        Pricing pricing{
            .rates = {band_rate("2025-04-01", 100, 100)}, .time = range("09:00", "22:00"), .band = BandCode{"morning"}};
        pricing.band_parts = 3;
        return pricing;
    }();
    const Pricing ninety_minutes{.rates = {hour_rate(100, {})}, .time = range("09:00", "10:30")};
    const Pricing two_nights{.rates = {night_rate(100)}, .nights = 2};
    using enum EquipmentCharge;
    for (const auto& row : {Row{"all day is three bands (1区分1回)", per_band, all_day, 3},
                            {"all day is one use", per_use, all_day, 1},
                            {"all day is thirteen hours", per_hour, all_day, 13},
                            {"by the hour, once", per_band, ninety_minutes, 1},
                            {"by the hour, one use", per_use, ninety_minutes, 1},
                            {"an hour begun counts", per_hour, ninety_minutes, 2},
                            {"each night", per_band, two_nights, 2},
                            {"one stay", per_use, two_nights, 1},
                            {"the hours of the stay", per_hour, two_nights, 44}}) {
        CAPTURE(row.name);
        const auto projector = lent(row.charge, 50);
        auto pricing = row.pricing;
        pricing.equipment = {{&projector, 4}};
        const auto quote = pricing.quote().value();
        CHECK(quote.lines.back() == QuoteLine{.kind = LineKind::equipment,
                                              .component = FeeComponent::equipment,
                                              .label = {"プロジェクター", "Projector"},
                                              .quantity = 4 * row.times,
                                              .unit_price = Yen{50},
                                              .amount = Yen{50 * 4 * row.times},
                                              .article = {"別表第5", "Annex 5"},
                                              .account = AccountCode{"01"}});
    }
}

TEST_CASE("the space and the equipment are rounded down each by itself (備考6)") {
    const auto projector = lent(EquipmentCharge::per_use, 105);
    Pricing pricing{.rates = {hour_rate(105, {})}, .time = range("09:00", "10:00")};
    pricing.equipment = {{&projector, 1}};
    const auto quote = pricing.quote().value();
    CHECK(quote.total == Yen{200}); // not 210
    REQUIRE(quote.lines.size() == 4);
    CHECK(quote.lines[1].amount == Yen{-5});
    CHECK(quote.lines[3].amount == Yen{-5});
    CHECK(sum_of_lines(quote) == quote.total);
}

TEST_CASE("people from outside pay no surcharge on equipment") {
    const auto projector = lent(EquipmentCharge::per_use, 1'000);
    Pricing pricing{.rates = {hour_rate(100, {})}, .user_class = out_of_town, .time = range("09:00", "10:00")};
    pricing.equipment = {{&projector, 1}};
    CHECK(pricing.quote()->total == Yen{1'150});
}

TEST_CASE("F18 the arena for twelve hours with the public address system, without lights") {
    auto request = by_hour("arena_full", "2026-06-10", range("09:00", "21:00"));
    request.equipment = {wish_for("broadcast", 1)};
    const auto quote =
        quote_use(hoshimigawa(), check_use(hoshimigawa(), request).value(), in_town, date("2026-05-01")).value();
    CHECK(quote.total == Yen{8'840});
    CHECK(quote.lines.back().article.ja == "別表第5");
}

TEST_CASE("the equipment of annex 5 comes out to the yen") {
    struct Row {
        std::string_view name;
        UseRequest request;
        EquipmentWish wish;
        std::int64_t fee;
    };
    for (const auto& [name, request, wish, fee] : {
             Row{"the grand piano, one band", by_band("small_hall", "2026-06-10", "morning"),
                 wish_for("grand_piano", 1), 5'230},
             {"the grand piano, morning and afternoon: twice", by_band("small_hall", "2026-06-10", "morning_afternoon"),
              wish_for("grand_piano", 1), 10'460},
             {"two projectors all day: three times", by_band("small_meeting", "2026-06-10", "all_day"),
              wish_for("projector", 2), 6'240},
             {"twelve pieces of stage", by_band("small_hall", "2026-06-10", "evening"), wish_for("portable_stage", 12),
              3'720},
             {"an appliance of 1.5 kW", by_band("kitchen", "2026-06-10", "morning"), wish_for("brought_appliance", 2),
              420},
             {"table tennis for two hours", by_hour("arena_half_a", "2026-06-10", range("09:00", "11:00")),
              wish_for("table_tennis", 3), 300},
             {"the upright piano in the music room", by_hour("music_practice", "2026-06-10", range("09:00", "12:00")),
              wish_for("upright_piano", 1), 1'040},
         }) {
        CAPTURE(name);
        const auto fee_of = [](const UseRequest& some) {
            return quote_use(hoshimigawa(), check_use(hoshimigawa(), some).value(), in_town, date("2026-05-01"))->total;
        };
        auto equipped = request;
        equipped.equipment = {wish};
        CHECK(fee_of(equipped) - fee_of(request) == Yen{fee});
    }
}

TEST_CASE("the fees of Minatomori come out to the yen, from its files alone") {
    struct Row {
        std::string_view name;
        UseRequest request;
        UserClass user_class;
        std::int64_t total;
    };
    for (const auto& [name, request, user_class, total] : {
             Row{"a court, half an hour: 105 rounded down", by_hour("court_1", "2026-12-10", range("09:00", "09:30")),
                 in_town, 100},
             {"a court, an hour and a half", by_hour("court_1", "2026-12-10", range("09:00", "10:30")), in_town, 310},
             {"a court, from outside: twice", by_hour("court_1", "2026-12-10", range("09:00", "10:30")), out_of_town,
              630},
             {"the ground, eight hours, six charged", by_hour("ground", "2026-12-10", range("08:30", "16:30")), in_town,
              3'120},
             {"half the ground, an hour and a half: two hours",
              by_hour("ground_north", "2026-12-10", range("09:00", "10:30")), in_town, 520},
             {"a wide site, three nights", by_night("site_1", "2026-11-05", 3), in_town, 10'500},
             {"a site, three nights, from outside", by_night("site_3", "2026-11-05", 3), out_of_town, 9'000},
             {"a room, free for residents", by_band("study", "2026-12-10", "daytime"), in_town, 0},
             {"a room, from outside", by_band("study", "2026-12-10", "daytime"), out_of_town, 700},
             {"the auditorium, from outside", by_band("auditorium", "2026-12-10", "evening"), out_of_town, 5'200},
         }) {
        CAPTURE(name);
        const auto use = check_use(minatomori(), request).value();
        const auto quote = quote_use(minatomori(), use, user_class, date("2026-11-01")).value();
        CHECK(quote.total == Yen{total});
        CHECK(sum_of_lines(quote) == quote.total);
        CHECK_FALSE(quote.lines.empty());
    }
}

TEST_CASE("a line by the night names the nights") {
    const auto label = [](int nights) {
        const auto use = check_use(minatomori(), by_night("site_3", "2026-11-05", nights)).value();
        return quote_use(minatomori(), use, in_town, date("2026-11-01"))->lines.front().label;
    };
    CHECK(label(1) == Text{"サイト3 1泊", "Site 3, 1 night"});
    CHECK(label(2) == Text{"サイト3 2泊", "Site 3, 2 nights"});
}

namespace {

Pricing any_pricing() {
    Pricing pricing;
    const auto yen =
        rc::gen::inRange<std::int64_t>(0, 3'000'001); // a day at the greatest surcharge is no too great fee
    if (*rc::gen::arbitrary<bool>()) {
        pricing.rates = {band_rate("2025-04-01", *yen, *yen)};
        pricing.band = BandCode{"morning"};
    } else {
        const auto hours = *rc::gen::inRange(0, 25);
        pricing.rates = {hour_rate(*yen, hours == 0 ? std::nullopt : std::optional{hours})};
        const auto start = *rc::gen::inRange(0, 1440);
        pricing.time =
            TimeRange::of(*MinuteOfDay::of(start), *MinuteOfDay::of(*rc::gen::inRange(start + 1, 1441))).value();
    }
    pricing.out_of_town_percent = *rc::gen::inRange(0, 1001);
    pricing.unit = Yen{*rc::gen::element<std::int64_t>(1, 10, 50, 100, 1000)};
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
        RC_ASSERT(quote.total.amount() % pricing.unit.amount() == 0);
        RC_ASSERT(sum_of_lines(quote) == quote.total);
        RC_ASSERT(quote.tax_included.amount() == quote.total.amount() / 11);
        for (const auto& line : quote.lines)
            RC_ASSERT(line.percent || line.unit_price * line.quantity == line.amount);
    }));
}

TEST_CASE("rounding takes off less than one unit of the exact fee") {
    CHECK(rc::check([] {
        const auto pricing = any_pricing();
        const auto quote = pricing.quote().value();
        const auto percent = pricing.user_class == out_of_town ? 100 + pricing.out_of_town_percent : 100;
        const auto exact_hundredths = quote.lines.front().amount.amount() * percent;
        const auto charged_hundredths = quote.total.amount() * 100;
        RC_ASSERT(charged_hundredths <= exact_hundredths);
        RC_ASSERT(exact_hundredths - charged_hundredths < pricing.unit.amount() * 100);
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
        pricing.rates = {hour_rate(*rc::gen::inRange<std::int64_t>(0, 100'000), 8)};
        pricing.band.reset();
        const auto minutes = *rc::gen::inRange(1, 1440);
        pricing.time = TimeRange::of({}, *MinuteOfDay::of(minutes)).value();
        const auto shorter = pricing.quote().value().total;
        pricing.time = TimeRange::of({}, *MinuteOfDay::of(minutes + 1)).value();
        RC_ASSERT(pricing.quote().value().total >= shorter);
    }));
}
