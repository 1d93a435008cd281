// Closing halls, revoking what is in the way, and taking it back.
#include "persistence/repositories/closed_holds.hpp"
#include "services/availability/availability.hpp"
#include "services/booking/change.hpp"
#include "services/booking/revoke.hpp"
#include "services/closures/closures.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::ClosureKind;
using persistence::ConflictOutcome;

namespace {

ClosureCommand closure(TownHall& hall, const char* first, const char* last, bool revokes) {
    return {.kind = ClosureKind::emergency,
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .first = date(first),
            .last = date(last),
            .daily = std::nullopt,
            .reason = {"避難所の開設", "Evacuation shelter"},
            .revokes = revokes,
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
}

TimeRange time(const char* from, const char* until) {
    return TimeRange::of(MinuteOfDay::parse(from).value(), MinuteOfDay::parse(until).value()).value();
}

} // namespace

TEST_CASE("a closed building refuses every hold, says why, and opens again when the closure is lifted") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto closed = close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-02", false)).value();
        CHECK(closed.conflicts.empty());
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "closure");
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("evening", "2026-12-02"))) == "closure");
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-03")));
        CHECK(hall.hold(hall.resident(), TownHall::hours("martial_arts", "2026-12-01", "10:00", "11:00")));
        OccupancyMemory memory;
        const auto town = hall.catalog.current();
        const auto day = day_availability({hall.database, memory, *town}, FacilityCode{"kirara"}, date("2026-12-01"),
                                          {UserClass::in_town, hall.clock.now()})
                             .value();
        CHECK(day.spaces.front().slots.front().reason == SlotReason::closure);
        CHECK(day.closures.size() == 1);
        CHECK(lift_closure(hall.context, desk, closed.closure.id, false));
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        CHECK(refusal_of(lift_closure(hall.context, desk, closed.closure.id, false)) == "closure_lifted");
    });
}

TEST_CASE("a part of the day is closed for one room, and the hall that the room belongs to is closed with it") {
    in_the_town_hall([](TownHall& hall) {
        auto command = closure(hall, "2026-12-01", "2026-12-01", false);
        command.space = SpaceCode{"large_meeting_a"};
        command.daily = time("13:00", "15:00");
        CHECK(close_spaces(hall.context, hall.staff(), command));
        const auto who = hall.resident();
        CHECK(refusal_of(hall.hold(who, TownHall::band("large_meeting_a", "2026-12-01", "afternoon"))) == "closure");
        CHECK(refusal_of(hall.hold(who, TownHall::band("large_meeting", "2026-12-01", "all_day"))) == "closure");
        CHECK(hall.hold(who, TownHall::band("large_meeting_a", "2026-12-01", "morning")));
        CHECK(hall.hold(who, TownHall::band("large_meeting_b", "2026-12-01", "afternoon")));
    });
}

TEST_CASE(
    "an emergency revokes what is in the way, with the whole refund and a notice; undone, everything stands again") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto paid_view = hall.paid(who);
        const auto& booking = paid_view.bookings.front();
        hall.clock.set(at("2026-11-30 10:00")); // one day before: half, if it were the resident's own wish
        const auto preview = preview_closure(hall.context, closure(hall, "2026-12-01", "2026-12-01", true)).value();
        CHECK(preview.conflicts.size() == 1);
        CHECK(preview.refund == Yen{470});
        const auto report = close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)).value();
        REQUIRE(report.conflicts.size() == 1);
        CHECK(report.conflicts.front().outcome == ConflictOutcome::revoked);
        CHECK(report.conflicts.front().refund == Yen{470});
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
        CHECK(hall.claimed_slots(booking.id) == 0);
        CHECK(hall.notices(who.id) == std::vector<std::string>{"revoked"});
        hall.check_books();

        const auto lifted = lift_closure(hall.context, desk, report.closure.id, true).value();
        CHECK(lifted.conflicts.front().outcome == ConflictOutcome::reinstated);
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
        CHECK(hall.claimed_slots(booking.id) == 12);
        CHECK(hall.application(booking.application).refunds.front().state == persistence::RefundState::taken_back);
        CHECK(hall.notices(who.id) == std::vector<std::string>{"reinstated"});
    });
}

TEST_CASE("what a change had added to a paid booking is owed again when its revocation is taken back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        ChangeCommand longer;
        longer.application = booking.application;
        longer.booking = booking.id;
        longer.band = BandCode{"morning_afternoon"};
        longer.idempotency_key = hall.fresh_key();
        longer.request_hash = "hash";
        REQUIRE(change_application(hall.context, {who.id, false}, longer));
        REQUIRE(hall.obligation(booking.application).amount == Yen{980 - 470});
        REQUIRE(revoke_booking(hall.context, {booking.id, hall.staff().id, "漏水"}));
        CHECK(hall.obligation(booking.application).state == "released");
        REQUIRE(reinstate_booking(hall.context, hall.staff().id, booking.id));
        CHECK(hall.obligation(booking.application).state == "owed");
        CHECK(hall.obligation(booking.application).amount == Yen{980 - 470});
    });
}

