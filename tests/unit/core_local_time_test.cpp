#include "domain/core/local_time.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using std::chrono::days;

namespace {

constexpr std::int64_t days_1900_to_2999 = 401'768;

LocalDate any_date() { return date("1900-01-01") + days{*rc::gen::inRange<std::int64_t>(0, days_1900_to_2999)}; }

MinuteOfDay any_minute(int from, int to) { return MinuteOfDay::of(*rc::gen::inRange(from, to)).value(); }

TimeRange any_range() {
    const auto start = any_minute(0, MinuteOfDay::end_of_day);
    return TimeRange::of(start, any_minute(start.minutes() + 1, MinuteOfDay::end_of_day + 1)).value();
}

} // namespace

TEST_CASE("a date is taken only when it exists and is written as 2026-12-01") {
    struct Row {
        std::string_view written;
        bool exists;
    };
    for (const auto& [written, exists] :
         {Row{"2026-12-01", true}, {"2028-02-29", true},  {"1900-01-01", true},      {"2999-12-31", true},
          {"2026-02-29", false},   {"1900-02-29", false}, {"2026-04-31", false},     {"2026-13-01", false},
          {"2026-00-10", false},   {"2026-12-00", false}, {"1899-12-31", false},     {"3000-01-01", false},
          {"2026-1-1", false},     {"2026/12/01", false}, {"2026-12-01 ", false},    {" 026-12-01", false},
          {"+026-12-01", false},   {"2026-12-1x", false}, {"２０２６-12-01", false}, {"", false}}) {
        CAPTURE(written);
        const auto parsed = LocalDate::parse(written);
        CHECK(parsed.has_value() == exists);
        if (exists) CHECK(parsed->iso8601() == written);
        if (!exists) CHECK(parsed.error().code == "invalid_date");
    }
}

TEST_CASE("every date comes back from its ISO 8601 form and from its year, month and day") {
    CHECK(rc::check([] {
        const auto some = any_date();
        RC_ASSERT(LocalDate::parse(some.iso8601()).value() == some);
        const auto ymd = some.ymd();
        RC_ASSERT(LocalDate::of(static_cast<int>(ymd.year()), static_cast<unsigned>(ymd.month()),
                                static_cast<unsigned>(ymd.day()))
                      .value() == some);
    }));
}

TEST_CASE("dates are ordered like their ISO 8601 forms, and their difference counts days") {
    CHECK(rc::check([] {
        const auto a = any_date();
        const auto b = any_date();
        RC_ASSERT((a < b) == (a.iso8601() < b.iso8601()));
        RC_ASSERT(b + (a - b) == a);
        RC_ASSERT(a - (a - b) == b);
    }));
}

TEST_CASE("any bytes are read as a date or refused, never anything else") {
    CHECK(rc::check([](const std::string& written) {
        const auto parsed = LocalDate::parse(written);
        RC_ASSERT((parsed ? parsed->iso8601() == written : parsed.error().code == "invalid_date"));
    }));
}

TEST_CASE("a month is taken only when it exists, and knows its first and last day") {
    const auto february = YearMonth::parse("2028-02");
    REQUIRE(february);
    CHECK(february->first_day() == date("2028-02-01"));
    CHECK(february->last_day() == date("2028-02-29"));
    CHECK(YearMonth::parse("2027-02")->last_day() == date("2027-02-28"));
    CHECK(february->iso8601() == "2028-02");
    for (const std::string_view written : {"2026-13", "2026-00", "2026-1", "2026-12-01", "202612", ""}) {
        CAPTURE(written);
        CHECK(refusal_of(YearMonth::parse(written)) == "invalid_month");
    }
}

