// Several uses in one application, permitted, reviewed, paid together and given back in part.
#include "services/booking/change.hpp"
#include "services/booking/permit.hpp"
#include "tests/services/support/approvers.hpp"

#include <doctest/doctest.h>
#include <set>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

std::vector<UseRequest> two_mornings() {
    return {TownHall::small_meeting("morning", "2026-12-01"), TownHall::small_meeting("morning", "2026-12-02")};
}

UseRequest with(UseRequest use, const char* equipment, std::int64_t quantity) {
    use.equipment.push_back({EquipmentCode{equipment}, quantity});
    return use;
}

// Tickets are sold: staff look at it first, whatever the room.
ApplicationView under_review(TownHall& hall, const persistence::Account& who, const std::vector<UseRequest>& uses) {
    const auto held = hall.hold_all(who, uses).value().view;
    const persistence::ApplicationDetails sells_tickets{.activity = std::nullopt,
                                                        .purpose = "朗読会",
                                                        .group_name = std::nullopt,
                                                        .people = 8,
                                                        .highest_admission = std::nullopt,
                                                        .is_commercial = true,
                                                        .reduction = std::nullopt};
    REQUIRE(put_details(hall.context, who, {held.application.id, sells_tickets}));
    return hall.submit(who, held.application.id).value().view;
}

} // namespace

TEST_CASE("several uses are held, applied for and paid as one, under one number") {
    in_the_town_hall([](TownHall& hall) {
        const auto view = hall.paid(hall.resident(), two_mornings());
        REQUIRE(view.bookings.size() == 2);
        CHECK(view.bookings[0].state == BookingState::permitted);
        CHECK(view.bookings[1].state == BookingState::permitted);
        CHECK(view.obligations.size() == 1);
        CHECK(paid(view) == Yen{940});
        CHECK(view.application.number.has_value());
        CHECK(hall.claimed_slots(view.application.id) == 24);
    });
}

TEST_CASE("of several uses one that is taken refuses them all, and nothing is held") {
    in_the_town_hall([](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-02")));
        const auto refused = hall.hold_all(hall.resident(), two_mornings());
        CHECK(refusal_of(refused) == "already_taken");
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-02"}});
        CHECK(hall.count("booking") == 1);
        CHECK(hall.count("claim") == 12);
    });
}

TEST_CASE("those that fit are held, and those left out are told with the reason") {
    in_the_town_hall([](TownHall& hall) {
        CHECK(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-02")));
        auto uses = two_mornings();
        uses.push_back(hall.small_meeting("morning", "2026-11-30"));
        const auto held = hall.hold_all(hall.resident(), uses, Fitting::those_that_fit).value();
        CHECK(held.view.bookings.size() == 1);
        REQUIRE(held.left_out.size() == 2);
        CHECK(held.left_out[0].refusal.code == "closed_day");
        CHECK(held.left_out[1].refusal.code == "already_taken");
        CHECK(held.left_out[1].index == 1);
    });
}

TEST_CASE("of two bands of one day that are both wanted, the one that is taken at that moment is left out") {
    in_the_town_hall([](TownHall& hall) {
        for (int round = 0; round < 20; ++round) {
            const auto who = hall.resident();
            const auto other = hall.resident();
            std::optional<Result<OneBooking>> faster;
            Result<HeldApplication> held = refuse("not_tried");
            {
                std::jthread takes([&] { faster = hall.hold(other, hall.small_meeting("evening", "2026-12-05")); });
                std::this_thread::sleep_for(std::chrono::microseconds{round * 200});
                held = hall.hold_all(
                    who,
                    {hall.small_meeting("morning", "2026-12-02"), hall.small_meeting("morning", "2026-12-03"),
                     hall.small_meeting("morning", "2026-12-05"), hall.small_meeting("evening", "2026-12-05")},
                    Fitting::those_that_fit);
            }
            REQUIRE(held);
            CHECK(held->view.bookings.size() == (*faster ? 3 : 4));
            for (const LeftOut& left : held->left_out)
                CHECK(left.index == 3);
            REQUIRE(hall.cancel(who, held->view.application.id));
            if (*faster) REQUIRE(hall.cancel(other, (*faster)->booking.application));
        }
    });
}

TEST_CASE("who has the slot already, in another tab or from before, is told so and led to it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        const auto is_led_to_it = [&] {
            const auto again = hall.hold(who, hall.small_meeting());
            CHECK(refusal_of(again) == "already_yours");
            CHECK(again.error().facts.at("application_id") == Fact{std::to_string(held.application.value())});
        };
        is_led_to_it();
        CHECK(hall.fill_in(who, held.application));
        CHECK(hall.submit(who, held.application));
        is_led_to_it();
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
        // Somebody else has a part of it, too.
        CHECK(hall.hold(hall.resident(), hall.small_meeting("afternoon")));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("morning_afternoon"))) == "already_taken");
        // Also at the limit.
        for (const auto* const day : {"2026-12-02", "2026-12-03"})
            CHECK(hall.hold(who, hall.small_meeting("morning", day)));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("morning", "2026-12-04"))) == "hold_limit_reached");
        is_led_to_it();
    });
}