TEST_CASE("a planned closure keeps the bookings in its way and lists them until somebody decides") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto first = hall.paid(who).bookings.front();
        const auto second = hall.paid(hall.resident(), {hall.small_meeting("evening")}).bookings.front();
        auto command = closure(hall, "2026-12-01", "2026-12-01", false);
        command.kind = ClosureKind::planned;
        const auto report = close_spaces(hall.context, desk, command).value();
        CHECK(report.conflicts.size() == 2);
        CHECK(hall.booking(first.id).state == BookingState::permitted);
        CHECK(list_closures(hall.context, {.first = date("2026-12-01"), .last = date("2026-12-31")}).front().kept == 2);
        const auto after = revoke_for_closure(hall.context, desk, report.closure.id, {second.id}).value();
        CHECK(hall.booking(first.id).state == BookingState::permitted);
        CHECK(hall.booking(second.id).state == BookingState::revoked);
        CHECK(refusal_of(revoke_for_closure(hall.context, desk, report.closure.id, {BookingId{1}})) ==
              "booking_not_found");
        ChangeCommand later;
        later.application = first.application;
        later.booking = first.id;
        later.band = BandCode{"afternoon"};
        later.idempotency_key = hall.fresh_key();
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, later)) == "closure");
        CHECK(hall.cancel(who, first.application));
    });
}

TEST_CASE("a booking that is being paid is kept until the provider has closed the page, and then revoked") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto begun = hall.at_the_page(hall.resident());
        const auto report = close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)).value();
        REQUIRE(report.conflicts.size() == 1);
        CHECK(report.conflicts.front().outcome == ConflictOutcome::kept);
        CHECK(report.conflicts.front().refusal->code == "attempt_in_progress");
        hall.work();
        const auto waits = hall.booking(begun.application);
        CHECK(waits.state == BookingState::permitted_unpaid);
        REQUIRE(revoke_for_closure(hall.context, desk, report.closure.id, {waits.id}));
        CHECK(hall.booking(begun.application).state == BookingState::revoked);
        CHECK(hall.claimed_slots(begun.application) == 0);
    });
}

TEST_CASE("a hold that a closure ends is told as what it was, with the closure's reason") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto paid = hall.paid(who, {hall.small_meeting("evening")}).bookings.front();
        REQUIRE(close_spaces(hall.context, hall.staff(), closure(hall, "2026-12-01", "2026-12-01", true)));
        CHECK(hall.booking(held.id).state == BookingState::revoked);
        CHECK(refusal_of(hall.fill_in(who, held.application)) == "wrong_state");
        const auto told = hall.notices(who.id);
        CHECK(std::ranges::count(told, "hold_ended") == 1);
        CHECK(std::ranges::count(told, "revoked") == 1);
        const auto closed = hall.database.read([&](persistence::Session& session) {
            return persistence::closed_holds(session, {held.id, paid.id});
        });
        REQUIRE(closed.size() == 1);
        CHECK(closed.front().booking == held.id);
        CHECK(closed.front().reason.en == "Evacuation shelter");
        CHECK(hall.application(held.application).decisions.empty());
    });
}

TEST_CASE("closing a page for one booking's sake gives up none of the others that were to be paid with it") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto held =
            hall.hold_all(who, {hall.small_meeting(), hall.small_meeting("morning", "2026-12-02")}).value().view;
        REQUIRE(hall.fill_in(who, held.application.id));
        REQUIRE(hall.start(who, held.application.id));
        hall.work();
        REQUIRE(close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)));
        hall.work();
        for (const auto& booking : hall.application(held.application.id).bookings)
            CHECK(booking.state == BookingState::permitted_unpaid);
        CHECK(hall.obligation(held.application.id).state == "owed");
    });
}

TEST_CASE("a closure that is sent again is the same one, and tries again to revoke what could not be revoked") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto begun = hall.at_the_page(hall.resident());
        const auto command = closure(hall, "2026-12-01", "2026-12-01", true);
        const auto first = close_spaces(hall.context, desk, command).value();
        CHECK(first.conflicts.front().outcome == ConflictOutcome::kept);
        hall.work();
        const auto second = close_spaces(hall.context, desk, command).value();
        CHECK(second.closure.id == first.closure.id);
        CHECK(second.conflicts.front().outcome == ConflictOutcome::revoked);
        CHECK(hall.booking(begun.application).state == BookingState::revoked);
        CHECK(hall.count("closure") == 1);
    });
}

