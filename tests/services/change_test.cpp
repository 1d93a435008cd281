// Another date, room, time or equipment in one step: the old is never lost.
#include "services/booking/attendance.hpp"
#include "services/booking/change.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/permit.hpp"
#include "services/payment/remind_overdue.hpp"
#include "tests/services/support/approvers.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

ChangeCommand change_of(TownHall& hall, const persistence::Booking& booking) {
    ChangeCommand command;
    command.application = booking.application;
    command.booking = booking.id;
    command.idempotency_key = hall.fresh_key();
    command.request_hash = "hash";
    return command;
}

Result<ApplicationView> to_band(TownHall& hall, const persistence::Account& who, const persistence::Booking& booking,
                                const char* band) {
    auto command = change_of(hall, booking);
    command.band = BandCode{band};
    return change_application(hall.context, {who.id, false}, command);
}

Result<ApplicationView> to_date(TownHall& hall, const persistence::Account& who, const persistence::Booking& booking,
                                const char* day) {
    auto command = change_of(hall, booking);
    command.date = date(day);
    return change_application(hall.context, {who.id, false}, command);
}

} // namespace

TEST_CASE("a hold moves to another day, and the old day is free") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto moved = to_date(hall, who, held, "2026-12-02").value().bookings.front();
        CHECK(moved.id == held.id);
        CHECK(moved.state == BookingState::held);
        CHECK(moved.start.date == date("2026-12-02"));
        CHECK(moved.expires_at == held.expires_at);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-02"))) == "already_taken");
    });
}

TEST_CASE("a change into what is taken is refused, and everything stands as it was") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who);
        const auto& booking = view.bookings.front();
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening")));
        CHECK(refusal_of(to_band(hall, who, booking, "all_day")) == "already_taken");
        CHECK(refusal_of(to_date(hall, who, booking, "2026-11-30")) == "closed_day");
        CHECK(refusal_of(to_band(hall, who, booking, "midnight")) == "unknown_band");
        CHECK(refusal_of(to_band(hall, hall.resident(), booking, "afternoon")) == "application_not_found");
        const auto after = hall.booking(booking.id);
        CHECK(after.state == BookingState::permitted);
        CHECK(after.end.time.hh_mm() == "12:00");
        CHECK(hall.claimed_slots(booking.id) == 12);
        CHECK(hall.count("journal_transfer") == 2);
    });
}

TEST_CASE("a change into a time that one has booked already is told so, and not that somebody was faster") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        const auto evening = hall.hold(who, hall.small_meeting("evening")).value().booking;
        for (const auto* band : {"evening", "all_day"}) { // the second one wants its own old time, too
            CAPTURE(band);
            const auto changed = to_band(hall, who, booking, band);
            REQUIRE(refusal_of(changed) == "already_yours");
            CHECK(changed.error().facts.at("application_id") == Fact{std::to_string(evening.application.value())});
            auto command = change_of(hall, booking);
            command.band = BandCode{band};
            const auto preview = preview_change(hall.context, {who.id, false}, command).value();
            CHECK(preview.changes.front().refusal == changed.error());
            CHECK(
                preview_change(hall.context, {hall.staff().id, true}, command).value().changes.front().refusal->code ==
                "already_taken"); // to the desk it is one among others
        }
        CHECK(hall.hold(hall.resident(), hall.small_meeting("afternoon")));
        CHECK(refusal_of(to_band(hall, who, booking, "all_day")) == "already_taken"); // others are in the way as well
        CHECK(hall.claimed_slots(booking.id) == 12);
    });
}

TEST_CASE("a booking grows over its own slots") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning")).value().booking;
        CHECK(to_band(hall, who, held, "morning_afternoon").value().bookings.front().total == Yen{980});
        CHECK(hall.claimed_slots(held.id) == 32);
        CHECK(to_band(hall, who, held, "afternoon").value().bookings.front().total == Yen{620});
        CHECK(hall.claimed_slots(held.id) == 16);
    });
}

