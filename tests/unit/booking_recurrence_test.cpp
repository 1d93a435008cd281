#include "domain/booking/recurrence.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using std::chrono::days;

namespace {

std::string spelled(const Recurrence& recurrence) {
    const auto dates = dates_of(recurrence).value();
    std::string words;
    for (const auto on : dates)
        words += (words.empty() ? "" : " ") + on.iso8601().substr(5);
    return words;
}

Recurrence from(Repeats repeats, std::string_view first, std::string_view last, int interval = 1) {
    return {repeats, date(first), date(last), interval, {}, {}};
}

} // namespace

TEST_CASE("a use is repeated by day, week, date of the month or weekday of the month") {
    using enum Repeats;
    auto tuesdays_and_fridays = from(weekly, "2026-12-01", "2026-12-18");
    tuesdays_and_fridays.weekdays = {std::chrono::Friday, std::chrono::Tuesday};
    auto every_other_week = from(weekly, "2026-12-04", "2026-12-31", 2); // begins on a Friday
    every_other_week.weekdays = {std::chrono::Monday, std::chrono::Friday};
    auto without_new_year = from(weekly, "2026-12-15", "2027-01-12");
    without_new_year.left_out = {date("2026-12-29"), date("2027-01-05"), date("2027-02-02")};
    struct Row {
        std::string_view name;
        Recurrence recurrence;
        std::string_view dates;
    };
    for (const auto& [name, recurrence, dates] : {
             Row{"every day over the end of a year", from(daily, "2026-12-30", "2027-01-02"),
                 "12-30 12-31 01-01 01-02"},
             {"every third day", from(daily, "2026-12-01", "2026-12-10", 3), "12-01 12-04 12-07 12-10"},
             {"the weekday of the first", from(weekly, "2026-12-01", "2026-12-22"), "12-01 12-08 12-15 12-22"},
             {"two weekdays, ascending", tuesdays_and_fridays, "12-01 12-04 12-08 12-11 12-15 12-18"},
             {"every other week, weeks begin on Monday", every_other_week, "12-04 12-14 12-18 12-28"},
             {"some left out", without_new_year, "12-15 12-22 01-12"},
             {"the same date", from(monthly_by_date, "2026-11-15", "2027-02-28"), "11-15 12-15 01-15 02-15"},
             {"months without the date are left out", from(monthly_by_date, "2026-12-31", "2027-05-31"),
              "12-31 01-31 03-31 05-31"},
             {"every third month", from(monthly_by_date, "2026-04-01", "2027-04-30", 3),
              "04-01 07-01 10-01 01-01 04-01"},
             {"the second Tuesday", from(monthly_by_weekday, "2026-12-08", "2027-03-31"), "12-08 01-12 02-09 03-09"},
             {"the fifth Tuesday, where there is one", from(monthly_by_weekday, "2026-12-29", "2027-08-31"),
              "12-29 03-30 06-29 08-31"},
             {"only one day", from(weekly, "2026-12-01", "2026-12-01"), "12-01"},
         }) {
        CAPTURE(name);
        CHECK(spelled(recurrence) == dates);
    }
}

TEST_CASE("a recurrence that runs backwards, has no interval or never ends is refused by name") {
    CHECK(dates_of(from(Repeats::weekly, "2026-12-02", "2026-12-01")).error() == Refusal{"period_reversed"});
    CHECK(dates_of(from(Repeats::weekly, "2026-12-01", "2026-12-31", 0)).error() == Refusal{"invalid_interval"});
    CHECK(dates_of(from(Repeats::weekly, "2026-12-01", "2026-12-31", 13)).error() == Refusal{"invalid_interval"});
    CHECK(dates_of(from(Repeats::weekly, "2026-12-01", "2026-12-31", 12)).has_value());
    CHECK(dates_of(from(Repeats::daily, "2026-01-01", "2027-02-04")).value().size() == 400);
    CHECK(dates_of(from(Repeats::daily, "2026-01-01", "2027-02-05")).error() ==
          Refusal{"too_many_dates", {{"most", 400}}});
    CHECK(dates_of(from(Repeats::daily, "1900-01-01", "2999-12-31")).error().code == "too_many_dates");
}

TEST_CASE("dates ascend, lie in the season, and are never those left out") {
    CHECK(rc::check([] {
        Recurrence recurrence;
        recurrence.repeats =
            *rc::gen::element(Repeats::daily, Repeats::weekly, Repeats::monthly_by_date, Repeats::monthly_by_weekday);
        recurrence.first = date("2026-01-01") + days{*rc::gen::inRange(0, 700)};
        recurrence.last = recurrence.first + days{*rc::gen::inRange(0, 380)};
        recurrence.interval = *rc::gen::inRange(1, 13);
        if (*rc::gen::arbitrary<bool>()) recurrence.weekdays = {std::chrono::Monday, std::chrono::Saturday};
        const auto all = dates_of(recurrence).value();
        RC_ASSERT(std::ranges::is_sorted(all));
        RC_ASSERT(std::ranges::adjacent_find(all) == all.end());
        for (const auto on : all)
            RC_ASSERT(recurrence.first <= on && on <= recurrence.last);
        const bool begins_with_first = recurrence.repeats != Repeats::weekly || recurrence.weekdays.empty();
        if (begins_with_first) RC_ASSERT(all.front() == recurrence.first);
        if (all.empty()) return;
        recurrence.left_out = {*rc::gen::elementOf(all)};
        auto fewer = dates_of(recurrence).value();
        RC_ASSERT(fewer.size() + 1 == all.size());
        RC_ASSERT(std::ranges::find(fewer, *recurrence.left_out.begin()) == fewer.end());
    }));
}

TEST_CASE("repetitions come back from their names") {
    for (const auto repeats : {Repeats::daily, Repeats::weekly, Repeats::monthly_by_date, Repeats::monthly_by_weekday})
        CHECK(repeats_named(name_of(repeats)) == repeats);
    CHECK_FALSE(repeats_named("yearly"));
}
