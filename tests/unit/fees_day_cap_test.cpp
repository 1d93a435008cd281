// 1日の限度: what the uses of one applicant on one day are charged together.
#include "domain/booking/space_use.hpp"
#include "domain/fees/quote.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <numeric>

using namespace hiroba;
using namespace hiroba::test;

namespace {

constexpr std::int64_t per_hour = 520;

// A room by the hour, whatever its cap; nothing is added to its price.
struct Room {
    std::vector<RateTable> rates{RateTable{date("2025-04-01"), {"別表第2", "Annex 2"}, HourPrice{Yen{per_hour}, 60}}};
    FeeRules rules{.taxes = {{.scope = {.in_force = date("2025-04-01")}, .percent = 10}}};
    AccountCodes accounts{};

    explicit Room(std::optional<DayCap> cap) { rates[0].day_cap = cap; }

    [[nodiscard]] Quote quote(std::int64_t hours, const CountedBefore& before = {}) const {
        static const SpaceCode space{"room"};
        static const Holidays holidays;
        static const std::vector<ReductionClass> no_reductions;
        static const UseTerms terms;
        static const ApplicationTerms application;
        return hiroba::quote({.space = &space,
                              .rates = &rates,
                              .rules = &rules,
                              .accounts = &accounts,
                              .holidays = &holidays,
                              .reductions = &no_reductions,
                              .dates = {date("2026-06-10"), date("2026-05-01")},
                              .period = PricedHours{},
                              .length = std::chrono::hours{hours},
                              .what = {"室", "Room"},
                              .terms = &terms,
                              .application = &application,
                              .counted_before = before})
            .value();
    }