TEST_CASE("for a closure that was lifted nothing is revoked any more") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto paid = hall.paid(hall.resident());
        const auto command = closure(hall, "2026-12-01", "2026-12-01", false);
        const auto closed = close_spaces(hall.context, desk, command).value();
        CHECK(lift_closure(hall.context, desk, closed.closure.id, false));
        CHECK(refusal_of(revoke_for_closure(hall.context, desk, closed.closure.id, {paid.bookings.front().id})) ==
              "closure_lifted");
        auto again = command;
        again.revokes = true;
        CHECK(close_spaces(hall.context, desk, again).value().closure.id == closed.closure.id);
        CHECK(hall.booking(paid.application.id).state == BookingState::permitted);
    });
}

TEST_CASE("who gives the application back as well while the town closes the page has given it back") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        REQUIRE(hall.cancel(who, begun.application));
        REQUIRE(close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)));
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
    });
}

TEST_CASE("one who pays while the hall is being closed is permitted, listed, and revoked with his money due") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto begun = hall.at_the_page(hall.resident());
        const auto report = close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)).value();
        hall.provider.meanwhile = [&] { hall.provider.pay(begun.attempt_ref, hall.clock.now()); };
        hall.work();
        const auto booking = hall.booking(begun.application);
        CHECK(booking.state == BookingState::permitted);
        const auto after = revoke_for_closure(hall.context, desk, report.closure.id, {booking.id}).value();
        CHECK(after.conflicts.front().refund == Yen{470});
    });
}

TEST_CASE("what was refunded, has begun or is closed otherwise stays revoked, with the reason") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booking = hall.paid(hall.resident()).bookings.front();
        const auto all = close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", true)).value();
        auto second = closure(hall, "2026-12-01", "2026-12-01", true);
        second.space = SpaceCode{"small_meeting"};
        CHECK(close_spaces(hall.context, desk, second));
        const auto lifted = lift_closure(hall.context, desk, all.closure.id, true).value();
        CHECK(lifted.conflicts.front().outcome == ConflictOutcome::revoked);
        CHECK(lifted.conflicts.front().refusal->code == "closure");
        CHECK(hall.booking(booking.id).state == BookingState::revoked);
    });
}

TEST_CASE("every reason not to close has its name") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto refused = [&](ClosureCommand command) {
            return refusal_of(close_spaces(hall.context, desk, command));
        };
        CHECK(refused(closure(hall, "2026-12-02", "2026-12-01", false)) == "period_reversed");
        CHECK(refused(closure(hall, "2026-10-01", "2026-10-02", false)) == "date_in_the_past");
        CHECK(refused(closure(hall, "2026-12-01", "2028-12-01", false)) == "closure_too_long");
        auto command = closure(hall, "2026-12-01", "2026-12-01", false);
        command.facility = FacilityCode{"castle"};
        CHECK(refused(command) == "unknown_facility");
        command.facility = FacilityCode{"gym"};
        command.space = SpaceCode{"small_meeting"};
        CHECK(refused(command) == "unknown_space");
        command.space.reset();
        command.reason = {};
        CHECK(refused(command) == "reason_required");
        CHECK(refusal_of(closure_report(hall.context, ClosureId{1})) == "closure_not_found");
        CHECK(hall.count("closure") == 0);
    });
}

TEST_CASE("a booking that commits beside a closure is refused or listed, never lost") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        for (int round = 0; round < 15; ++round) {
            const auto day = "2026-12-0" + std::to_string(1 + round % 5);
            const auto who = hall.resident();
            std::optional<Result<OneBooking>> held;
            std::jthread other([&] { held = hall.hold(who, hall.small_meeting("morning", day)); });
            const auto report =
                close_spaces(hall.context, desk, closure(hall, day.c_str(), day.c_str(), false)).value();
            other.join();
            CHECK(report.conflicts.size() == (held->has_value() ? 1 : 0));
            if (!*held) CHECK(held->error().code == "closure");
            if (*held) CHECK(hall.cancel(who, (*held)->booking.application));
            CHECK(lift_closure(hall.context, desk, report.closure.id, false));
        }
    });
}

TEST_CASE("no booking stays revoked for a closure that is lifted, with all of it undone, at the same moment") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto booking = hall.paid(hall.resident()).bookings.front().id;
        for (int round = 0; round < 25; ++round) {
            const auto closed =
                close_spaces(hall.context, desk, closure(hall, "2026-12-01", "2026-12-01", false)).value();
            {
                std::jthread revokes(
                    [&] { static_cast<void>(revoke_for_closure(hall.context, desk, closed.closure.id, {booking})); });
                std::this_thread::sleep_for(std::chrono::microseconds{round * 400});
                CHECK(lift_closure(hall.context, desk, closed.closure.id, true));
            }
            REQUIRE(hall.booking(booking).state == BookingState::permitted);
        }
    });
}