TEST_CASE("one's own use in the middle of what one wants is told as one's own") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        REQUIRE(hall.hold(who, hall.small_meeting("afternoon")));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("all_day"))) == "already_yours");
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting("all_day"))) == "already_taken");
    });
}

TEST_CASE("who has one of several uses, or the equipment, already is told which") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto with_projectors = [](UseRequest use, int pieces) {
            use.equipment = {{EquipmentCode{"projector"}, pieces}};
            return use;
        };
        const auto held = hall.hold(who, with_projectors(hall.small_meeting(), 2)).value().booking;
        const auto is_led_to_it = [&](const std::vector<UseRequest>& uses, std::string_view date,
                                      std::string_view space) {
            const auto again = hall.hold_all(who, uses, Fitting::all);
            REQUIRE(refusal_of(again) == "already_yours");
            CHECK(again.error().facts.at("application_id") == Fact{std::to_string(held.application.value())});
            CHECK(again.error().facts.at("date") == Fact{std::string{date}});
            CHECK(again.error().facts.at("space") == Fact{std::string{space}});
        };
        const std::string day = held.start.date.iso8601();
        is_led_to_it({hall.small_meeting("morning", "2026-12-05"), hall.small_meeting()}, day, "small_meeting");
        auto beside = hall.small_meeting();
        beside.space = SpaceCode{"japanese_room"};
        is_led_to_it({with_projectors(beside, 1)}, day, "japanese_room");
        // Somebody else has another of the uses, or one of the pieces.
        REQUIRE(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-05")));
        CHECK(
            refusal_of(hall.hold_all(who, {hall.small_meeting("evening"), hall.small_meeting("morning", "2026-12-05")},
                                     Fitting::all)) == "already_taken");
        REQUIRE(hall.cancel(who, held.application));
        REQUIRE(hall.hold(who, with_projectors(hall.small_meeting(), 1)));
        auto of_somebody = beside;
        of_somebody.space = SpaceCode{"kitchen"};
        REQUIRE(hall.hold(hall.resident(), with_projectors(of_somebody, 1)));
        CHECK(refusal_of(hall.hold(who, with_projectors(beside, 1))) == "too_much_equipment");
    });
}

TEST_CASE("of uses that are in each other's way the last one is left out") {
    in_the_town_hall([](TownHall& hall) {
        const auto held = hall.hold_all(
            hall.resident(),
            {hall.small_meeting("evening"), hall.small_meeting("morning"), hall.small_meeting("morning_afternoon")},
            Fitting::those_that_fit);
        REQUIRE(held);
        REQUIRE(held->left_out.size() == 1);
        CHECK(held->left_out.front().index == 2);
        CHECK(held->left_out.front().refusal.code == "uses_overlap");
        CHECK(held->view.bookings.size() == 2);
    });
}

