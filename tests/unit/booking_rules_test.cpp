#include "domain/booking/rules.hpp"
#include "domain/booking/town.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;

TEST_CASE("a quota counts by the day, the ISO week, the month and the fiscal year of use") {
    using enum QuotaPeriod;
    struct Row {
        QuotaPeriod period;
        std::string_view on;
        std::string_view counter;
    };
    for (const auto& [period, on, counter] : {Row{day, "2026-12-01", "2026-12-01"},
                                              {week, "2026-12-01", "2026-W49"},
                                              {week, "2026-11-30", "2026-W49"}, // Monday
                                              {week, "2026-12-06", "2026-W49"}, // Sunday
                                              {week, "2026-12-07", "2026-W50"},
                                              {week, "2026-01-01", "2026-W01"}, // a Thursday
                                              {week, "2025-12-29", "2026-W01"}, // its Monday
                                              {week, "2027-01-01", "2026-W53"}, // a Friday
                                              {week, "2027-01-03", "2026-W53"},
                                              {week, "2027-01-04", "2027-W01"},
                                              {week, "2024-12-31", "2025-W01"}, // a Tuesday
                                              {month, "2026-12-31", "2026-12"},
                                              {month, "2027-01-01", "2027-01"},
                                              {fiscal_year, "2027-03-31", "FY2026"},
                                              {fiscal_year, "2027-04-01", "FY2027"},
                                              {open, "2026-12-01", "open"}}) {
        CAPTURE(on);
        CAPTURE(name_of(period));
        CHECK(counter_of(period, date(on)) == counter);
    }
}

TEST_CASE("seven days in a row from a Monday share one week, and the next Monday begins another") {
    CHECK(rc::check([] {
        const auto monday = date("2020-01-06") + std::chrono::days{7 * *rc::gen::inRange(0, 2000)};
        const auto week = counter_of(QuotaPeriod::week, monday);
        for (int day = 1; day < 7; ++day)
            RC_ASSERT(counter_of(QuotaPeriod::week, monday + std::chrono::days{day}) == week);
        RC_ASSERT(counter_of(QuotaPeriod::week, monday + std::chrono::days{7}) != week);
    }));
}

TEST_CASE("a fee is due at once, or within days of the permission, and before the use") {
    const PaymentTerm at_once{};
    const PaymentTerm week{7, 1}; // 仮予約から7日又は使用日前日の早い方
    const PaymentTerm until_use{7, 0};
    struct Row {
        std::string_view name;
        PaymentTerm term;
        std::string_view permitted_at;
        std::string_view start;
        std::string_view due;
    };
    for (const auto& [name, term, permitted_at, start, due] : {
             Row{"at once", at_once, "2026-12-01 10:00", "2026-12-24 09:00", "2026-12-01 10:30"},
             {"at the end of the seventh day", week, "2026-12-01 10:00", "2026-12-24 09:00", "2026-12-08 24:00"},
             {"permitted just before midnight", week, "2026-12-01 23:59", "2026-12-24 09:00", "2026-12-08 24:00"},
             {"the day before the use comes earlier", week, "2026-12-01 10:00", "2026-12-05 09:00", "2026-12-04 24:00"},
             {"until the use begins", until_use, "2026-12-01 10:00", "2026-12-05 09:00", "2026-12-05 09:00"},
             {"permitted on the day before", week, "2026-12-04 10:00", "2026-12-05 09:00", "2026-12-04 24:00"},
             {"permitted too late for the term: at once", week, "2026-12-05 08:00", "2026-12-05 09:00",
              "2026-12-05 08:30"},
             {"a few minutes before the end of the day", week, "2026-12-04 23:50", "2026-12-05 09:00",
              "2026-12-05 00:20"},
         }) {
        CAPTURE(name);
        CHECK(payment_due(term, at(permitted_at), at(start), 30min) == at(due));
    }
}

