// Who comes, who does not, who is suspended, and who waits for what the others give back.
#include "services/booking/attendance.hpp"
#include "services/booking/on_behalf.hpp"
#include "services/booking/suspensions.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

Result<persistence::Booking> record(TownHall& hall, const persistence::Booking& booking, BookingEvent event) {
    return record_attendance(hall.context, hall.staff(), booking.id, event);
}

OnBehalfCommand on_behalf(TownHall& hall, const std::optional<AccountId>& account, const UseRequest& use) {
    OnBehalfCommand command;
    command.account = account;
    command.hold = {{use}, Fitting::all, hall.fresh_key(), "hash"};
    command.details.purpose = "会議";
    command.details.people = 8;
    return command;
}

} // namespace

TEST_CASE("people are checked in on the day, leave, and a mistake is corrected") {
    in_the_town_hall([](TownHall& hall) {
        const auto booking = hall.paid(hall.resident()).bookings.front();
        CHECK(refusal_of(record(hall, booking, BookingEvent::checked_in)) == "too_early");
        hall.clock.set(at("2026-12-01 08:45"));
        CHECK(record(hall, booking, BookingEvent::checked_in).value().state == BookingState::checked_in);
        CHECK(record(hall, booking, BookingEvent::check_in_undone).value().state == BookingState::permitted);
        CHECK(refusal_of(record(hall, booking, BookingEvent::not_come)) == "too_early");
        CHECK(record(hall, booking, BookingEvent::checked_in));
        hall.clock.set(at("2026-12-01 11:30"));
        CHECK(record(hall, booking, BookingEvent::use_ended).value().state == BookingState::used);
        CHECK(refusal_of(record(hall, booking, BookingEvent::checked_in)) == "wrong_state");
        CHECK(refusal_of(record_attendance(hall.context, hall.staff(), BookingId{1}, BookingEvent::checked_in)) ==
              "booking_not_found");
    });
}

TEST_CASE("the third no-show of a fiscal year suspends for sixty days, and a suspended person books nothing") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        for (const char* const day : {"2026-12-01", "2026-12-02", "2026-12-03"}) {
            const auto booking = hall.paid(who, {hall.small_meeting("morning", day)}).bookings.front();
            hall.clock.set(at(std::string{day} + " 12:30"));
            CHECK(record(hall, booking, BookingEvent::not_come).value().state == BookingState::no_show);
            CHECK(hall.claimed_slots(booking.id) == 0);
        }
        const auto refused = hall.hold(who, hall.small_meeting("morning", "2026-12-08"));
        CHECK(refusal_of(refused) == "suspended");
        CHECK(refused.error().facts.at("until_ms") == Fact{(hall.clock.now() + 60 * 24h).epoch_ms()});
        CHECK(hall.notices(who.id) == std::vector<std::string>{"suspended"});
        const auto listed = suspended_now(hall.context);
        REQUIRE(listed.size() == 1);
        CHECK(lift(hall.context, hall.staff(), listed.front().suspension.id));
        CHECK(hall.notices(who.id) == std::vector<std::string>{"suspension_lifted"});
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-08")));
    });
}

TEST_CASE("who is suspended twice is told of the lifting of one that the other still lasts") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto shorter = suspend_resident(hall.context, desk, who.id, date("2026-12-10"), "迷惑行為").value();
        hall.clock.set(hall.clock.now() + 1h);
        const auto longer = suspend_resident(hall.context, desk, who.id, date("2026-12-20"), "鍵の未返却").value();
        const auto newest = [&] {
            return hall.database.read(
                [&](persistence::Session& session) { return persistence::notices_of(session, who.id, 1).front(); });
        };
        hall.clock.set(hall.clock.now() + 1h);
        REQUIRE(lift(hall.context, desk, longer.suspension.id));
        CHECK(newest().kind == "suspension_lifted");
        CHECK(newest().facts_json == R"({"until_ms":)" + std::to_string(shorter.suspension.until.epoch_ms()) + "}");
        CHECK(hall.notices(who.id) == std::vector<std::string>{"suspension_lifted", "suspended"});
        hall.clock.set(hall.clock.now() + 1h);
        REQUIRE(lift(hall.context, desk, shorter.suspension.id));
        CHECK(newest().facts_json == "{}");
        CHECK(hall.notices(who.id) == std::vector<std::string>{"suspension_lifted", "suspension_lifted"});
    });
}

TEST_CASE("of more suspended people than are listed each is reinstated") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto first =
            suspend_resident(hall.context, desk, hall.resident().id, date("2026-11-20"), "迷惑行為").value();
        for (int others = 0; others < 200; ++others)
            REQUIRE(suspend_resident(hall.context, desk, hall.resident().id, date("2026-12-20"), "迷惑行為"));
        const auto lifted = lift(hall.context, desk, first.suspension.id);
        REQUIRE(lifted);
        CHECK(lifted->name == first.name);
        CHECK(lifted->suspension.lifted_by == desk.id);
        CHECK(refusal_of(lift(hall.context, desk, first.suspension.id)) == "suspension_not_found");
    });
}