    // Uses of so many hours, one after the other: what each is charged.
    [[nodiscard]] std::vector<Quote> day(const std::vector<std::int64_t>& hours) const {
        std::vector<Quote> quotes;
        CountedInCap counted;
        for (const auto each : hours) {
            quotes.push_back(quote(each, {counted, counted}));
            counted = counted + quotes.back().counted_in_cap.value_or(CountedInCap{});
        }
        return quotes;
    }
};

Yen total_of(const std::vector<Quote>& quotes) {
    return std::accumulate(quotes.begin(), quotes.end(), Yen{},
                           [](Yen sum, const Quote& quote) { return sum + quote.total; });
}

DayCap hours_a_day(int hours, CapReach reach = CapReach::space) { return {std::chrono::hours{hours}, reach}; }
DayCap yen_a_day(std::int64_t yen, CapReach reach = CapReach::space) { return {Yen{yen}, reach}; }

std::vector<std::int64_t> arbitrary_day() {
    return *rc::gen::resize(6, rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 13)));
}
DayCap arbitrary_cap() {
    if (*rc::gen::arbitrary<bool>()) return hours_a_day(*rc::gen::inRange(1, 25));
    return yen_a_day(*rc::gen::inRange<std::int64_t>(1, 20'000));
}

} // namespace

TEST_CASE("the second use of a day is charged what the cap leaves, and a line says so") {
    const Room room{hours_a_day(8)};
    const auto quotes = room.day({6, 6, 1});
    CHECK(quotes[0].total == Yen{3'120}); // 6 × 520
    REQUIRE(quotes[1].lines.size() == 2); // 6 × 520 − 4 × 520: two of eight hours are left
    CHECK(quotes[1].lines[0].amount == Yen{3'120});
    CHECK(quotes[1].lines[1] ==
          QuoteLine{.kind = LineKind::day_cap,
                    .component = FeeComponent::facility,
                    .label = {"1日の上限 8時間分（同じ日の他の使用と合算）",
                              "Daily cap of 8 hours reached, together with other uses of that day"},
                    .quantity = -4,
                    .unit_price = Yen{per_hour},
                    .amount = Yen{-2'080},
                    .article = {"別表第2", "Annex 2"},
                    .account = {}});
    CHECK(quotes[1].total == Yen{1'040});
    CHECK(quotes[2].total == Yen{0});
    CHECK(total_of(quotes) == Yen{8 * per_hour});
}

TEST_CASE("a cap in yen leaves what the uses before have not taken of it") {
    const Room room{yen_a_day(5'000)};
    const auto quotes = room.day({6, 6, 2});
    CHECK(quotes[0].total == Yen{3'120});
    CHECK(quotes[1].total == Yen{1'880}); // 5,000 − 3,120
    CHECK(quotes[1].lines[1].label.ja == "1日の上限 5000円（同じ日の他の使用と合算）");
    CHECK(quotes[2].total == Yen{0});
    CHECK(room.quote(10).lines[1].label.ja == "上限 5000円"); // of one use: 5,200 would be too much
}

TEST_CASE("how far a cap reaches decides what counts towards it") {
    const CountedBefore before{.in_space = {120, Yen{1'040}}, .in_facility = {420, Yen{3'640}}};
    struct Row {
        CapReach reach;
        std::int64_t hours; // of three, with eight a day
        bool counts;
    };
    for (const auto& [reach, hours, counts] :
         {Row{CapReach::use, 3, false}, {CapReach::space, 3, true}, {CapReach::facility, 1, true}}) {
        CAPTURE(name_of(reach));
        const auto quote = Room{hours_a_day(8, reach)}.quote(3, before);
        CHECK(quote.total == Yen{hours * per_hour});
        CHECK(quote.counted_in_cap.has_value() == counts);
    }
    CHECK_FALSE(Room{std::nullopt}.quote(3, before).counted_in_cap.has_value());
}

TEST_CASE("more than the cap counts already: nothing is charged, and nothing is given back") {
    CHECK(Room{hours_a_day(8)}.quote(3, {{600, Yen{5'200}}, {600, Yen{5'200}}}).total == Yen{0});
    CHECK(Room{yen_a_day(5'000)}.quote(3, {{600, Yen{5'200}}, {600, Yen{5'200}}}).total == Yen{0});
}

TEST_CASE("what is counted belongs to a day and a space") {
    CountedDays days;
    days.add(date("2026-06-10"), SpaceCode{"hall"}, {120, Yen{1'000}});
    days.add(date("2026-06-10"), SpaceCode{"hall"}, {60, Yen{500}});
    days.add(date("2026-06-10"), SpaceCode{"room"}, {30, Yen{100}});
    days.add(date("2026-06-11"), SpaceCode{"hall"}, {240, Yen{2'000}});
    CHECK(days.on(date("2026-06-10"), SpaceCode{"hall"}) ==
          CountedBefore{.in_space = {180, Yen{1'500}}, .in_facility = {210, Yen{1'600}}});
    CHECK(days.on(date("2026-06-12"), SpaceCode{"hall"}) == CountedBefore{});
}

TEST_CASE("a day's uses cost the cap at most, and never more than without it") {
    CHECK(rc::check([] {
        const auto cap = arbitrary_cap();
        const auto hours = arbitrary_day();
        const auto quotes = Room{cap}.day(hours);
        const auto total = total_of(quotes);
        for (const Quote& quote : quotes) {
            RC_ASSERT(quote.total >= Yen{0});
            Yen lines;
            for (const QuoteLine& line : quote.lines)
                lines += line.amount;
            RC_ASSERT(lines == quote.total);
        }
        const auto* most = std::get_if<Yen>(&cap.most);
        const Yen limit =
            most != nullptr ? *most : Yen{std::get<std::chrono::minutes>(cap.most).count() / 60 * per_hour};
        RC_ASSERT(total <= limit);
        RC_ASSERT(total <= total_of(Room{std::nullopt}.day(hours)));
        RC_ASSERT(total == std::min(limit, total_of(Room{std::nullopt}.day(hours))));
    }));
}

TEST_CASE("a use priced again beside the others of its day costs what it did") {
    CHECK(rc::check([] {
        const Room room{arbitrary_cap()};
        const auto hours = arbitrary_day();
        const auto quotes = room.day(hours);
        for (std::size_t index = 0; index < hours.size(); ++index) {
            CountedInCap others;
            for (std::size_t other = 0; other < hours.size(); ++other)
                if (other != index) others = others + *quotes[other].counted_in_cap;
            RC_ASSERT(room.quote(hours[index], {others, others}).total == quotes[index].total);
        }
    }));
}

TEST_CASE("when a use is given up, the others never cost less and together what they would have without it") {
    CHECK(rc::check([] {
        const Room room{arbitrary_cap()};
        auto hours = arbitrary_day();
        RC_PRE(!hours.empty());
        const auto quotes = room.day(hours);
        const auto given_up = *rc::gen::inRange<std::size_t>(0, hours.size());
        std::vector<CountedInCap> counted;
        counted.reserve(quotes.size());
        for (const Quote& quote : quotes)
            counted.push_back(*quote.counted_in_cap);
        Yen total;
        counted[given_up] = {};
        for (std::size_t index = 0; index < hours.size(); ++index) {
            if (index == given_up) continue;
            CountedInCap others;
            for (std::size_t other = 0; other < hours.size(); ++other)
                if (other != index) others = others + counted[other];
            const auto again = room.quote(hours[index], {others, others});
            RC_ASSERT(again.total >= quotes[index].total);
            counted[index] = *again.counted_in_cap;
            total += again.total;
        }
        hours.erase(hours.begin() + static_cast<std::ptrdiff_t>(given_up));
        RC_ASSERT(total == total_of(room.day(hours)));
    }));
}

TEST_CASE("the order of a day's uses does not change what they cost together") {
    CHECK(rc::check([] {
        const Room room{arbitrary_cap()};
        auto hours = arbitrary_day();
        const auto total = total_of(room.day(hours));
        std::ranges::reverse(hours);
        RC_ASSERT(total_of(room.day(hours)) == total);
    }));
}