TEST_CASE("what is taken by somebody else and wanted twice besides is told as taken") {
    in_the_town_hall([](TownHall& hall) {
        REQUIRE(hall.hold(hall.resident(), hall.small_meeting()));
        const auto held = hall.hold_all(
            hall.resident(),
            {hall.small_meeting("evening"), hall.small_meeting("morning_afternoon"), hall.small_meeting("all_day")},
            Fitting::those_that_fit);
        REQUIRE(held);
        REQUIRE(held->left_out.size() == 2);
        for (const LeftOut& left : held->left_out)
            CHECK(left.refusal.code == "already_taken");
    });
}

TEST_CASE("uses that want the same room at the same time are refused together, before anything is claimed") {
    in_the_town_hall([](TownHall& hall) {
        const auto half = [](std::string_view band) { return TownHall::band("large_meeting_a", "2026-12-01", band); };
        const auto whole = [](std::string_view band) { return TownHall::band("large_meeting", "2026-12-01", band); };
        const auto other_half = TownHall::band("large_meeting_b", "2026-12-01", "morning");
        struct Case {
            std::string_view what;
            std::vector<UseRequest> uses;
            std::int64_t index;
            std::string_view space;
        };
        const std::vector<Case> cases{
            {"the same use twice", {hall.small_meeting(), hall.small_meeting()}, 1, "small_meeting"},
            {"a band and one that contains it",
             {half("evening"), half("morning"), half("all_day")},
             2,
             "large_meeting_a"},
            {"half of a room and the whole",
             {hall.small_meeting(), half("morning"), whole("morning")},
             2,
             "large_meeting"},
            {"the whole of a room and its half", {whole("all_day"), other_half}, 1, "large_meeting_b"},
        };
        for (const auto& [what, uses, index, space] : cases) {
            CAPTURE(what);
            const auto refused = hall.hold_all(hall.resident(), uses);
            REQUIRE(refusal_of(refused) == "uses_overlap");
            CHECK(refused.error().facts == std::map<std::string, Fact>{{"index", index},
                                                                       {"date", std::string{"2026-12-01"}},
                                                                       {"space", std::string{space}}});
        }
        CHECK(hall.count("claim") == 0);
        CHECK(hall.count("booking") == 0);
        REQUIRE(hall.hold(hall.resident(), hall.small_meeting())); // whoever has it: they could never have both
        CHECK(refusal_of(hall.hold_all(hall.resident(), cases.front().uses)) == "uses_overlap");
        CHECK(hall.hold_all(hall.resident(),
                            {half("evening"), TownHall::band("large_meeting_b", "2026-12-01", "evening")}));
    });
}

TEST_CASE("of all that fit, what a quota has no room for is left out, the last ones first") {
    in_the_town_hall([](TownHall& hall) {
        std::vector<UseRequest> uses;
        for (const char* const day :
             {"2026-12-19", "2026-12-05", "2026-12-12", "2026-12-13", "2026-12-20", "2026-12-06"})
            uses.push_back(TownHall::hours("martial_arts", day, "10:00", "11:00"));
        const auto who = hall.resident();
        CHECK(refusal_of(hall.hold_all(who, {uses[0], uses[1], uses[2], uses[3], uses[4]})) == "quota_reached");
        const auto held = hall.hold_all(who, uses, Fitting::those_that_fit);
        REQUIRE(held);
        std::set<std::size_t> left_out;
        for (const LeftOut& left : held->left_out) {
            CHECK(left.refusal.code == "quota_reached");
            left_out.insert(left.index);
        }
        CHECK(left_out == std::set<std::size_t>{0, 4});
        CHECK(held->view.bookings.size() == 4);
    });
}