TEST_CASE("what a change adds to a paid booking is owed besides, and the permit stands meanwhile") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        const auto changed = to_band(hall, who, booking, "all_day").value();
        CHECK(changed.bookings.front().state == BookingState::permitted);
        CHECK(owed(changed) == Yen{1'680 - 470});
        CHECK(next_step(*hall.catalog.current(), changed) == NextStep::pay_difference);
        hall.pay(who, booking.application);
        const auto paid_whole = hall.application(booking.application);
        CHECK(paid(paid_whole) == Yen{1'680});
        CHECK(owed(paid_whole) == Yen{0});
        const auto refunds = hall.cancel(who, booking.application).value().view.refunds;
        REQUIRE(refunds.size() == 2); // one for each payment
        CHECK(refunds[0].amount + refunds[1].amount == Yen{1'680});
        CHECK(refunds[0].obligation != refunds[1].obligation);
    });
}

TEST_CASE(
    "a change to an earlier day says that an unpaid permit must be paid sooner, and one to a later day does not") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning", "2027-02-16")).value().booking;
        REQUIRE(hall.fill_in(who, held.application));
        REQUIRE(hall.submit(who, held.application));
        const auto booking = hall.booking(held.id);
        REQUIRE(booking.state == BookingState::permitted_unpaid);
        auto command = change_of(hall, booking);
        command.date = date("2027-02-17");
        CHECK_FALSE(preview_change(hall.context, {who.id, false}, command).value().due);
        command.date = date("2026-11-12");
        const auto told = preview_change(hall.context, {who.id, false}, command).value().due;
        REQUIRE(told);
        CHECK(*told < *booking.expires_at);
        REQUIRE(change_application(hall.context, {who.id, false}, command));
        CHECK(hall.booking(held.id).expires_at == told);
    });
}

TEST_CASE("what a change added has a day of its own; after it the payer is reminded once, and the permit stands") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        auto command = change_of(hall, booking);
        command.band = BandCode{"all_day"};
        const auto told = preview_change(hall.context, {who.id, false}, command).value().due;
        const auto changed = to_band(hall, who, booking, "all_day").value();
        const auto due = payment_due_of(changed);
        REQUIRE(due);
        CHECK(told == due);
        CHECK(*due > hall.clock.now());
        CHECK(*due <= to_instant(booking.start));
        CHECK(remind_of_overdue(hall.context) == 0);
        hall.clock.set(*due);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(remind_of_overdue(hall.context) == 1);
        CHECK(remind_of_overdue(hall.context) == 0);
        CHECK(hall.notices(who.id) == std::vector<std::string>{"payment_overdue"});
        CHECK(hall.application(booking.application).bookings.front().state == BookingState::permitted);
        hall.pay(who, booking.application); // money is never refused for being late
        CHECK(owed(hall.application(booking.application)) == Yen{0});
    });
}

TEST_CASE("nobody is reminded of a difference while it is being paid, but when that came to nothing") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        const auto due = payment_due_of(to_band(hall, who, booking, "all_day").value());
        REQUIRE(due);
        hall.clock.set(*due - 1min);
        const auto attempt = hall.start(who, booking.application).value();
        hall.work();
        hall.clock.set(*due);
        CHECK(remind_of_overdue(hall.context) == 0);
        hall.provider.expire(attempt.attempt_ref);
        hall.work_after(2h);
        REQUIRE_FALSE(hall.attempt(attempt.id).live);
        CHECK(remind_of_overdue(hall.context) == 1);
    });
}

TEST_CASE("a use that moves to an earlier day brings the day of its difference forward, never back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("morning", "2026-12-08")}).bookings.front();
        const auto first = payment_due_of(to_band(hall, who, booking, "all_day").value());
        REQUIRE(first);
        hall.clock.pass(1h);
        CHECK(payment_due_of(to_date(hall, who, booking, "2026-12-09").value()) == first);
        CHECK(payment_due_of(to_date(hall, who, booking, "2026-11-11").value()) < first);
    });
}

