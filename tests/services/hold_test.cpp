// Holding a space, filling in the form, asking for more time.
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

UseRequest by_hour(std::string_view from, std::string_view until, std::string_view day = "2026-12-01") {
    const auto time = TimeRange::of(MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value()).value();
    return {SpaceCode{"music_practice"}, date(day), std::nullopt, time};
}

} // namespace

TEST_CASE("a hold keeps the space for ten minutes at the fee of that moment") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(held.state == BookingState::held);
        CHECK(held.total == Yen{470});
        CHECK(*held.expires_at == hall.clock.now() + 10min);
        CHECK_FALSE(held.number);
        CHECK(hall.claimed_slots(held.id) == 12);
        CHECK(hall.count("push_outbox") == 1);
    });
}

TEST_CASE("an out-of-town resident is told the fee with the surcharge") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident(UserClass::out_of_town);
        CHECK(hall.hold(who, hall.small_meeting()).value().booking.total == Yen{700});
    });
}

TEST_CASE("every rule that forbids a hold refuses it by name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto refused = [&](const UseRequest& use) { return refusal_of(hall.hold(who, use)); };
        const auto space = [](const char* code, std::optional<BandCode> band) {
            return UseRequest{SpaceCode{code}, date("2026-12-01"), std::move(band), std::nullopt};
        };
        CHECK(refused(space("ballroom", BandCode{"morning"})) == "unknown_space");
        CHECK(refused(space("small_meeting", std::nullopt)) == "band_required");
        CHECK(refused(space("small_meeting", BandCode{"midnight"})) == "unknown_band");
        CHECK(refused(space("music_practice", std::nullopt)) == "time_range_required");
        CHECK(refused(by_hour("08:00", "10:00")) == "outside_opening_hours");
        CHECK(refused(by_hour("09:15", "10:15")) == "not_on_grid");
        CHECK(refused(hall.small_meeting("morning", "2026-11-30")) == "closed_day");
        CHECK(refused(hall.small_meeting("morning", "2027-06-01")) == "before_booking_window");
        CHECK(refused(hall.small_meeting("morning", "2026-11-10")) == "after_booking_window");
        CHECK(hall.count("booking") == 0);
        CHECK(hall.count("claim") == 0);
    });
}

TEST_CASE("what somebody holds is taken, and so is the whole room of which he holds a half") {
    in_the_town_hall([](TownHall& hall) {
        const UseRequest half{SpaceCode{"large_meeting_a"}, date("2026-12-01"), BandCode{"morning"}, std::nullopt};
        const UseRequest whole{SpaceCode{"large_meeting"}, date("2026-12-01"), BandCode{"all_day"}, std::nullopt};
        const UseRequest other_half{SpaceCode{"large_meeting_b"}, date("2026-12-01"), BandCode{"morning"},
                                    std::nullopt};
        CHECK(hall.hold(hall.resident(), half));
        const auto late = hall.resident();
        CHECK(refusal_of(hall.hold(late, half)) == "already_taken");
        CHECK(refusal_of(hall.hold(late, whole)) == "already_taken");
        CHECK(hall.hold(late, other_half));
    });
}

TEST_CASE("a day that is closed by its row refuses the hold") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        CHECK(hall.hold(who, hall.small_meeting("morning")));
        hall.database.transact([](persistence::Session& session) {
            session.execute("UPDATE unit_day SET closed = 1 WHERE slot_date = '2026-12-01'");
        });
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("afternoon"))) == "closed_day");
    });
}

TEST_CASE("nobody holds more than three spaces at a time, and giving one back makes room") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.hold(who, hall.small_meeting("morning")).value();
        CHECK(hall.hold(who, hall.small_meeting("afternoon")));
        CHECK(hall.hold(who, hall.small_meeting("evening")));
        const auto fourth = hall.hold(who, hall.small_meeting("morning", "2026-12-02"));
        CHECK(refusal_of(fourth) == "hold_limit_reached");
        CHECK(fourth.error().facts.at("limit") == Fact{std::int64_t{3}});
        CHECK(cancel_booking(hall.context, who, first.booking.id));
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-02")));
    });
}

TEST_CASE("the same request again answers the same booking, even after the booking window has closed") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        hall.clock.set(at("2026-11-30 16:59"));
        const auto first = hall.hold(who, hall.small_meeting(), "one-key").value();
        hall.clock.set(at("2026-11-30 17:01"));
        CHECK(hall.hold(who, hall.small_meeting(), "one-key").value().booking.id == first.booking.id);
        CHECK(refusal_of(hall.hold(who, hall.small_meeting())) == "after_booking_window");
        CHECK(hall.count("booking") == 1);
    });
}

