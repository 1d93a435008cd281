// Holding a space, filling in the form, asking for more time.
#include "persistence/repositories/towns.hpp"
#include "services/booking/suspensions.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

UseRequest by_hour(std::string_view from, std::string_view until, std::string_view day = "2026-12-01") {
    return TownHall::hours("music_practice", day, from, until);
}

} // namespace

TEST_CASE("a hold keeps the space for ten minutes at the fee of that moment") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(held.state == BookingState::held);
        CHECK(held.total == Yen{470});
        CHECK(*held.expires_at == hall.clock.now() + 10min);
        CHECK_FALSE(hall.application(held.application).application.number);
        CHECK(hall.claimed_slots(held.id) == 12);
        CHECK(hall.count("push_outbox") == 1);
    });
}

TEST_CASE("uses that come to more than a thousand million yen together are refused by name") {
    in_the_town_hall([](TownHall& hall) {
        auto files =
            hall.database
                .read([](persistence::Session& session) { return persistence::load_edition_in_force(session); })
                .value()
                .files;
        std::string& text = files.at("kirara.toml");
        const std::string price = "every_day = { morning = 470,";
        for (auto place = text.find(price); place != std::string::npos; place = text.find(price))
            text.replace(place, price.size(), "every_day = { morning = 600_000_000,");
        hall.database.transact([&](persistence::Session& session) {
            static_cast<void>(persistence::put_in_force(session, files, {}, hall.clock.now()));
        });
        hall.catalog.refresh();
        const auto who = hall.resident();
        const UseRequest other = TownHall::small_meeting("morning", "2026-12-02");
        CHECK(refusal_of(hall.hold_all(who, {TownHall::small_meeting(), other})) == "fee_too_large");
        CHECK(hall.hold(who, other));
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
            return UseRequest{.space = SpaceCode{code}, .date = date("2026-12-01"), .band = std::move(band)};
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
        const UseRequest half = TownHall::band("large_meeting_a", "2026-12-01", "morning");
        const UseRequest whole = TownHall::band("large_meeting", "2026-12-01", "all_day");
        const UseRequest other_half = TownHall::band("large_meeting_b", "2026-12-01", "morning");
        CHECK(hall.hold(hall.resident(), half));
        const auto late = hall.resident();
        CHECK(refusal_of(hall.hold(late, half)) == "already_taken");
        CHECK(refusal_of(hall.hold(late, whole)) == "already_taken");
        CHECK(hall.hold(late, other_half));
    });
}

TEST_CASE("nobody has more than three applications that wait for him at a time, and giving one back makes room") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.hold(who, hall.small_meeting("morning")).value();
        CHECK(hall.hold(who, hall.small_meeting("afternoon")));
        CHECK(hall.hold(who, hall.small_meeting("evening")));
        const auto fourth = hall.hold(who, hall.small_meeting("morning", "2026-12-02"));
        CHECK(refusal_of(fourth) == "hold_limit_reached");
        CHECK(fourth.error().facts.at("limit") == Fact{std::int64_t{3}});
        CHECK(hall.cancel(who, first.booking.application));
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

TEST_CASE("a repeat finds what it held, whatever stands in its way by now") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto first = hall.hold(who, hall.small_meeting(), "one-key").value();
        const auto finds_it = [&] {
            const auto again = hall.hold(who, hall.small_meeting(), "one-key");
            return again && again->booking.id == first.booking.id;
        };
        CHECK(finds_it());
        CHECK(hall.hold(who, hall.small_meeting("afternoon")));
        CHECK(hall.hold(who, hall.small_meeting("evening")));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("morning", "2026-12-02"))) == "hold_limit_reached");
        CHECK(finds_it());
        CHECK(suspend_resident(hall.context, desk, who.id, date("2026-11-20"), "迷惑行為"));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("morning", "2026-12-02"))) == "suspended");
        CHECK(refusal_of(hall.hold(who, hall.small_meeting())) == "suspended"); // though it is taken, too
        CHECK(finds_it());
        hall.clock.pass(std::chrono::minutes{11});
        CHECK(expire_overdue_bookings(hall.context) == 3);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        CHECK(finds_it());
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("evening"), "one-key")) == "idempotency_key_reused");
    });
}

