#include "domain/calendar/booking_window.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

BookingWindow window(decltype(BookingWindow::opens_on) opens_on, std::string_view opens_at, int closes_days_before,
                     std::string_view closes_at) {
    BookingWindow made;
    made.opens_on = opens_on;
    made.opens_at = time(opens_at);
    made.closes_days_before = closes_days_before;
    made.closes_at = time(closes_at);
    return made;
}

// From the first, six months before, 9:00, until the day before, 17:00.
const BookingWindow rooms = window(OnDayOfMonth{6, 1}, "09:00", 1, "17:00");

bool never(LocalDate) { return false; }
bool on_mondays(LocalDate date) { return date.weekday() == std::chrono::Monday; }

LocalDateTime starts(std::string_view local) { return {date(local.substr(0, 10)), time(local.substr(11))}; }
Instant closes(const BookingWindow& some, std::string_view local) { return window_closes(some, starts(local), never); }

} // namespace

TEST_CASE("a window opens and closes at the exact millisecond") {
    struct Row {
        Instant now;
        std::string_view refusal;
    };
    for (const auto& [now, refusal] : {Row{at("2026-06-01 09:00") - 1ms, "before_booking_window"},
                                       {at("2026-06-01 09:00"), ""},
                                       {at("2026-12-09 17:00") - 1ms, ""},
                                       {at("2026-12-09 17:00"), "after_booking_window"},
                                       {at("2026-12-10 10:00"), "after_booking_window"},
                                       {at("2027-12-10 10:00"), "after_booking_window"},
                                       {at("1970-01-01 09:00"), "before_booking_window"}}) {
        CAPTURE(now);
        CHECK(refusal_of(check_booking_window(rooms, starts("2026-12-10 09:00"), now, never)) == refusal);
    }
}

TEST_CASE("a refusal says when booking begins or when it ended") {
    const auto use = starts("2026-12-10 09:00");
    const auto early = check_booking_window(rooms, use, at("2026-05-31 12:00"), never);
    CHECK(early.error().facts.at("opens_at_ms") == Fact{at("2026-06-01 09:00").epoch_ms()});
    const auto late = check_booking_window(rooms, use, at("2026-12-09 18:00"), never);
    CHECK(late.error().facts.at("closed_at_ms") == Fact{at("2026-12-09 17:00").epoch_ms()});
}

TEST_CASE("every day of a month opens at the same moment, however long the months are") {
    struct Row {
        BookingWindow window;
        std::string_view use;
        std::string_view opens;
    };
    for (const auto& [some, use, opens] :
         {Row{rooms, "2026-08-31", "2026-02-01 09:00"},
          {rooms, "2026-08-01", "2026-02-01 09:00"},
          {rooms, "2027-01-31", "2026-07-01 09:00"},
          {window(OnDayOfMonth{1, 28}, "00:00", 0, "24:00"), "2027-03-31", "2027-02-28 00:00"},
          {window(OnDayOfMonth{2, 21}, "09:00", 1, "17:00"), "2027-01-15", "2026-11-21 09:00"},
          {window(OnDayOfMonth{12, 1}, "09:00", 14, "24:00"), "2028-02-29", "2027-02-01 09:00"},
          {window(OnDayOfMonth{0, 1}, "09:00", 0, "12:00"), "2026-12-31", "2026-12-01 09:00"}}) {
        CAPTURE(use);
        CHECK(window_opens(some, date(use), never) == at(opens));
    }
}

TEST_CASE("a window of the same day opens on the last day of a month that is too short") {
    struct Row {
        int months_before;
        std::string_view use;
        std::string_view opens;
    };
    for (const auto& [months_before, use, opens] : {Row{1, "2026-12-15", "2026-11-15 08:30"},
                                                    {1, "2026-12-31", "2026-11-30 08:30"},
                                                    {1, "2027-03-31", "2027-02-28 08:30"},
                                                    {1, "2028-03-30", "2028-02-29 08:30"},
                                                    {3, "2027-05-31", "2027-02-28 08:30"},
                                                    {6, "2027-02-28", "2026-08-28 08:30"},
                                                    {12, "2028-02-29", "2027-02-28 08:30"},
                                                    {0, "2026-12-31", "2026-12-31 08:30"}}) {
        CAPTURE(use);
        CAPTURE(months_before);
        CHECK(window_opens(window(OnSameDay{months_before}, "08:30", 1, "17:00"), date(use), never) == at(opens));
    }
}

TEST_CASE("a window of days before counts across months and leap days") {
    const auto opens = [](int days, std::string_view use) {
        return window_opens(window(DaysBefore{days}, "07:00", 0, "24:00"), date(use), never);
    };
    CHECK(opens(14, "2026-12-10") == at("2026-11-26 07:00"));
    CHECK(opens(60, "2028-03-31") == at("2028-01-31 07:00"));
    CHECK(opens(0, "2026-12-10") == at("2026-12-10 07:00"));
}

