// 別表 as it is applied on a day, as data.
#include "domain/booking/fee_table.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;

namespace {

const Facility& facility_named(const char* code) { return *find_facility(hoshimigawa(), FacilityCode{code}); }

// Of the space on those days, the prices band by band; 0 where it has none.
std::vector<std::int64_t> prices_of(const FeeTable& table, const char* space, PricedDays days) {
    std::vector<std::int64_t> yen;
    for (const auto& row : table.band_prices)
        if (row.space->code == SpaceCode{space} && row.days == days)
            for (const auto& price : row.prices)
                yen.push_back(price ? price->amount() : 0);
    return yen;
}

template <class Row>
std::vector<std::string> spaces_of(const std::vector<FeeNote<Row>>& notes, std::size_t index) {
    std::vector<std::string> codes;
    for (const auto* space : notes.at(index).spaces)
        codes.push_back(space->code.value());
    return codes;
}

} // namespace

TEST_CASE("the annex of a day has the prices of that day, and of no other") {
    const auto& kirara = facility_named("kirara");
    const std::vector<std::int64_t> before{9'000, 12'000, 15'000, 18'900, 24'300, 32'400};
    CHECK(prices_of(fee_table(kirara, date("2026-09-30")), "large_hall", PricedDays::weekday) == before);
    const auto after = prices_of(fee_table(kirara, date("2026-10-01")), "large_hall", PricedDays::weekday);
    CHECK(after.front() == 9'900);
    CHECK(after.back() == 35'640);
    CHECK(prices_of(fee_table(kirara, date("2026-09-30")), "small_hall", PricedDays::every_day) ==
          std::vector<std::int64_t>{3'200, 4'300, 5'300, 6'750, 8'640, 11'520});
    CHECK(fee_table(kirara, date("2025-03-31")).band_prices.empty());
}

TEST_CASE("the table names the days on which it becomes another one") {
    CHECK(fee_table_days(facility_named("kirara")) == std::vector{date("2025-04-01"), date("2026-10-01")});
    CHECK(fee_table_days(facility_named("gym")) == std::vector{date("2025-04-01")});
    for (const auto& facility : hoshimigawa().facilities)
        for (const auto day : fee_table_days(facility)) {
            const auto table = fee_table(facility, day);
            CHECK((!table.band_prices.empty() || !table.unit_prices.empty()));
        }
}

TEST_CASE("a price by the hour says its step and what is charged at most") {
    const auto table = fee_table(facility_named("gym"), date("2026-12-01"));
    CHECK(table.band_prices.empty());
    const auto arena = std::ranges::find_if(
        table.unit_prices, [](const UnitPriceRow& row) { return row.space->code == SpaceCode{"arena_full"}; });
    REQUIRE(arena != table.unit_prices.end());
    CHECK(arena->price == Yen{1'040});
    REQUIRE(arena->price_classes.size() == 1); // the other class has a row of its own
    CHECK(arena->price_classes.front()->name.ja == "一般");
    CHECK(arena->step_minutes == 60);
    CHECK(arena->rate->day_cap == DayCap{std::chrono::hours{8}, CapReach::space});
    CHECK(table.tickets.size() == 3);
    CHECK(table.equipment.size() == 2);
}

TEST_CASE("each note names the spaces for which it is the one that holds") {
    const auto table = fee_table(facility_named("gym"), date("2026-12-01"));
    REQUIRE(table.extras.size() == 3);
    CHECK(spaces_of(table.extras, 0) == std::vector<std::string>{"arena_full"});
    CHECK(spaces_of(table.extras, 1) == std::vector<std::string>{"arena_half_a", "arena_half_b"});
    CHECK(table.roundings.front().spaces.size() == facility_named("gym").spaces.size());
    for (const auto& facility : hoshimigawa().facilities)
        for (const auto& space : facility.spaces) {
            const auto day = fee_table_days(facility).back();
            std::size_t taxes = 0;
            for (const auto& note : fee_table(facility, day).taxes)
                taxes += static_cast<std::size_t>(std::ranges::count(note.spaces, &space));
            CHECK(taxes == 1);
        }
}

TEST_CASE("every price that a fee is made of stands in the annex of its day") {
    const auto& kirara = facility_named("kirara");
    const auto table = fee_table(kirara, date("2026-12-01"));
    for (const auto& row : table.band_prices) {
        if (row.days == PricedDays::weekend_or_holiday) continue;
        for (std::size_t band = 0; band < table.bands.size(); ++band) {
            if (!row.prices[band]) continue;
            const auto use = check_use(
                hoshimigawa(), {.space = row.space->code, .date = date("2026-12-01"), .band = table.bands[band]->code});
            REQUIRE(use);
            const auto fee = quote_use(hoshimigawa(), *use, UserClass::in_town, date("2026-12-01"));
            REQUIRE(fee);
            CHECK(fee->lines.front().unit_price == *row.prices[band]);
        }
    }
}