TEST_CASE("an extra opening opens a closed Monday, and is taken back only while nobody has booked in it") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-07"))) == "closed_day");
        persistence::ExtraOpening opening;
        opening.facility = FacilityCode{"kirara"};
        opening.hours = {date("2026-12-07"), date("2026-12-07"), time("09:00", "12:00"), {"臨時開館", "Extra opening"}};
        const auto opened = open_extra(hall.context, desk, opening).value();
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning", "2026-12-07")).value().booking;
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("evening", "2026-12-07"))) == "outside_opening_hours");
        CHECK(refusal_of(withdraw_extra(hall.context, desk, opened.id)) == "space_has_bookings");
        CHECK(hall.cancel(who, held.application));
        CHECK(withdraw_extra(hall.context, desk, opened.id));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("morning", "2026-12-07"))) == "closed_day");
        CHECK(extra_openings_from_today(hall.context).empty());
    });
}

TEST_CASE("an extra opening makes the hours of an open day longer, for every room of the building") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        persistence::ExtraOpening opening;
        opening.facility = FacilityCode{"kirara"};
        opening.space = SpaceCode{"small_meeting"};
        opening.hours = {date("2026-12-08"), date("2026-12-08"), time("07:00", "09:00"), {"早朝", "Early"}};
        CHECK(open_extra(hall.context, desk, opening));
        opening.space.reset();
        opening.hours = {date("2026-12-01"), date("2026-12-02"), time("07:00", "09:00"), {"早朝", "Early"}};
        CHECK(open_extra(hall.context, desk, opening));
        const auto town = hall.catalog.current();
        for (const char* const day : {"2026-12-01", "2026-12-02"})
            for (const char* const code : {"small_meeting", "kitchen"}) {
                const auto [facility, space] = find_space(town->town, SpaceCode{code});
                CHECK(open_hours(town->town, *facility, *space, date(day)) == time("07:00", "22:00"));
            }
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning")));
        opening.hours.open = time("05:00", "06:00");
        CHECK(refusal_of(open_extra(hall.context, desk, opening)) == "opening_leaves_gap");
        opening.hours.open = time("06:07", "07:00");
        CHECK(refusal_of(open_extra(hall.context, desk, opening)) == "not_on_quarter_hours");
    });
}

TEST_CASE("a kept booking that moved out of a closure is not listed any more, and not revoked for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        ClosureCommand command;
        command.facility = FacilityCode{"kirara"};
        command.first = command.last = date("2026-12-01");
        command.reason = {"漏水", "Water"};
        command.idempotency_key = hall.fresh_key();
        command.request_hash = "hash";
        const auto closed = close_spaces(hall.context, desk, command).value();
        REQUIRE(closed.conflicts.size() == 1);
        ChangeCommand change;
        change.application = booking.application;
        change.booking = booking.id;
        change.date = date("2026-12-02");
        change.idempotency_key = hall.fresh_key();
        change.request_hash = "hash";
        REQUIRE(change_application(hall.context, {who.id, false}, change));
        CHECK(closure_report(hall.context, closed.closure.id).value().conflicts.empty());
        CHECK(list_closures(hall.context, {.first = command.first, .last = command.last}).front().kept == 0);
        CHECK(refusal_of(revoke_for_closure(hall.context, desk, closed.closure.id, {booking.id})) ==
              "booking_not_found");
        CHECK(hall.booking(booking.id).state == BookingState::permitted);
    });
}

TEST_CASE("an extra opening that was taken back on another process is not booked by who still believes in it") {
    in_the_town_hall([](TownHall& hall) {
        const auto desk = hall.staff();
        persistence::ExtraOpening opening;
        opening.facility = FacilityCode{"kirara"};
        opening.hours = {date("2026-12-07"), date("2026-12-07"), time("09:00", "12:00"), {"臨時開館", "Extra opening"}};
        const auto opened = open_extra(hall.context, desk, opening).value();
        Catalog elsewhere(hall.context.database);
        const Context other{.database = hall.context.database,
                            .catalog = elsewhere,
                            .clock = hall.context.clock,
                            .gateways = hall.context.gateways,
                            .inbox_bell = hall.context.inbox_bell,
                            .payment_bell = hall.context.payment_bell,
                            .push_bell = hall.context.push_bell,
                            .waiting_bell = hall.context.waiting_bell,
                            .attachments = hall.attachments,
                            .public_url = hall.context.public_url};
        const auto still_open = elsewhere.current();
        CHECK(withdraw_extra(hall.context, desk, opened.id));
        CHECK(elsewhere.current() == still_open);
        const HoldCommand command{{hall.small_meeting("morning", "2026-12-07")}, Fitting::all, "late-key", "hash"};
        CHECK(refusal_of(hold_spaces(other, hall.resident(), command)) == "closed_day");
        CHECK(hall.count("booking") == 0);
        CHECK(elsewhere.current() != still_open);
    });
}