TEST_CASE("what a change to something cheaper gave back pays again when it is changed back before it was paid out") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("all_day")}).bookings.front();
        CHECK(to_band(hall, who, booking, "morning").value().refunds.front().amount == Yen{1'680 - 470});
        auto back = change_of(hall, booking);
        back.band = BandCode{"all_day"};
        CHECK(preview_change(hall.context, {who.id, false}, back).value().difference == Yen{0});
        CHECK(owed(change_application(hall.context, {who.id, false}, back).value()) == Yen{0});
        const auto cancelled = hall.cancel(who, booking.application).value();
        Yen given_back;
        for (const auto& refund : cancelled.view.refunds)
            if (refund.state != RefundState::taken_back) given_back += refund.amount;
        CHECK(given_back == paid(hall.application(booking.application)));
    });
}

TEST_CASE("moving a booking to a later day does not win back what its first day has forfeited") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        hall.clock.set(at("2026-11-29 10:00")); // two days before: half
        CHECK(to_date(hall, who, booking, "2027-01-19"));
        const auto refunds = hall.cancel(who, booking.application).value().view.refunds;
        REQUIRE(refunds.size() == 1);
        CHECK(refunds.front().percent == 50);
        CHECK(refunds.front().amount == Yen{230}); // 470 × 5割 = 235, 10円未満切捨て
    });
}

TEST_CASE("moved in time, a booking is judged by its new day") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        CHECK(to_date(hall, who, booking, "2027-01-19"));
        hall.clock.set(at("2026-12-20 10:00"));
        CHECK(hall.cancel(who, booking.application).value().view.refunds.front().amount == Yen{470});
    });
}

TEST_CASE("a review that is moved to a later day waits until that day; a payment is due before an earlier one") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto reviewed = hall.hold(who, TownHall::band("large_hall", "2027-01-16", "morning")).value().booking;
        CHECK(hall.fill_in(who, reviewed.application, 300));
        CHECK(hall.submit(who, reviewed.application));
        CHECK(*to_date(hall, who, reviewed, "2027-01-23").value().bookings.front().expires_at ==
              at("2027-01-23 09:00"));

        const auto unpaid = hall.hold(who, hall.small_meeting("morning", "2026-12-22")).value().booking;
        CHECK(hall.fill_in(who, unpaid.application));
        const auto week = *hall.submit(who, unpaid.application).value().booking.expires_at;
        const auto later = to_date(hall, who, unpaid, "2027-01-19").value().bookings.front();
        CHECK(*later.expires_at == week);
        const auto today = to_town_time(hall.clock.now()).date;
        const auto sooner = to_date(hall, who, unpaid, (today + std::chrono::days{1}).iso8601().c_str());
        REQUIRE(sooner);
        CHECK(*sooner.value().bookings.front().expires_at < week);
        CHECK(*sooner.value().bookings.front().expires_at <= to_instant(sooner.value().bookings.front().start));
    });
}

TEST_CASE("what was decided on another state of the application is refused") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::band("large_hall", "2027-01-16", "morning")).value().booking;
        CHECK(hall.fill_in(who, held.application, 300));
        CHECK(hall.submit(who, held.application));
        const auto seen = hall.application(held.application).application.version;
        CHECK(to_date(hall, who, held, "2027-01-23")); // swapped while the desk reads
        Approvers people{hall};
        DraftCommand decision;
        decision.seen = {held.application, seen};
        CHECK(refusal_of(draft(hall.context, people.desk, decision)) == "stale_version");
        auto change = change_of(hall, held);
        change.date = date("2027-01-30");
        change.version = seen;
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, change)) == "stale_version");
        change.version = hall.application(held.application).application.version;
        CHECK(change_application(hall.context, {who.id, false}, change));
        CHECK(people.draft(held.application));
    });
}

TEST_CASE("a use does not move into a room that is not for it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        REQUIRE(hall.fill_in(who, held.application, 8, "chorus"));
        auto command = change_of(hall, held);
        command.space = SpaceCode{"kitchen"};
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        REQUIRE(plan.changes.front().refusal);
        CHECK(plan.changes.front().refusal->code == "activity_not_here");
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "activity_not_here");
    });
}