TEST_CASE("there is always the time that paying at once takes") {
    CHECK(rc::check([] {
        const PaymentTerm term{*rc::gen::inRange(0, 30), *rc::gen::inRange(0, 30)};
        const auto permitted_at = at("2026-12-01 00:00") + std::chrono::minutes{*rc::gen::inRange(0, 100'000)};
        const auto start = permitted_at + std::chrono::minutes{*rc::gen::inRange(-1000, 100'000)};
        const auto due = payment_due(term, permitted_at, start, 30min);
        RC_ASSERT(due >= permitted_at + 30min);
        RC_ASSERT(due <= permitted_at + std::chrono::days{term.days_after_permission + 1} + 30min);
    }));
}

TEST_CASE("what is given back on cancelling follows the rules of the space to the yen") {
    struct Row {
        std::string_view name;
        std::string_view space;
        std::int64_t paid;
        int days_before;
        int percent;
        std::int64_t refund;
    };
    for (const auto& row : {Row{"R01 the large hall, 90 days before", "large_hall", 97'200, 90, 100, 97'200},
                            {"R02 the large hall, 89 days before", "large_hall", 97'200, 89, 50, 48'600},
                            {"the large hall, 30 days before", "large_hall", 97'200, 30, 50, 48'600},
                            {"the large hall, 29 days before", "large_hall", 97'200, 29, 0, 0},
                            {"a room, 7 days before", "small_meeting", 470, 7, 100, 470},
                            {"R04 a room, 6 days before", "small_meeting", 470, 6, 50, 230},
                            {"a room, on the day before", "small_meeting", 470, 1, 50, 230},
                            {"a room, on the day itself", "small_meeting", 470, 0, 0, 0},
                            {"R06 half the arena, 3 days before", "arena_half_a", 1'460, 3, 100, 1'460},
                            {"half the arena, 2 days before", "arena_half_a", 1'460, 2, 0, 0},
                            {"after the use", "small_meeting", 470, -1, 0, 0},
                            {"nothing was paid", "small_meeting", 0, 7, 100, 0}}) {
        CAPTURE(row.name);
        const auto found = space_named(row.space);
        const auto& rule = refund_of(*found.facility, *found.space);
        const auto use = date("2026-12-20");
        const auto cancelled_on = use - std::chrono::days{row.days_before};
        CHECK(refund_percent(rule, cancelled_on, use) == row.percent);
        CHECK(refund_of(rule, Yen{row.paid}, refund_percent(rule, cancelled_on, use)) == Yen{row.refund});
    }
}

TEST_CASE("R08 what the town takes back is given back whole, on the very day") {
    CHECK(refund_of_revocation(Yen{5'750}) == Yen{5'750});
    CHECK(refund_of_revocation(Yen{5'755}) == Yen{5'755});
}

TEST_CASE("a rule without steps gives nothing back") {
    CHECK(refund_of(RefundRule{}, Yen{1'000}, refund_percent(RefundRule{}, date("2026-01-01"), date("2026-12-20"))) ==
          Yen{0});
}

TEST_CASE("whoever cancels earlier never gets less, and never more than was paid") {
    CHECK(rc::check([] {
        const auto found = space_named(*rc::gen::element("large_hall", "small_meeting", "arena_full"));
        const auto& rule = refund_of(*found.facility, *found.space);
        const Yen paid{*rc::gen::inRange<std::int64_t>(0, 1'000'000)};
        const auto use = date("2026-12-20");
        const auto later = use - std::chrono::days{*rc::gen::inRange(-5, 120)};
        const auto earlier = later - std::chrono::days{*rc::gen::inRange(0, 120)};
        RC_ASSERT(refund_of(rule, paid, refund_percent(rule, earlier, use)) >=
                  refund_of(rule, paid, refund_percent(rule, later, use)));
        RC_ASSERT(refund_of(rule, paid, refund_percent(rule, earlier, use)) <= paid);
        const Yen back = refund_of(rule, paid, refund_percent(rule, later, use));
        RC_ASSERT(back == paid || back.amount() % 10 == 0);
    }));
}

TEST_CASE("rules and equipment have the names of the files") {
    CHECK(name_of(Sound::quiet) == "quiet");
    CHECK(name_of(Sound::ordinary) == "ordinary");
    CHECK(name_of(Sound::loud) == "loud");
    CHECK(name_of(DisturbanceEffect::warn) == "warn");
    CHECK(name_of(DisturbanceEffect::refuse) == "refuse");
    CHECK(name_of(QuotaMeasure::bookings) == "bookings");
    CHECK(name_of(QuotaMeasure::minutes) == "minutes");
    CHECK(name_of(EquipmentCharge::per_band) == "per_band");
    CHECK(name_of(EquipmentCharge::per_use) == "per_use");
    CHECK(name_of(EquipmentCharge::per_hour) == "per_hour");
}

TEST_CASE("every access feature comes back from its name, and nothing else is one") {
    using enum AccessFeature;
    for (const auto feature : {step_free, lift, accessible_toilet, accessible_parking, hearing_loop, braille_signs,
                               nursing_room, assistance_dogs})
        CHECK(access_feature_named(name_of(feature)) == feature);
    for (const std::string_view name : {"", "Lift", "elevator"})
        CHECK_FALSE(access_feature_named(name));
}

TEST_CASE("a stock of n is n units, and equipment can be bound to spaces") {
    CHECK(units_of(Equipment{EquipmentCode{"projector"}, {}, 3, {}, {}}) ==
          std::vector{UnitCode{"projector:1"}, UnitCode{"projector:2"}, UnitCode{"projector:3"}});
    const auto& kirara = hoshimigawa().facilities[0];
    const auto& piano = *find_equipment(kirara, EquipmentCode{"grand_piano"});
    CHECK(is_for(piano, *space_named("large_hall").space));
    CHECK_FALSE(is_for(piano, *space_named("kitchen").space));
    CHECK(is_for(*find_equipment(kirara, EquipmentCode{"projector"}), *space_named("kitchen").space));
    CHECK(find_equipment(kirara, EquipmentCode{"table_tennis"}) == nullptr);
}