TEST_CASE("an application keeps to one facility, to the town's number of uses, and to uses at all") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto gym = TownHall::hours("martial_arts", "2026-12-01", "10:00", "11:00");
        CHECK(refusal_of(hall.hold_all(who, {hall.small_meeting(), gym})) == "several_facilities");
        CHECK(refusal_of(hall.hold_all(who, {})) == "no_uses");
        CHECK(refusal_of(hall.hold_all(who, std::vector(11, hall.small_meeting()))) == "too_many_uses");
    });
}

TEST_CASE("equipment is charged by the band, is there once for everybody, and comes back with the booking") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto both = with(hall.small_meeting(), "projector", 2);
        const auto held = hall.hold(who, both).value().booking;
        CHECK(held.total == Yen{470 + 2 * 1'040});
        CHECK(hall.claimed_slots(held.id) == 3 * 12);
        const auto kitchen = with(TownHall::band("kitchen", "2026-12-01", "all_day"), "projector", 1);
        const auto refused = hall.hold(hall.resident(), kitchen);
        CHECK(refusal_of(refused) == "too_much_equipment");
        CHECK(refused.error().facts.at("free") == Fact{std::int64_t{0}});
        CHECK(hall.hold(hall.resident(), with(TownHall::band("kitchen", "2026-12-01", "evening"), "projector", 2)));
        CHECK(hall.cancel(who, held.application));
        CHECK(hall.hold(hall.resident(), with(TownHall::band("kitchen", "2026-12-01", "morning"), "projector", 2)));
    });
}

TEST_CASE("thousands of pieces, pieces that do not exist and no pieces are refused by name") {
    in_the_town_hall([](TownHall& hall) {
        const auto refused = [&](const char* what, std::int64_t quantity) {
            return refusal_of(hall.hold(hall.resident(), with(hall.small_meeting(), what, quantity)));
        };
        CHECK(refused("projector", 9'999) == "too_much_equipment");
        CHECK(refused("projector", 0) == "invalid_quantity");
        CHECK(refused("projector", -1) == "invalid_quantity");
        CHECK(refused("submarine", 1) == "unknown_equipment");
        CHECK(hall.count("booking") == 0);
    });
}

TEST_CASE("what staff must see first waits for them, and pays only after the permission") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::band("large_hall", "2027-01-16", "morning")).value().booking;
        CHECK(refusal_of(hall.submit(who, held.application)) == "details_missing");
        CHECK(hall.fill_in(who, held.application, 300));
        CHECK(refusal_of(hall.start(who, held.application)) == "needs_review");
        CHECK(hall.submit(who, held.application).value().booking.state == BookingState::under_review);
        CHECK(refusal_of(hall.start(who, held.application)) == "wrong_state");
        const auto permitted = Approvers{hall}.decide(held.application);
        CHECK(permitted.bookings.front().state == BookingState::permitted_unpaid);
        CHECK(*permitted.bookings.front().expires_at == at("2026-11-18 00:00"));
        CHECK(hall.notices(who.id) == std::vector<std::string>{"permitted"});
        hall.pay(who, held.application);
        CHECK(hall.booking(held.id).state == BookingState::permitted);
        CHECK(refusal_of(decide_application(hall.context, hall.staff(), {held.application, true, {}, {}})) ==
              "wrong_state");
    });
}

TEST_CASE("what staff have permitted is paid while they still look at the rest, and the rest when it is permitted") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto reviewed = under_review(hall, who, two_mornings());
        const ApplicationId id = reviewed.application.id;
        const auto next = [&] { return next_step(*hall.catalog.current(), hall.application(id)); };
        CHECK(next() == NextStep::wait_for_review);
        REQUIRE(decide_application(hall.context, desk, {id, true, {reviewed.bookings[1].id}, {}}));
        CHECK(state_of(hall.application(id).bookings) == ApplicationState::permitted_unpaid);
        CHECK(next() == NextStep::pay);
        hall.pay(who, id);
        CHECK(hall.booking(reviewed.bookings[0].id).state == BookingState::under_review);
        CHECK(hall.booking(reviewed.bookings[1].id).state == BookingState::permitted);
        CHECK(next() == NextStep::wait_for_review);
        CHECK(refusal_of(hall.start(who, id)) == "wrong_state");
        REQUIRE(decide_application(hall.context, desk, {id, true, {}, {}}));
        CHECK(hall.obligation(id).amount == reviewed.bookings[0].total);
        hall.pay(who, id);
        CHECK(hall.booking(reviewed.bookings[0].id).state == BookingState::permitted);
        CHECK(paid(hall.application(id)) == reviewed.bookings[0].total + reviewed.bookings[1].total);
    });
}