TEST_CASE("a use that is over ends by itself, and so does the waiting for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        CHECK(join_waiting_list(hall.context, hall.resident(), hall.small_meeting()));
        hall.clock.set(at("2026-12-01 11:59"));
        CHECK(end_past_uses(hall.context) == 0);
        hall.clock.set(at("2026-12-01 12:00"));
        CHECK(end_past_uses(hall.context) == 1);
        const auto state = hall.booking(booking.id).state;
        const bool checks_in = find_facility(hall.catalog.current()->town, FacilityCode{"kirara"})->attendance.check_in;
        CHECK(state == (checks_in ? BookingState::no_show : BookingState::used));
        CHECK(serve_waiting_list(hall.context) == 1);
        CHECK(hall.count("waiting WHERE state = 'over'") == 1);
    });
}

TEST_CASE("the desk books for a resident at the resident's price, beyond the window, in one step") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident(UserClass::out_of_town);
        const auto desk = hall.staff();
        hall.clock.set(at("2026-12-01 08:30"));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting())) == "after_booking_window");
        const auto command = on_behalf(hall, who.id, hall.small_meeting());
        const auto booked = book_on_behalf(hall.context, desk, command).value().view;
        CHECK(booked.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(owed(booked) == Yen{700});
        CHECK(booked.application.number.has_value());
        CHECK(booked.application.account == who.id);
        CHECK(booked.application.made_by == desk.id);
        CHECK(book_on_behalf(hall.context, desk, command).value().view.application.id == booked.application.id);
        CHECK(refusal_of(book_on_behalf(hall.context, desk, on_behalf(hall, AccountId{1}, hall.small_meeting()))) ==
              "account_not_found");
        const auto far = hall.small_meeting("morning", "2031-01-08");
        CHECK(refusal_of(book_on_behalf(hall.context, desk, on_behalf(hall, who.id, far))) == "too_far_ahead");
    });
}

TEST_CASE("official use is permitted at once and owes nothing; details that are refused leave nothing behind") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booked =
            book_on_behalf(hall.context, desk, on_behalf(hall, std::nullopt, hall.small_meeting())).value().view;
        CHECK(booked.bookings.front().state == BookingState::permitted);
        CHECK(owed(booked) == Yen{0});
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
        auto crowded = on_behalf(hall, std::nullopt, hall.small_meeting("evening"));
        crowded.details.people = 500;
        CHECK(refusal_of(book_on_behalf(hall.context, desk, crowded)) == "too_many_people");
        CHECK(hall.count("application") == 1);
        CHECK(hall.count("idempotency") == 1);
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening")));
    });
}

TEST_CASE("when the desk's booking fails between holding and permitting nothing is held, and a repeat books anew") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto command = on_behalf(hall, hall.resident().id, hall.small_meeting());
        auto loud = command;
        loud.details.activity = ActivityCode{"no such activity"};
        CHECK(refusal_of(book_on_behalf(hall.context, desk, loud)) == "unknown_activity");
        CHECK(hall.count("application") == 0);
        hall.clock.pass(11min);
        const auto booked = book_on_behalf(hall.context, desk, command).value().view;
        CHECK(booked.bookings.front().state == BookingState::permitted_unpaid);
    });
}

TEST_CASE("the first in line is offered what is given back, and who does not want it makes room for the next") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto first = hall.resident();
        const auto second = hall.resident();
        CHECK(join_waiting_list(hall.context, first, hall.small_meeting()).value().ahead == 0);
        CHECK(join_waiting_list(hall.context, second, hall.small_meeting()).value().ahead == 1);
        CHECK(refusal_of(join_waiting_list(hall.context, first, hall.small_meeting())) == "already_waiting");
        CHECK(hall.cancel(holder, view.application.id));
        // At no moment is it anybody else's to take.
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
        CHECK(serve_waiting_list(hall.context) == 1);
        CHECK(hall.notices(first.id) == std::vector<std::string>{"offered"});
        const auto offer = waiting_places(hall.context, first.id).front().waiting;
        CHECK(offer.state == persistence::WaitingState::offered);
        CHECK(hall.application(*offer.offer).application.account == first.id);
        CHECK(hall.booking(*offer.offer).state == BookingState::held);
        CHECK(serve_waiting_list(hall.context) == 0);

        CHECK(hall.cancel(first, *offer.offer));
        CHECK(serve_waiting_list(hall.context) == 1);
        const auto next = waiting_places(hall.context, second.id).front().waiting;
        REQUIRE(next.state == persistence::WaitingState::offered);
        CHECK(hall.fill_in(second, *next.offer));
        CHECK(hall.submit(second, *next.offer));
        CHECK(waiting_places(hall.context, second.id).front().waiting.state == persistence::WaitingState::taken);
    });
}

