#include "domain/calendar/opening_hours.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;

namespace {

const YearlyPeriod winter{std::chrono::November / 1, std::chrono::February / 29};

// "09:00–22:00", or "closed".
std::string spelled(const std::optional<TimeRange>& hours) {
    return hours ? hours->start().hh_mm() + "–" + hours->end().hh_mm() : "closed";
}

std::string hours_of(const Town& town, std::string_view space, std::string_view on) {
    const auto found = space_of(town, space);
    return spelled(open_hours(town, *found.facility, *found.space, date(on)));
}

} // namespace

TEST_CASE("of several rules that fit a date the last one decides") {
    OpeningHours hours{range("09:00", "21:00"), {}, {}};
    hours.rules = {
        {{}, false, winter, range("09:00", "17:00")},
        {{std::chrono::Saturday, std::chrono::Sunday}, true, {}, range("10:00", "18:00")},
        {{std::chrono::Wednesday}, false, winter, std::nullopt},
    };
    const Holidays holidays{date("2026-11-03"), date("2027-02-10")};
    struct Row {
        std::string_view name;
        std::string_view on;
        std::string_view hours;
    };
    for (const auto& [name, on, expected] : {Row{"a weekday in summer", "2026-07-15", "09:00–21:00"},
                                             {"a weekday in winter", "2026-11-05", "09:00–17:00"},
                                             {"the first day of winter, a Sunday", "2026-11-01", "10:00–18:00"},
                                             {"the last day of winter", "2028-02-29", "09:00–17:00"},
                                             {"the day after it, a Wednesday", "2028-03-01", "09:00–21:00"},
                                             {"a Saturday in summer", "2026-07-18", "10:00–18:00"},
                                             {"a holiday on a Tuesday in winter", "2026-11-03", "10:00–18:00"},
                                             {"a Wednesday in winter", "2026-11-04", "closed"},
                                             {"a Wednesday in winter that is a holiday", "2027-02-10", "closed"}}) {
        CAPTURE(name);
        CHECK(spelled(regular_hours(hours, date(on), holidays)) == expected);
    }
}

TEST_CASE("a rule for holidays only leaves other days alone") {
    const OpeningHours hours{range("09:00", "21:00"), {{{}, true, {}, range("09:00", "17:00")}}, {}};
    const Holidays holidays{date("2026-11-03")};
    CHECK(spelled(regular_hours(hours, date("2026-11-03"), holidays)) == "09:00–17:00");
    CHECK(spelled(regular_hours(hours, date("2026-11-04"), holidays)) == "09:00–21:00");
    CHECK(spelled(regular_hours(hours, date("2026-11-08"), holidays)) == "09:00–21:00");
}

TEST_CASE("an exception holds from its first day to its last, and the last one written decides") {
    OpeningHours hours;
    hours.exceptions = {{date("2026-12-01"), date("2026-12-05"), std::nullopt, {"工事", "Works"}},
                        {date("2026-12-03"), date("2026-12-03"), range("10:00", "12:00"), {"見学", "Visit"}}};
    CHECK(find_exception(hours, date("2026-11-30")) == nullptr);
    CHECK(find_exception(hours, date("2026-12-01"))->reason.en == "Works");
    CHECK(find_exception(hours, date("2026-12-03"))->reason.en == "Visit");
    CHECK(find_exception(hours, date("2026-12-05"))->reason.en == "Works");
    CHECK(find_exception(hours, date("2026-12-06")) == nullptr);
}