TEST_CASE("nobody is checked in before the difference is paid, and nobody stayed away for that") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto booking = hall.paid(who).bookings.front();
        CHECK(to_band(hall, who, booking, "all_day"));
        hall.clock.set(at("2026-12-01 09:00"));
        CHECK(refusal_of(record_attendance(hall.context, desk, booking.id, BookingEvent::checked_in)) ==
              "payment_outstanding");
        hall.pay(who, booking.application);
        CHECK(record_attendance(hall.context, desk, booking.id, BookingEvent::checked_in));
    });
}

TEST_CASE("a second change before the difference is paid leaves one debt, the right one") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        CHECK(to_band(hall, who, booking, "all_day"));
        CHECK(owed(to_band(hall, who, booking, "afternoon").value()) == Yen{620 - 470});
        CHECK(owed(to_band(hall, who, booking, "morning").value()) == Yen{0});
        CHECK(hall.application(booking.application).refunds.empty());
    });
}

TEST_CASE("what is less than was paid is given back by the rule of the day that is given up") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("all_day")}).bookings.front();
        hall.clock.set(at("2026-11-25 10:00")); // six days before: half
        const auto changed = to_band(hall, who, booking, "morning").value();
        REQUIRE(changed.refunds.size() == 1);
        CHECK(changed.refunds.front().amount == Yen{600}); // (1680 - 470) × 5割 = 605, 10円未満切捨て
        CHECK(changed.refunds.front().ground == persistence::RefundGround::changed);
    });
}

TEST_CASE("an unpaid permit owes the new fee, and nothing changes under an open payment page") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(hall.fill_in(who, held.application));
        CHECK(hall.submit(who, held.application));
        CHECK(owed(to_band(hall, who, held, "all_day").value()) == Yen{1'680});
        CHECK(hall.start(who, held.application));
        hall.work();
        CHECK(refusal_of(to_band(hall, who, held, "morning")) == "attempt_in_progress");
    });
}

TEST_CASE(
    "a permit does not move by itself into a hall whose permits staff decide, nor do staff where posts decide it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who, {hall.small_meeting("morning", "2027-01-16")}).bookings.front();
        auto command = change_of(hall, booking);
        command.space = SpaceCode{"large_hall"};
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "needs_review");
        CHECK(change_application(hall.context, {hall.staff().id, true}, command).error() ==
              Refusal{"approval_required", {{"post", "director"}}});
        command.space = SpaceCode{"large_meeting_a"};
        CHECK(change_application(hall.context, {hall.staff().id, true}, command));
    });
}

TEST_CASE("this and the following of a series move to another time, the earlier one stays") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.hold_all(who, {hall.small_meeting("morning", "2026-12-01"),
                                              hall.small_meeting("morning", "2026-12-08"),
                                              hall.small_meeting("morning", "2026-12-15")})
                              .value()
                              .view;
        auto command = change_of(hall, view.bookings[1]);
        command.scope = ChangeScope::following;
        command.band = BandCode{"evening"};
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK(plan.changes.size() == 2);
        CHECK(plan.is_possible());
        const auto changed = change_application(hall.context, {who.id, false}, command).value();
        CHECK(changed.bookings[0].start.time.hh_mm() == "09:00");
        CHECK(changed.bookings[1].start.time.hh_mm() == "18:00");
        CHECK(changed.bookings[2].start.time.hh_mm() == "18:00");
        command.date = date("2026-12-22");
        CHECK(refusal_of(preview_change(hall.context, {who.id, false}, command)) == "date_of_one_only");
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, change_of(hall, view.bookings[0]))) ==
              "nothing_changes");
    });
}

TEST_CASE("of a series one clash refuses the whole change, and the preview says which") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.hold_all(who, {hall.small_meeting("morning", "2026-12-01"),
                                              hall.small_meeting("morning", "2026-12-08")})
                              .value()
                              .view;
        CHECK(hall.hold(hall.resident(), hall.small_meeting("evening", "2026-12-08")));
        auto command = change_of(hall, view.bookings[0]);
        command.scope = ChangeScope::all;
        command.band = BandCode{"evening"};
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        CHECK_FALSE(plan.changes[0].refusal);
        REQUIRE(plan.changes[1].refusal);
        CHECK(plan.changes[1].refusal->code == "already_taken");
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "already_taken");
        for (const auto& booking : hall.application(view.application.id).bookings)
            CHECK(booking.start.time.hh_mm() == "09:00");
    });
}