TEST_CASE("an offer that nobody takes lapses at its deadline, and the slot is free after its while") {
    in_the_town_hall([](TownHall& hall) {
        const auto holder = hall.resident();
        const auto view = hall.paid(holder);
        const auto waiting = hall.resident();
        CHECK(join_waiting_list(hall.context, waiting, hall.small_meeting()));
        CHECK(hall.cancel(holder, view.application.id));
        CHECK(serve_waiting_list(hall.context) == 1);
        const auto offer = waiting_places(hall.context, waiting.id).front().waiting;
        hall.clock.set(*hall.booking(*offer.offer).expires_at);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(waiting_places(hall.context, waiting.id).front().waiting.state == persistence::WaitingState::lapsed);
        hall.clock.pass(2h);
        serve_waiting_list(hall.context);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
    });
}

TEST_CASE("only what is taken can be waited for, and only by its own rules") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        CHECK(refusal_of(join_waiting_list(hall.context, who, hall.small_meeting())) == "slot_is_free");
        CHECK(refusal_of(join_waiting_list(hall.context, who, hall.small_meeting("midnight"))) == "unknown_band");
        CHECK(refusal_of(join_waiting_list(hall.context, who, hall.small_meeting("morning", "2026-11-30"))) ==
              "closed_day");
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        const auto place = join_waiting_list(hall.context, who, hall.small_meeting()).value();
        CHECK(refusal_of(leave_waiting_list(hall.context, hall.resident(), place.waiting.id)) == "waiting_not_found");
        CHECK(leave_waiting_list(hall.context, who, place.waiting.id));
        CHECK(refusal_of(leave_waiting_list(hall.context, who, place.waiting.id)) == "wrong_state");
    });
}

TEST_CASE("nobody waits for what they have booked themselves, but for what others have of it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        REQUIRE(hall.hold(who, hall.small_meeting("morning")));
        CHECK(refusal_of(join_waiting_list(hall.context, who, hall.small_meeting("morning"))) == "already_yours");
        CHECK(refusal_of(join_waiting_list(hall.context, who, hall.small_meeting("all_day"))) == "already_yours");
        REQUIRE(hall.hold(hall.resident(), hall.small_meeting("evening")));
        CHECK(join_waiting_list(hall.context, who, hall.small_meeting("all_day")));
    });
}

TEST_CASE("staff suspend from today for five years at most") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const LocalDate today = to_town_time(hall.clock.now()).date;
        const auto suspended_for = [&](int days) {
            return suspend_resident(hall.context, desk, who.id, today + std::chrono::days{days}, "迷惑行為");
        };
        CHECK(refusal_of(suspended_for(-1)) == "date_in_the_past");
        CHECK(suspended_for(most_suspended_days + 1).error() ==
              Refusal{"suspension_too_long", {{"most", std::int64_t{most_suspended_days}}}});
        CHECK(suspended_now(hall.context).empty());
        CHECK(suspended_for(most_suspended_days));
    });
}

TEST_CASE("a free hall is permitted without a payment, and camp nights keep both of their days") {
    in_the_town_hall_of("minatomori", [](TownHall& hall) {
        const auto& town = hall.catalog.current()->town;
        const Space* free_hall = nullptr;
        const Space* site = nullptr;
        for (const Facility& facility : town.facilities)
            for (const Space& space : facility.spaces) {
                if (std::holds_alternative<ByNight>(space.use) && site == nullptr) site = &space;
                if (std::holds_alternative<ByBand>(space.use) && free_hall == nullptr) free_hall = &space;
            }
        REQUIRE(free_hall != nullptr);
        REQUIRE(site != nullptr);
        const auto who = hall.resident();
        const auto band = std::get<ByBand>(free_hall->use).bands.front().code;
        for (int day = 11; day < 30; ++day) {
            const UseRequest use{
                .space = free_hall->code, .date = date("2026-11-" + std::to_string(day)), .band = band};
            const auto held = hall.hold(who, use);
            if (!held) continue;
            CHECK(held->booking.total == Yen{0});
            CHECK(hall.fill_in(who, held->booking.application));
            CHECK(refusal_of(hall.start(who, held->booking.application)) == "nothing_owed");
            const auto done = hall.submit(who, held->booking.application).value();
            CHECK((done.booking.state == BookingState::permitted || done.booking.state == BookingState::under_review));
            break;
        }
        hall.clock.set(at("2027-06-01 10:00"));
        const auto nights = hall.hold(who, TownHall::nights(site->code.value(), "2027-06-12", 2)).value().booking;
        CHECK(nights.end.date == date("2027-06-14"));
        CHECK(refusal_of(hall.hold(hall.resident(), TownHall::nights(site->code.value(), "2027-06-13", 1))) ==
              "already_taken");
        CHECK(hall.hold(hall.resident(), TownHall::nights(site->code.value(), "2027-06-14", 1)));
    });
}