TEST_CASE("the same key for another request is refused, and the same key of another person is another key") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        CHECK(hall.hold(who, hall.small_meeting("morning"), "one-key"));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("evening"), "one-key")) == "idempotency_key_reused");
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening"), "one-key"));
    });
}

TEST_CASE("a refused hold leaves its key unused") {
    in_the_town_hall([](TownHall& hall) {
        const auto first = hall.resident();
        const auto second = hall.resident();
        const auto held = hall.hold(first, hall.small_meeting()).value();
        CHECK(refusal_of(hall.hold(second, hall.small_meeting(), "one-key")) == "already_taken");
        CHECK(cancel_booking(hall.context, first, held.booking.id));
        CHECK(hall.hold(second, hall.small_meeting(), "one-key"));
    });
}

TEST_CASE("a hold whose time is over makes room for the next resident, before any sweep") {
    in_the_town_hall([](TownHall& hall) {
        const auto slow = hall.resident();
        const auto quick = hall.resident();
        const auto held = hall.hold(slow, hall.small_meeting()).value().booking;
        hall.clock.pass(10min - 1ms);
        CHECK(refusal_of(hall.hold(quick, hall.small_meeting())) == "already_taken");
        hall.clock.pass(1ms);
        CHECK(hall.hold(quick, hall.small_meeting()));
        CHECK(hall.booking(held.id).state == BookingState::expired);
        CHECK(hall.claimed_slots(held.id) == 0);
        CHECK(refusal_of(hall.fill_in(slow, held.id)) == "wrong_state");
    });
}

TEST_CASE("taking over part of an overdue hold releases the whole of it") {
    in_the_town_hall([](TownHall& hall) {
        const auto slow = hall.resident();
        const auto held = hall.hold(slow, hall.small_meeting("all_day")).value().booking;
        hall.clock.pass(10min);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning")));
        CHECK(hall.claimed_slots(held.id) == 0);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening")));
    });
}

TEST_CASE("the sweep expires overdue holds and leaves the others") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto early = hall.hold(who, hall.small_meeting("morning")).value().booking;
        hall.clock.pass(5min);
        const auto later = hall.hold(who, hall.small_meeting("evening")).value().booking;
        hall.clock.pass(5min);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(early.id).state == BookingState::expired);
        CHECK(hall.booking(later.id).state == BookingState::held);
        CHECK(expire_overdue_bookings(hall.context) == 0);
    });
}

TEST_CASE("the form is kept with the hold") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto filled = hall.fill_in(who, held.id, 18).value().booking;
        REQUIRE(filled.details);
        CHECK(filled.details->purpose == "読書会");
        CHECK(filled.details->people == 18);
    });
}

TEST_CASE("every reason to refuse the form has its name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(refusal_of(hall.fill_in(hall.resident(), held.id)) == "booking_not_found");
        CHECK(refusal_of(hall.fill_in(who, BookingId{1})) == "booking_not_found");
        CHECK(refusal_of(hall.fill_in(who, held.id, 19)) == "too_many_people");
        CHECK(refusal_of(hall.fill_in(who, held.id, 0)) == "invalid_people");
        CHECK(refusal_of(put_details(hall.context, who, {held.id, {"即売会", std::nullopt, 8}, true})) == "needs_desk");
        hall.clock.pass(10min);
        CHECK(refusal_of(hall.fill_in(who, held.id)) == "hold_expired");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(refusal_of(hall.fill_in(who, held.id)) == "wrong_state");
    });
}

TEST_CASE("a hold is extended by ten minutes at a time, to thirty in all") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto extend = [&] { return extend_hold(hall.context, who, held.id); };
        hall.clock.pass(9min);
        CHECK(*extend().value().booking.expires_at == held.created_at + 19min);
        hall.clock.pass(9min);
        CHECK(*extend().value().booking.expires_at == held.created_at + 28min);
        hall.clock.pass(9min);
        CHECK(*extend().value().booking.expires_at == held.created_at + 30min);
        const auto again = extend();
        CHECK(refusal_of(again) == "hold_extension_limit");
        CHECK(again.error().facts.at("until_ms") == Fact{(held.created_at + 30min).epoch_ms()});
        hall.clock.pass(3min);
        CHECK(refusal_of(extend()) == "hold_expired");
    });
}

TEST_CASE("only the holder extends a hold, and only a hold") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(refusal_of(extend_hold(hall.context, hall.resident(), held.id)) == "booking_not_found");
        CHECK(cancel_booking(hall.context, who, held.id));
        CHECK(refusal_of(extend_hold(hall.context, who, held.id)) == "wrong_state");
    });
}