TEST_CASE("uses that a change would bring to the same time are told to overlap, not to be taken") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view =
            hall.hold_all(who, {hall.small_meeting("morning"), hall.small_meeting("afternoon")}).value().view;
        auto command = change_of(hall, view.bookings[0]);
        command.scope = ChangeScope::all;
        command.band = BandCode{"evening"};
        const auto plan = preview_change(hall.context, {who.id, false}, command).value();
        REQUIRE(plan.changes.size() == 2);
        CHECK_FALSE(plan.changes[0].refusal);
        REQUIRE(plan.changes[1].refusal);
        CHECK(plan.changes[1].refusal->code == "uses_overlap");
        const auto refused = change_application(hall.context, {who.id, false}, command);
        REQUIRE(refusal_of(refused) == "uses_overlap");
        CHECK(refused.error().facts.at("index") == Fact{std::int64_t{1}});
        command.scope = ChangeScope::one; // the other one stays where it is
        CHECK(change_application(hall.context, {who.id, false}, command));
    });
}

TEST_CASE("the same change again changes nothing more") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto booking = hall.paid(who).bookings.front();
        auto command = change_of(hall, booking);
        command.band = BandCode{"all_day"};
        CHECK(change_application(hall.context, {who.id, false}, command));
        CHECK(change_application(hall.context, {who.id, false}, command));
        CHECK(hall.count("booking_event WHERE event = 'changed'") == 1);
        command.request_hash = "another";
        CHECK(refusal_of(change_application(hall.context, {who.id, false}, command)) == "idempotency_key_reused");
    });
}

TEST_CASE("an unpaid booking that a change makes free is permitted, and does not expire for want of a payment") {
    in_the_town_hall_of("minatomori", [](TownHall& hall) {
        const auto who = hall.resident();
        UseRequest with_projector = TownHall::band("west_half", "2026-12-01", "morning");
        with_projector.equipment = {{EquipmentCode{"hall_projector"}, 1}};
        const auto held = hall.hold(who, with_projector).value().booking;
        REQUIRE(hall.fill_in(who, held.application));
        REQUIRE(hall.submit(who, held.application).value().booking.state == BookingState::permitted_unpaid);
        auto without = change_of(hall, held);
        without.equipment = std::vector<EquipmentWish>{};
        auto sooner = without;
        sooner.date = date("2026-11-26");
        CHECK_FALSE(preview_change(hall.context, {who.id, false}, sooner).value().due); // nothing is left to pay
        const auto changed = change_application(hall.context, {who.id, false}, without).value().bookings.front();
        CHECK(changed.total == Yen{0});
        CHECK(changed.state == BookingState::permitted);
        CHECK(hall.obligation(held.application).state == "released");
        hall.clock.set(at("2026-11-30 23:59"));
        CHECK(expire_overdue_bookings(hall.context) == 0);
    });
}

TEST_CASE("a permit that cost nothing, and does after a change, waits for its payment like any other") {
    in_the_town_hall_of("minatomori", [](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::band("west_half", "2026-12-01", "morning")).value().booking;
        REQUIRE(hall.fill_in(who, held.application));
        REQUIRE(hall.submit(who, held.application).value().booking.state == BookingState::permitted);
        auto with_projector = change_of(hall, held);
        with_projector.equipment = {{EquipmentCode{"hall_projector"}, 1}};
        const auto changed = change_application(hall.context, {who.id, false}, with_projector).value();
        CHECK(changed.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(owed(changed) == changed.bookings.front().total);
        hall.clock.set(*changed.bookings.front().expires_at);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(held.id).state == BookingState::expired);
        CHECK(hall.obligation(held.application).state == "released");
    });
}