TEST_CASE("what a change of a paid booking adds is paid while staff still look at another one") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto reviewed = under_review(hall, who, two_mornings());
        const ApplicationId id = reviewed.application.id;
        REQUIRE(decide_application(hall.context, desk, {id, true, {reviewed.bookings[0].id}, {}}));
        hall.pay(who, id);
        ChangeCommand longer;
        longer.application = id;
        longer.booking = reviewed.bookings[0].id;
        longer.band = BandCode{"morning_afternoon"};
        longer.idempotency_key = hall.fresh_key();
        longer.request_hash = "hash";
        REQUIRE(change_application(hall.context, {desk.id, true}, longer));
        CHECK(next_step(*hall.catalog.current(), hall.application(id)) == NextStep::pay_difference);
        hall.pay(who, id);
        CHECK(paid(hall.application(id)) == hall.booking(reviewed.bookings[0].id).total);
        CHECK(hall.booking(reviewed.bookings[1].id).state == BookingState::under_review);
    });
}

TEST_CASE("of several terms of payment the earliest is told, and decides") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto reviewed = under_review(hall, who, two_mornings());
        const ApplicationId id = reviewed.application.id;
        REQUIRE(decide_application(hall.context, desk, {id, true, {reviewed.bookings[1].id}, {}}));
        hall.clock.pass(24h);
        REQUIRE(decide_application(hall.context, desk, {id, true, {reviewed.bookings[0].id}, {}}));
        const Instant earliest = *hall.booking(reviewed.bookings[1].id).expires_at;
        CHECK(earliest < *hall.booking(reviewed.bookings[0].id).expires_at);
        CHECK(deadline_of(hall.application(id), BookingState::permitted_unpaid) == earliest);
        hall.clock.set(earliest);
        CHECK(refusal_of(hall.start(who, id)) == "payment_due_passed");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        hall.pay(who, id);
        CHECK(hall.booking(reviewed.bookings[0].id).state == BookingState::permitted);
    });
}

TEST_CASE("of two that staff permit one after the other, each waits for its payment until its own day") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto held = under_review(hall, who, two_mornings());
        const BookingId first = held.bookings[0].id;
        const BookingId second = held.bookings[1].id;
        REQUIRE(decide_application(hall.context, desk, {held.application.id, true, {first}, {}}));
        hall.clock.pass(24h);
        REQUIRE(decide_application(hall.context, desk, {held.application.id, true, {second}, {}}));
        hall.clock.set(*hall.booking(first).expires_at);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(first).state == BookingState::expired);
        CHECK(hall.booking(second).state == BookingState::permitted_unpaid);
        CHECK(hall.obligation(held.application.id).amount == hall.booking(second).total);
        hall.clock.set(*hall.booking(second).expires_at);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(second).state == BookingState::expired);
    });
}

TEST_CASE("a refusal needs its reason, frees the hall and tells the applicant why") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto reviewed = under_review(hall, who, two_mornings());
        const ApplicationId id = reviewed.application.id;
        CHECK(refusal_of(decide_application(hall.context, desk, {id, false, {}, ""})) == "reason_required");
        const auto refused = decide_application(hall.context, desk, {id, false, {}, "条例第6条第1号"}).value();
        CHECK(refused.bookings.front().state == BookingState::refused);
        CHECK(refused.reasons.at(reviewed.bookings.front().id) == "条例第6条第1号");
        CHECK(refused.decisions.front().number == "星教指令第1号");
        CHECK(hall.claimed_slots(id) == 0);
        CHECK(hall.notices(who.id) == std::vector<std::string>{"refused"});
    });
}