TEST_CASE("a time of day is taken from 00:00 to 24:00") {
    struct Row {
        std::string_view written;
        int minutes;
    };
    for (const auto& [written, minutes] : {Row{"00:00", 0}, {"09:05", 545}, {"23:59", 1439}, {"24:00", 1440}}) {
        CAPTURE(written);
        CHECK(MinuteOfDay::parse(written)->minutes() == minutes);
        CHECK(MinuteOfDay::parse(written)->hh_mm() == written);
    }
    for (const std::string_view written : {"24:01", "25:00", "09:60", "9:00", "0900", "09-00", "-9:00", "09:0 ", ""}) {
        CAPTURE(written);
        CHECK(refusal_of(MinuteOfDay::parse(written)) == "invalid_time");
    }
    for (const std::int64_t minutes : {-1L, 1441L, 9'000'000'000L}) {
        CAPTURE(minutes);
        CHECK(refusal_of(MinuteOfDay::of(minutes)) == "invalid_time");
    }
}

TEST_CASE("a time range ends after it starts") {
    CHECK(refusal_of(TimeRange::of(time("10:00"), time("10:00"))) == "empty_time_range");
    CHECK(refusal_of(TimeRange::of(time("10:00"), time("09:00"))) == "empty_time_range");
    CHECK(range("00:00", "24:00").length() == std::chrono::minutes{1440});
}

TEST_CASE("ranges that only touch do not overlap") {
    CHECK_FALSE(range("09:00", "12:00").overlaps(range("12:00", "13:00")));
    CHECK(range("09:00", "12:01").overlaps(range("12:00", "13:00")));
    CHECK(range("09:00", "22:00").overlaps(range("12:00", "13:00")));
    CHECK(range("09:00", "22:00").contains(range("09:00", "22:00")));
    CHECK_FALSE(range("09:00", "22:00").contains(range("08:59", "10:00")));
}

TEST_CASE("slots cover a time range, rounded outward to quarter hours") {
    struct Row {
        TimeRange time;
        int first;
        int last;
    };
    for (const auto& row : {Row{range("00:00", "00:15"), 0, 0},
                            {range("09:00", "12:00"), 36, 47},
                            {range("09:14", "09:16"), 36, 37},
                            {range("09:01", "09:02"), 36, 36},
                            {range("23:59", "24:00"), 95, 95},
                            {range("00:00", "24:00"), 0, 95}}) {
        CAPTURE(row.time.start());
        CAPTURE(row.time.end());
        CHECK(SlotRange::covering(row.time).first() == row.first);
        CHECK(SlotRange::covering(row.time).last() == row.last);
    }
}

TEST_CASE("the slots of a range contain it, and no slot lies wholly outside it") {
    CHECK(rc::check([] {
        const auto time = any_range();
        const auto slots = SlotRange::covering(time);
        RC_ASSERT(slots.first() * SlotRange::slot_minutes <= time.start().minutes());
        RC_ASSERT((slots.first() + 1) * SlotRange::slot_minutes > time.start().minutes());
        RC_ASSERT(slots.last() * SlotRange::slot_minutes < time.end().minutes());
        RC_ASSERT((slots.last() + 1) * SlotRange::slot_minutes >= time.end().minutes());
        RC_ASSERT(slots.count() >= 1 && slots.count() <= SlotRange::slots_per_day);
    }));
}

TEST_CASE("ranges that overlap share a slot") {
    CHECK(rc::check([] {
        const auto a = any_range();
        const auto b = any_range();
        const auto slots_a = SlotRange::covering(a);
        const auto slots_b = SlotRange::covering(b);
        if (a.overlaps(b)) RC_ASSERT(slots_a.first() <= slots_b.last() && slots_b.first() <= slots_a.last());
    }));
}

TEST_CASE("the town's clock is nine hours ahead of UTC all year") {
    CHECK(to_instant({date("1970-01-01"), time("09:00")}).epoch_ms() == 0);
    CHECK(to_instant({date("2026-07-01"), time("00:00")}) == Instant::from_epoch_ms(1'782'831'600'000));
    const auto before_the_epoch = to_town_time(Instant::from_epoch_ms(-1));
    CHECK(before_the_epoch.date == date("1970-01-01"));
    CHECK(before_the_epoch.time == time("08:59"));
}

TEST_CASE("24:00 is the first instant of the next day") { CHECK(at("2026-12-31 24:00") == at("2027-01-01 00:00")); }

TEST_CASE("a local date and minute come back from their instant, seconds cut off") {
    CHECK(rc::check([] {
        const LocalDateTime local{any_date(), any_minute(0, MinuteOfDay::end_of_day)};
        const auto within_the_minute = std::chrono::milliseconds{*rc::gen::inRange(0, 60'000)};
        RC_ASSERT(to_town_time(to_instant(local) + within_the_minute) == local);
    }));
}