TEST_CASE("a space is open by its own exception, the facility's exception, closed days, then the hours of the season") {
    auto town = hoshimigawa();
    auto& kirara = facility_in(town, "kirara");
    auto& studio = space_in(town, "music_practice");
    studio.hours = OpeningHours{range("10:00", "20:00"), {{{}, false, winter, range("10:00", "18:00")}}, {}};
    kirara.hours.exceptions = {{date("2026-11-30"), date("2026-11-30"), range("13:00", "22:00"), {"臨時開館", "Open"}},
                               {date("2026-12-03"), date("2026-12-03"), std::nullopt, {"停電", "Power cut"}},
                               {date("2026-12-04"), date("2026-12-04"), range("19:00", "22:00"), {"夜間", "Evening"}}};
    studio.hours->exceptions = {
        {date("2026-12-03"), date("2026-12-03"), range("09:00", "12:00"), {"録音", "Recording"}},
        {date("2026-12-05"), date("2026-12-05"), std::nullopt, {"調律", "Tuning"}}};
    struct Row {
        std::string_view name;
        std::string_view space;
        std::string_view on;
        std::string_view hours;
    };
    for (const auto& [name, space, on, expected] :
         {Row{"a usual day", "small_meeting", "2026-12-01", "09:00–22:00"},
          {"own hours of the season", "music_practice", "2026-12-01", "10:00–18:00"},
          {"own hours in summer", "music_practice", "2026-07-01", "10:00–20:00"},
          {"a Monday", "music_practice", "2026-12-07", "closed"},
          {"a Monday opened by exception", "small_meeting", "2026-11-30", "13:00–22:00"},
          {"… cut to the space's own hours", "music_practice", "2026-11-30", "13:00–18:00"},
          {"closed by exception", "small_meeting", "2026-12-03", "closed"},
          {"its own exception comes first", "music_practice", "2026-12-03", "09:00–12:00"},
          {"an exception outside the space's own hours", "music_practice", "2026-12-04", "closed"},
          {"its own closure while the building is open", "music_practice", "2026-12-05", "closed"},
          {"… which closes no other room", "small_meeting", "2026-12-05", "09:00–22:00"}}) {
        CAPTURE(name);
        CHECK(hours_of(town, space, on) == expected);
    }
    CHECK_FALSE(is_facility_closed(town, kirara, date("2026-11-30")));
    CHECK(is_facility_closed(town, kirara, date("2026-12-03")));
    CHECK(is_facility_closed(town, kirara, date("2026-12-07")));
    CHECK_FALSE(is_facility_closed(town, kirara, date("2026-12-05")));
}

TEST_CASE("a space has closed days of its own instead of the facility's") {
    auto town = hoshimigawa();
    space_in(town, "kitchen").closed_days = ClosedDays{{std::chrono::Tuesday}, false, {}, {}};
    CHECK(hours_of(town, "kitchen", "2026-12-01") == "closed");
    CHECK(hours_of(town, "kitchen", "2026-12-07") == "09:00–22:00");
    CHECK(hours_of(town, "small_meeting", "2026-12-07") == "closed");
}

TEST_CASE("the sports park of Minatomori closes earlier in winter, and the camp ground altogether") {
    struct Row {
        std::string_view space;
        std::string_view on;
        std::string_view hours;
    };
    for (const auto& [space, on, expected] : {Row{"court_1", "2027-04-30", "08:00–18:00"},
                                              {"court_1", "2027-05-01", "06:00–19:00"},
                                              {"court_1", "2027-08-31", "06:00–19:00"},
                                              {"court_1", "2027-11-01", "08:30–16:30"},
                                              {"court_1", "2028-02-29", "08:30–16:30"},
                                              {"court_1", "2027-01-02", "09:00–12:00"}, // New Year, opened by exception
                                              {"court_1", "2027-01-03", "closed"},
                                              {"court_1", "2027-02-17", "closed"}, // works
                                              {"site_1", "2026-11-30", "09:00–18:00"},
                                              {"site_1", "2026-12-01", "closed"},
                                              {"site_1", "2027-03-14", "closed"},
                                              {"site_1", "2027-03-15", "09:00–18:00"},
                                              {"site_1", "2027-03-17", "closed"},      // a Wednesday
                                              {"site_1", "2027-08-04", "09:00–20:00"}, // one in the holidays
                                              {"study", "2026-11-29", "09:00–17:00"},  // a Sunday
                                              {"study", "2026-11-03", "09:00–17:00"},  // a holiday
                                              {"study", "2026-11-28", "09:00–21:30"}}) {
        CAPTURE(space);
        CAPTURE(on);
        CHECK(hours_of(minatomori(), space, on) == expected);
    }
}

TEST_CASE("every date has at most one answer: an exception, or closed, or the hours of the last rule that fits") {
    CHECK(rc::check([] {
        const auto& town = *rc::gen::elementOf(std::vector{&hoshimigawa(), &minatomori()});
        const auto& facility = *rc::gen::elementOf(town->facilities);
        const auto& space = *rc::gen::elementOf(facility.spaces);
        const auto on = date("2026-01-01") + std::chrono::days{*rc::gen::inRange(0, 800)};
        const auto hours = open_hours(*town, facility, space, on);
        if (const auto* exception = find_exception(facility.hours, on)) {
            RC_ASSERT(hours == exception->open);
        } else if (is_closed_on(on, facility.closed_days, town->holidays)) {
            RC_ASSERT(!hours);
        } else {
            RC_ASSERT(hours == regular_hours(facility.hours, on, town->holidays));
        }
        RC_ASSERT(is_facility_closed(*town, facility, on) == !hours); // no space of these towns has hours of its own
        RC_ASSERT(has_exception(facility, space, on) == (find_exception(facility.hours, on) != nullptr));
    }));
}