TEST_CASE("a repeat of those that fit finds what was held, though everything looks taken by now") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const HoldCommand command{.uses = {hall.small_meeting(), hall.small_meeting("afternoon")},
                                  .fitting = Fitting::those_that_fit,
                                  .idempotency_key = "one-key",
                                  .request_hash = "hash"};
        const auto first = hold_spaces(hall.context, who, command).value();
        const auto again = hold_spaces(hall.context, who, command).value();
        CHECK(again.view.application.id == first.view.application.id);
        CHECK(again.left_out.empty());
        CHECK(hall.count("booking") == 2);
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
        CHECK(hall.cancel(first, held.booking.application));
        CHECK(hall.hold(second, hall.small_meeting(), "one-key"));
    });
}

TEST_CASE("a hold whose time is over makes room for the next resident, where no sweep comes in time") {
    in_the_town_hall([](TownHall& hall) {
        const auto slow = hall.resident();
        const auto quick = hall.resident();
        const auto held = hall.hold(slow, hall.small_meeting()).value().booking;
        hall.clock.pass(10min + persistence::time_for_the_sweep - 1ms);
        CHECK(refusal_of(hall.hold(quick, hall.small_meeting())) == "already_taken");
        hall.clock.pass(1ms);
        CHECK(hall.hold(quick, hall.small_meeting()));
        CHECK(hall.booking(held.id).state == BookingState::expired);
        CHECK(hall.claimed_slots(held.id) == 0);
        CHECK(refusal_of(hall.fill_in(slow, held.application)) == "hold_expired");
    });
}

TEST_CASE("taking over part of an overdue hold releases the whole of it") {
    in_the_town_hall([](TownHall& hall) {
        const auto slow = hall.resident();
        const auto held = hall.hold(slow, hall.small_meeting("all_day")).value().booking;
        hall.clock.pass(10min + persistence::time_for_the_sweep);
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
        const auto details = hall.fill_in(who, held.application, 18).value().view.application.details;
        REQUIRE(details);
        CHECK(details->purpose == "読書会");
        CHECK(details->people == 18);
    });
}

TEST_CASE("every reason to refuse the form has its name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(refusal_of(hall.fill_in(hall.resident(), held.application)) == "application_not_found");
        CHECK(refusal_of(hall.fill_in(who, ApplicationId{1})) == "application_not_found");
        CHECK(refusal_of(hall.fill_in(who, held.application, 19)) == "too_many_people");
        CHECK(refusal_of(hall.fill_in(who, held.application, 0)) == "invalid_people");
        CHECK(refusal_of(hall.fill_in(who, held.application, 8, "juggling")) == "unknown_activity");
        hall.clock.pass(10min);
        CHECK(refusal_of(hall.fill_in(who, held.application)) == "hold_expired");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(refusal_of(hall.fill_in(who, held.application)) == "hold_expired");
    });
}

TEST_CASE("a hold is extended by ten minutes at a time, to thirty in all") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto extend = [&] { return extend_hold(hall.context, who, held.application); };
        hall.clock.pass(9min);
        CHECK(*extend().value().bookings.front().expires_at == held.created_at + 19min);
        hall.clock.pass(9min);
        CHECK(*extend().value().bookings.front().expires_at == held.created_at + 28min);
        hall.clock.pass(9min);
        CHECK(*extend().value().bookings.front().expires_at == held.created_at + 30min);
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
        CHECK(refusal_of(extend_hold(hall.context, hall.resident(), held.application)) == "application_not_found");
        CHECK(hall.cancel(who, held.application));
        CHECK(refusal_of(extend_hold(hall.context, who, held.application)) == "wrong_state");
    });
}

TEST_CASE("what a request was answered is remembered for two weeks, and then forgotten") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting(), "the-key-of-the-page-1").value();
        hall.clock.pass(repeats_remembered);
        forget_old_repeats(hall.database, hall.clock.now());
        CHECK(hall.count("idempotency") == 1);
        hall.clock.pass(std::chrono::milliseconds{1});
        forget_old_repeats(hall.database, hall.clock.now());
        CHECK(hall.count("idempotency") == 0);
        CHECK(hall.application(held.view.application.id).bookings.size() == 1);
    });
}
