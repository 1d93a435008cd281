#include "domain/calendar/closed_days.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using std::chrono::days;

namespace {

struct Day {
    std::string_view date;
    bool closed;
    std::string_view because;
};

ClosedDays mondays() { return {{std::chrono::Monday}, true, {}, {}}; }

} // namespace

TEST_CASE("Kirara closes on Mondays, on the next weekday after a Monday that is a holiday, and over New Year") {
    const auto& town = hoshimigawa();
    for (const auto& [written, closed, because] : {
             Day{"2026-11-16", true, "an ordinary Monday"},
             {"2026-11-17", false, "the Tuesday after an ordinary Monday"},
             {"2026-11-23", false, "Labour Thanksgiving Day is a Monday"},
             {"2026-11-24", true, "the Tuesday after it stands in for it"},
             {"2026-11-25", false, "one day stands in, not two"},
             {"2026-05-04", false, "Greenery Day is a Monday"},
             {"2026-05-05", false, "Children's Day follows it"},
             {"2026-05-06", false, "the substitute holiday follows that"},
             {"2026-05-07", true, "the first weekday after three holidays"},
             {"2026-09-21", false, "Respect for the Aged Day is a Monday"},
             {"2026-09-22", false, "a day between two holidays is one"},
             {"2026-09-23", false, "Autumnal Equinox Day"},
             {"2026-09-24", true, "the first weekday after them"},
             {"2027-03-21", false, "an equinox on a Sunday"},
             {"2027-03-22", false, "its substitute holiday is a Monday"},
             {"2027-03-23", true, "the Tuesday stands in for it"},
             {"2027-02-23", false, "a holiday on a Tuesday moves nothing"},
             {"2027-02-22", true, "the Monday before it is closed"},
             {"2026-12-28", true, "a Monday before the New Year closure"},
             {"2026-12-27", false, "the Sunday before it"},
             {"2026-12-29", true, "the first day of the New Year closure"},
             {"2027-01-01", true, "New Year's Day"},
             {"2027-01-03", true, "the last day of the New Year closure"},
             {"2027-01-04", true, "a Monday after it"},
             {"2027-01-05", false, "the Tuesday after it"},
         }) {
        CAPTURE(written);
        CAPTURE(because);
        for (const auto& facility : town.facilities)
            CHECK(is_closed_on(date(written), facility.closed_days, town.holidays) == closed);
    }
}

TEST_CASE("a closed Friday that is a holiday moves past the weekend") {
    const Holidays holidays{date("2027-01-01")};
    const ClosedDays fridays{{std::chrono::Friday}, true, {}, {}};
    CHECK_FALSE(is_closed_on(date("2027-01-01"), fridays, holidays));
    CHECK_FALSE(is_closed_on(date("2027-01-02"), fridays, holidays));
    CHECK_FALSE(is_closed_on(date("2027-01-03"), fridays, holidays));
    CHECK(is_closed_on(date("2027-01-04"), fridays, holidays));
    CHECK_FALSE(is_closed_on(date("2027-01-05"), fridays, holidays));
}

TEST_CASE("where closed days do not move, a holiday changes nothing") {
    const Holidays holidays{date("2026-11-23")};
    auto closed_days = mondays();
    closed_days.moves_past_holidays = false;
    CHECK(is_closed_on(date("2026-11-23"), closed_days, holidays));
    CHECK_FALSE(is_closed_on(date("2026-11-24"), closed_days, holidays));
}

TEST_CASE("single dates and stretches of the year are closed, holiday or not") {
    using namespace std::chrono;
    const ClosedDays closed_days{
        {}, true, {{August / 10, August / 12}, {February / 29, February / 29}}, {date("2026-06-15")}};
    const Holidays holidays{date("2026-08-11")};
    CHECK(is_closed_on(date("2026-08-11"), closed_days, holidays));
    CHECK_FALSE(is_closed_on(date("2026-08-13"), closed_days, holidays));
    CHECK(is_closed_on(date("2028-02-29"), closed_days, holidays));
    CHECK_FALSE(is_closed_on(date("2027-03-01"), closed_days, holidays));
    CHECK(is_closed_on(date("2026-06-15"), closed_days, holidays));
    CHECK_FALSE(is_closed_on(date("2027-06-15"), closed_days, holidays));
}

TEST_CASE("each Monday closes exactly one day: itself, or the next weekday") {
    CHECK(rc::check([] {
        const auto monday = date("2026-01-05") + days{7 * *rc::gen::inRange(0, 100)};
        Holidays holidays;
        for (int day = 0; day < 5; ++day) {
            if (*rc::gen::arbitrary<bool>() && day < 4) holidays.insert(monday + days{day});
        }
        int closed = 0;
        for (int day = 0; day < 7; ++day)
            closed += is_closed_on(monday + days{day}, mondays(), holidays) ? 1 : 0;
        RC_ASSERT(closed == 1);
        RC_ASSERT(is_closed_on(monday, mondays(), holidays) == !holidays.contains(monday));
    }));
}

TEST_CASE("the holidays of a year are known when one of them is listed") {
    const Holidays holidays{date("2026-11-23"), date("2027-01-01")};
    CHECK_FALSE(holidays_are_known(date("2025-12-31"), holidays));
    CHECK(holidays_are_known(date("2026-01-01"), holidays));
    CHECK(holidays_are_known(date("2027-12-31"), holidays));
    CHECK_FALSE(holidays_are_known(date("2028-01-01"), holidays));
}