TEST_CASE("a window can close across months, years and at midnight") {
    CHECK(closes(window(OnDayOfMonth{12, 1}, "09:00", 14, "24:00"), "2027-01-10 09:00") == at("2026-12-28 00:00"));
    CHECK(closes(window(OnDayOfMonth{0, 1}, "09:00", 1, "24:00"), "2027-01-01 09:00") == at("2027-01-01 00:00"));
    CHECK(closes(rooms, "2028-03-01 09:00") == at("2028-02-29 17:00"));
}

TEST_CASE("a window never outlives the beginning of the use, nor the lead time before it") {
    auto same_day = window(OnDayOfMonth{1, 1}, "09:00", 0, "24:00");
    CHECK(closes(same_day, "2026-12-10 13:00") == at("2026-12-10 13:00"));
    same_day.lead_minutes = 60;
    CHECK(closes(same_day, "2026-12-10 13:00") == at("2026-12-10 12:00"));
    same_day.lead_minutes = 24 * 60;
    CHECK(closes(same_day, "2026-12-10 13:00") == at("2026-12-09 13:00"));
    auto day_before = rooms;
    day_before.lead_minutes = 60;
    CHECK(closes(day_before, "2026-12-10 09:00") == at("2026-12-09 17:00"));
}

TEST_CASE("the first day of booking that is a closed day becomes the next open day, the last one the open day before") {
    // 彦根: from the first of the month; when that is a closed day, from the next open day.
    auto shifting = window(OnDayOfMonth{12, 1}, "09:00", 1, "17:00");
    CHECK(window_opens(shifting, date("2027-06-15"), on_mondays) == at("2026-06-01 09:00"));
    shifting.opens_on_open_day = true;
    shifting.closes_on_open_day = true;
    CHECK(window_opens(shifting, date("2027-06-15"), on_mondays) == at("2026-06-02 09:00"));
    CHECK(window_opens(shifting, date("2027-07-15"), on_mondays) == at("2026-07-01 09:00"));
    CHECK(window_closes(shifting, starts("2026-12-08 09:00"), on_mondays) == at("2026-12-06 17:00"));
    CHECK(window_closes(shifting, starts("2026-12-09 09:00"), on_mondays) == at("2026-12-08 17:00"));
}

TEST_CASE("at Kirara the first open day after New Year stands in for New Year's Day") {
    auto town = hoshimigawa();
    const auto& kirara = town.facilities[0];
    const auto is_closed = [&](LocalDate some) { return is_facility_closed(town, kirara, some); };
    auto shifting = window(OnDayOfMonth{6, 1}, "09:00", 1, "17:00");
    shifting.opens_on_open_day = true;
    CHECK(window_opens(shifting, date("2027-07-10"), is_closed) == at("2027-01-05 09:00")); // the 4th is a Monday
    facility_in(town, "kirara").hours.exceptions = {
        {date("2027-01-04"), date("2027-01-04"), range("09:00", "12:00"), {}}};
    CHECK(window_opens(shifting, date("2027-07-10"), is_closed) == at("2027-01-04 09:00"));
}

TEST_CASE("an office that never opens shifts nothing, and the rule ends") {
    auto shifting = rooms;
    shifting.opens_on_open_day = true;
    shifting.closes_on_open_day = true;
    const auto always = [](LocalDate) { return true; };
    CHECK(window_opens(shifting, date("2026-12-10"), always) == at("2026-06-01 09:00"));
    CHECK(window_closes(shifting, starts("2026-12-10 09:00"), always) == at("2026-12-09 17:00"));
}

TEST_CASE("a day can be booked exactly from its opening until its closing") {
    CHECK(rc::check([] {
        auto some = window(OnDayOfMonth{*rc::gen::inRange(0, 25), *rc::gen::inRange(1U, 29U)}, "09:00",
                           *rc::gen::inRange(0, 60), "17:00");
        some.opens_on_open_day = *rc::gen::arbitrary<bool>();
        some.closes_on_open_day = *rc::gen::arbitrary<bool>();
        some.lead_minutes = *rc::gen::inRange(0, 3000);
        const LocalDateTime use{date("2026-01-01") + std::chrono::days{*rc::gen::inRange(0, 1000)}, time("09:00")};
        const auto last = window_closes(some, use, on_mondays);
        const auto now = last + std::chrono::hours{*rc::gen::inRange(-20'000, 200)};
        const bool open = window_opens(some, use.date, on_mondays) <= now && now < last;
        RC_ASSERT(check_booking_window(some, use, now, on_mondays).has_value() == open);
        RC_ASSERT(last <= to_instant(use) - std::chrono::minutes{some.lead_minutes});
    }));
}