TEST_CASE("a review that nobody decided ends when the use begins") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, TownHall::band("large_hall", "2027-01-16", "morning")).value().booking;
        CHECK(hall.fill_in(who, held.application, 300));
        CHECK(hall.submit(who, held.application));
        hall.clock.set(at("2027-01-16 08:59"));
        CHECK(expire_overdue_bookings(hall.context) == 0);
        hall.clock.set(at("2027-01-16 09:00"));
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(held.id).state == BookingState::expired);
        CHECK(hall.notices(who.id) == std::vector<std::string>{"expired"});
    });
}

TEST_CASE("one of two paid bookings is given back: refunded by the rule of its day, and the other stands") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who, two_mornings());
        hall.clock.set(at("2026-11-25 10:00")); // 6 and 7 days before
        const auto after = hall.cancel(who, view.application.id, {view.bookings[0].id}).value().view;
        CHECK(after.bookings[0].state == BookingState::cancelled);
        CHECK(after.bookings[1].state == BookingState::permitted);
        REQUIRE(after.refunds.size() == 1);
        CHECK(after.refunds.front().amount == Yen{230}); // R04: 470 × 5割, 10円未満切捨て
        CHECK(after.refunds.front().percent == 50);
        CHECK(hall.cancel(who, view.application.id).value().view.refunds.back().amount == Yen{470});
        CHECK(refusal_of(hall.cancel(who, view.application.id)) == "wrong_state");
    });
}

TEST_CASE("one of two unpaid bookings is given back, and only the other is still owed") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold_all(who, two_mornings()).value().view;
        CHECK(hall.fill_in(who, held.application.id));
        CHECK(hall.submit(who, held.application.id));
        CHECK(owed(hall.application(held.application.id)) == Yen{940});
        CHECK(hall.cancel(who, held.application.id, {held.bookings[0].id}));
        CHECK(owed(hall.application(held.application.id)) == Yen{470});
        hall.pay(who, held.application.id);
        CHECK(paid(hall.application(held.application.id)) == Yen{470});
    });
}

TEST_CASE("while a payment page is open, some of what is being paid cannot be given back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold_all(who, two_mornings()).value().view;
        CHECK(hall.fill_in(who, held.application.id));
        CHECK(hall.start(who, held.application.id));
        hall.work();
        CHECK(refusal_of(hall.cancel(who, held.application.id, {held.bookings[0].id})) == "attempt_in_progress");
        CHECK(refusal_of(hall.cancel(who, held.application.id, {BookingId{1}})) == "booking_not_found");
        CHECK(hall.cancel(who, held.application.id));
        hall.work();
        CHECK(hall.booking(held.application.id).state == BookingState::cancelled);
    });
}

TEST_CASE("something loud beside something quiet is warned of, whoever was first") {
    in_the_town_hall([](TownHall& hall) {
        const auto quiet = hall.resident();
        const auto reading = hall.hold(quiet, hall.small_meeting()).value().booking;
        CHECK(hall.fill_in(quiet, reading.application, 8, "lecture").value().view.warnings.empty());
        const auto loud = hall.resident();
        const auto band =
            hall.hold(loud, TownHall::hours("music_practice", "2026-12-01", "11:00", "13:00")).value().booking;
        const auto filled = hall.fill_in(loud, band.application, 8, "band").value();
        REQUIRE(filled.view.warnings.size() == 1);
        CHECK(filled.view.warnings.front().code == "may_disturb_neighbour");
        CHECK(filled.view.warnings.front().facts.at("space") == Fact{std::string{"small_meeting"}});
        const auto later =
            hall.hold(loud, TownHall::hours("music_practice", "2026-12-01", "13:00", "14:00")).value().booking;
        CHECK(hall.fill_in(loud, later.application, 8, "band").value().view.warnings.empty());
    });
}
