#include "domain/calendar/booking_window.hpp"
#include "tests/unit/sample_town.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// From the first, six months before, 9:00, until the day before, 17:00.
const BookingWindow rooms{6, 1, time("09:00"), 1, time("17:00")};

} // namespace

TEST_CASE("a window opens and closes at the exact millisecond") {
    const auto use = date("2026-12-10");
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
        CHECK(refusal_of(check_booking_window(rooms, use, now)) == refusal);
    }
}

TEST_CASE("a refusal says when booking begins or when it ended") {
    const auto early = check_booking_window(rooms, date("2026-12-10"), at("2026-05-31 12:00"));
    CHECK(early.error().facts.at("opens_at_ms") == Fact{at("2026-06-01 09:00").epoch_ms()});
    const auto late = check_booking_window(rooms, date("2026-12-10"), at("2026-12-09 18:00"));
    CHECK(late.error().facts.at("closed_at_ms") == Fact{at("2026-12-09 17:00").epoch_ms()});
}

TEST_CASE("every day of a month opens at the same moment, however long the months are") {
    struct Row {
        BookingWindow window;
        std::string_view use;
        std::string_view opens;
    };
    for (const auto& [window, use, opens] :
         {Row{rooms, "2026-08-31", "2026-02-01 09:00"},
          {rooms, "2026-08-01", "2026-02-01 09:00"},
          {rooms, "2027-01-31", "2026-07-01 09:00"},
          {{1, 28, time("00:00"), 0, time("24:00")}, "2027-03-31", "2027-02-28 00:00"},
          {{2, 21, time("09:00"), 1, time("17:00")}, "2027-01-15", "2026-11-21 09:00"},
          {{12, 1, time("09:00"), 14, time("24:00")}, "2028-02-29", "2027-02-01 09:00"},
          {{0, 1, time("09:00"), 0, time("12:00")}, "2026-12-31", "2026-12-01 09:00"}}) {
        CAPTURE(use);
        CHECK(window_opens(window, date(use)) == at(opens));
    }
}

TEST_CASE("a window can close across months, years and at midnight") {
    CHECK(window_closes({12, 1, time("09:00"), 14, time("24:00")}, date("2027-01-10")) == at("2026-12-28 00:00"));
    CHECK(window_closes({0, 1, time("09:00"), 0, time("24:00")}, date("2026-12-31")) == at("2027-01-01 00:00"));
    CHECK(window_closes({6, 1, time("09:00"), 1, time("17:00")}, date("2028-03-01")) == at("2028-02-29 17:00"));
}

TEST_CASE("a day can be booked exactly from its opening until its closing") {
    CHECK(rc::check([] {
        const BookingWindow window{*rc::gen::inRange(0, 25), *rc::gen::inRange(1U, 29U), time("09:00"),
                                   *rc::gen::inRange(0, 60), time("17:00")};
        const auto use = date("2026-01-01") + std::chrono::days{*rc::gen::inRange(0, 1000)};
        const auto now = window_closes(window, use) + std::chrono::hours{*rc::gen::inRange(-20'000, 200)};
        const bool open = window_opens(window, use) <= now && now < window_closes(window, use);
        RC_ASSERT(check_booking_window(window, use, now).has_value() == open);
    }));
}
