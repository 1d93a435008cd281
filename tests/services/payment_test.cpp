// Starting a payment, and what the provider's answers do to the booking.
#include "services/finance/collections.hpp"
#include "services/finance/trial_balance.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/withdraw.hpp"
#include "tests/services/support/town_hall.hpp"

#include <algorithm>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;

namespace {

// 規則: within seven days of the permission, to the end of the last one.
constexpr auto payment_term = 8 * 24h;

// Debit minus credit.
Yen balance(TownHall& hall, std::string_view account) {
    for (const auto& line : trial_balance(hall.database).accounts)
        if (line.account == account) return line.debit - line.credit;
    return Yen{0};
}

} // namespace

TEST_CASE("a booking is held, filled in, paid and confirmed with a number") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.started(who);
        CHECK(begun.state == "created");
        CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
        CHECK(hall.obligation(begun.application).state == "owed");
        CHECK(balance(hall, receivable_account) == Yen{470});

        hall.work();
        const auto shown = hall.attempt(begun.id);
        CHECK(shown.state == "awaiting_user");
        CHECK(shown.redirect_url == "https://provider.example/page_" + begun.attempt_ref);

        hall.clock.pass(2min);
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        const auto paid = hall.attempt(begun.id);
        CHECK(paid.state == "paid");
        CHECK_FALSE(paid.redirect_url);
        CHECK(*paid.entrusted_at == hall.clock.now() - 15s);
        const auto booking = hall.booking(begun.application);
        CHECK(booking.state == BookingState::permitted);
        const auto number = hall.application(begun.application).application.number;
        REQUIRE(number);
        CHECK(number->size() == 9);
        CHECK(hall.claimed_slots(booking.id) == 12);
        CHECK(hall.obligation(booking.application).state == "paid");
        CHECK(balance(hall, receivable_account) == Yen{0});
        CHECK(balance(hall, "provider_clearing:played") == Yen{470});

        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-10"))
                .value();
        REQUIRE(collected.size() == 1);
        CHECK(collected.front().application_number == number);
    });
}

TEST_CASE("a booking counts against its owner's limit until it is paid, so that nobody blocks halls without paying") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        CHECK(hall.hold(who, hall.small_meeting("morning", "2026-12-02")));
        CHECK(hall.hold(who, hall.small_meeting("afternoon", "2026-12-02")));
        CHECK(refusal_of(hall.hold(who, hall.small_meeting("evening", "2026-12-02"))) == "hold_limit_reached");
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.hold(who, hall.small_meeting("evening", "2026-12-02")));
    });
}

TEST_CASE("every reason not to start a payment has its name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting("morning")).value().booking;
        CHECK(refusal_of(hall.start(hall.resident(), held.application)) == "application_not_found");
        CHECK(refusal_of(hall.start(who, held.application)) == "details_missing");
        CHECK(hall.fill_in(who, held.application));
        hall.clock.pass(10min);
        CHECK(refusal_of(hall.start(who, held.application)) == "hold_expired");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(refusal_of(hall.start(who, held.application)) == "wrong_state");

        const auto begun = hall.started(who, hall.small_meeting("afternoon"));
        const auto second = hall.start(who, begun.application);
        CHECK(refusal_of(second) == "attempt_in_progress");
        CHECK(second.error().facts.at("attempt_id") == Fact{std::to_string(begun.id.value())});
        hall.work();
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(refusal_of(hall.start(who, begun.application)) == "already_paid");
    });
}

TEST_CASE("an unpaid booking whose deadline has passed cannot be paid any more, swept or not") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        hall.provider.expire(begun.attempt_ref);
        hall.work_after(15s);
        hall.clock.pass(payment_term);
        CHECK(refusal_of(hall.start(who, begun.application)) == "payment_due_passed");
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(refusal_of(hall.start(who, begun.application)) == "wrong_state");
    });
}

TEST_CASE("the same start again answers the same attempt, before and after it was paid") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(hall.fill_in(who, held.application));
        const auto first = hall.start(who, held.application, "one-key").value();
        CHECK(hall.start(who, held.application, "one-key").value().id == first.id);
        hall.work();
        hall.provider.pay(first.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.start(who, held.application, "one-key").value().id == first.id);
        CHECK(hall.count("payment_attempt") == 1);
        CHECK(refusal_of(start_payment(hall.context, who, {held.application, "en", "one-key", "another"})) ==
              "idempotency_key_reused");
    });
}

TEST_CASE("the provider is asked only after the attempt stands in the database as sent, with the bytes stored there") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        std::string state_meanwhile;
        hall.provider.meanwhile = [&] { state_meanwhile = hall.attempt(begun.id).state; };
        hall.work();
        CHECK(state_meanwhile == "sent");
        CHECK(hall.provider.calls() ==
              std::vector<PlayedProvider::Call>{{"start", begun.attempt_ref, begun.request_body}});
    });
}

TEST_CASE("while the payer is on the page the provider is asked every fifteen seconds") {
    in_the_town_hall([](TownHall& hall) {
        static_cast<void>(hall.at_the_page(hall.resident()));
        hall.work_after(14s);
        CHECK(hall.provider.calls().size() == 1);
        hall.work_after(1s);
        CHECK(hall.provider.calls().size() == 2);
        CHECK(hall.provider.calls().back().what == "query");
    });
}

TEST_CASE("a lost answer is no answer: the same request is repeated under the same key and finds its page") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        hall.provider.lose_next_answer();
        hall.work();
        CHECK(hall.attempt(begun.id).state == "unknown");
        CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
        hall.work_after(2s);
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        const PlayedProvider::Call request{"start", begun.attempt_ref, begun.request_body};
        CHECK(hall.provider.calls() == std::vector{request, request});
        CHECK(hall.provider.pages() == 1);
    });
}

TEST_CASE(
    "a provider that cannot be reached is asked again after 2, 4, 8 seconds and so on, never more than ten minutes") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        hall.provider.fail_next(GatewayFault::could_not_connect);
        hall.work();
        std::vector<std::int64_t> waits;
        for (int times = 0; times < 11; ++times) {
            const auto wait = *hall.attempt(begun.id).next_step_at - hall.clock.now();
            waits.push_back(wait / 1s);
            hall.provider.fail_next(GatewayFault::provider_down);
            hall.work_after(wait);
        }
        CHECK(waits == std::vector<std::int64_t>{2, 4, 8, 16, 32, 64, 128, 256, 512, 600, 600});
        CHECK(hall.attempt(begun.id).state == "unknown");
        CHECK(hall.claimed_slots(begun.application) == 12);
    });
}

TEST_CASE("a request that the provider refuses ends the attempt and lets the resident try again") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        for (const auto fault : {GatewayFault::invalid_request, GatewayFault::configuration, GatewayFault::declined,
                                 GatewayFault::method_unavailable}) {
            const auto booking = hall.booking(hall.hold(who, hall.small_meeting()).value().booking.id);
            CHECK(hall.fill_in(who, booking.application));
            const auto begun = hall.start(who, booking.application).value();
            hall.provider.fail_next(fault);
            hall.work();
            CHECK(hall.attempt(begun.id).state == "declined");
            CHECK(hall.booking(booking.id).state == BookingState::permitted_unpaid);
            CHECK(hall.start(who, booking.application));
            CHECK(hall.cancel(who, booking.application).value().booking.state == BookingState::cancelled);
        }
    });
}

TEST_CASE("after an expired page the booking waits for a second attempt, which confirms it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.at_the_page(who);
        hall.provider.expire(first.attempt_ref);
        hall.work_after(15s);
        CHECK(hall.attempt(first.id).state == "expired");
        CHECK(hall.booking(first.application).state == BookingState::permitted_unpaid);

        const auto second = hall.start(who, first.application).value();
        CHECK(second.attempt_ref != first.attempt_ref);
        hall.work();
        hall.provider.pay(second.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.booking(first.application).state == BookingState::permitted);
        CHECK(hall.count("obligation") == 1);
    });
}

TEST_CASE("an unpaid booking without a live attempt expires at its deadline, and the assessment is taken back") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.expire(begun.attempt_ref);
        hall.work_after(15s);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        hall.clock.pass(payment_term);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(begun.application).state == BookingState::expired);
        CHECK(hall.obligation(begun.application).state == "released");
        CHECK(hall.claimed_slots(begun.application) == 0);
        CHECK(balance(hall, receivable_account) == Yen{0});
        CHECK(hall.count("journal_transfer") == 2);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
    });
}

TEST_CASE(
    "a live attempt keeps its space whatever deadline passes, until the provider has proved that no money comes") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.clock.pass(24h);
        hall.provider.fail_next(GatewayFault::provider_down);
        hall.work();
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(refusal_of(hall.hold(hall.resident(), hall.small_meeting())) == "already_taken");
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(10min);
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("bookings that live attempts keep do not stop the sweep from reaching the others") {
    in_the_town_hall([](TownHall& hall) {
        int kept = 0;
        for (const char* const day : {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05",
                                      "2026-12-06", "2026-12-08", "2026-12-09"})
            for (int hour = 9; hour < 22; ++hour, ++kept) {
                const auto time = TimeRange::of(*MinuteOfDay::of(hour * 60), *MinuteOfDay::of(hour * 60 + 60)).value();
                const UseRequest use{.space = SpaceCode{"music_practice"}, .date = date(day), .time = time};
                const auto who = hall.resident();
                const auto held = hall.hold(who, use).value().booking;
                CHECK(hall.fill_in(who, held.application));
                CHECK(hall.start(who, held.application));
            }
        REQUIRE(kept > 100);
        hall.clock.pass(1s);
        const auto dead = hall.started(hall.resident());
        hall.provider.fail_next(GatewayFault::invalid_request);
        hall.database.transact([](persistence::Session& session) { // the workers see only this one
            session.execute("UPDATE payment_attempt SET next_step_at_ms = :later WHERE provider_ref IS NULL"
                            " AND amount_yen = 310",
                            {{"later", at("2026-12-01 00:00")}});
        });
        hall.work();
        REQUIRE(hall.attempt(dead.id).state == "declined");
        hall.clock.pass(payment_term);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        CHECK(hall.booking(dead.application).state == BookingState::expired);
    });
}

TEST_CASE("a worker that dies between asking and the answer is followed by another one after its lease") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        hall.provider.meanwhile = [] { throw std::runtime_error("the power failed"); };
        CHECK_THROWS_AS(hall.work(), std::runtime_error);
        CHECK(hall.attempt(begun.id).state == "sent");
        hall.work_after(89s);
        CHECK(hall.provider.calls().size() == 1);
        hall.work_after(1s);
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        const PlayedProvider::Call request{"start", begun.attempt_ref, begun.request_body};
        CHECK(hall.provider.calls() == std::vector{request, request});
    });
}

TEST_CASE("a provider that cannot be asked proves nothing") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        for (const auto fault : {GatewayFault::timed_out, GatewayFault::provider_down, GatewayFault::not_found,
                                 GatewayFault::rate_limited, GatewayFault::configuration}) {
            hall.provider.fail_next(fault);
            hall.work_after(10min);
            CHECK(hall.attempt(begun.id).state == "awaiting_user");
        }
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(10min);
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("a payment of another amount or currency confirms nothing, is recorded, and waits for staff") {
    in_the_town_hall([](TownHall& hall) {
        const auto pay_wrongly = [&](std::string_view band, const auto& how) {
            const auto begun = hall.at_the_page(hall.resident(), hall.small_meeting(band));
            how(hall.provider.page_of(begun.attempt_ref));
            hall.provider.pay(begun.attempt_ref, hall.clock.now());
            hall.work_after(15s);
            CHECK(hall.attempt(begun.id).state == "awaiting_user");
            CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
            CHECK_FALSE(hall.attempt(begun.id).next_step_at);
        };
        pay_wrongly("morning", [](auto& page) { page.amount = 1; });
        pay_wrongly("afternoon", [](auto& page) { page.currency = "USD"; });
        pay_wrongly("evening", [](auto& page) { page.amount += 1; });
        CHECK(hall.count("payment_event WHERE event = 'quarantined'") == 3);
        hall.clock.pass(24h);
        CHECK(expire_overdue_bookings(hall.context) == 0);
        CHECK(balance(hall, "provider_clearing:played") == Yen{0});
    });
}

TEST_CASE("a quarantined payment is confirmed when the provider corrects itself") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.page_of(begun.attempt_ref).amount = 1;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        hall.provider.page_of(begun.attempt_ref).amount = 470;
        hall.receive(PlayedProvider::notice("event_1", begun.attempt_ref));
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("money that comes after the booking was given up goes to suspense, and nobody's booking changes") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.expire(begun.attempt_ref);
        hall.work_after(15s);
        hall.clock.pass(payment_term);
        CHECK(expire_overdue_bookings(hall.context) == 1);
        const auto next = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", begun.attempt_ref));
        hall.work();
        CHECK(hall.attempt(begun.id).state == "paid_late");
        CHECK(hall.booking(begun.application).state == BookingState::expired);
        CHECK(hall.booking(next.application).state == BookingState::permitted_unpaid);
        CHECK(balance(hall, suspense_account) == -Yen{470});
        const auto collected =
            collections_between(hall.database, persistence::RevenueOwner::town, date("2026-11-10"), date("2026-11-30"))
                .value();
        REQUIRE(collected.size() == 1);
        CHECK(collected.front().is_late);
    });
}

TEST_CASE("who pays two pages of one booking has paid once, and the other money is in suspense") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.at_the_page(who);
        hall.provider.expire(first.attempt_ref);
        hall.work_after(15s);
        const auto second = hall.start(who, first.application).value();
        hall.work();
        hall.provider.pay(first.attempt_ref, hall.clock.now());
        hall.provider.pay(second.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", first.attempt_ref));
        hall.receive(PlayedProvider::notice("event_2", second.attempt_ref));
        hall.work();
        CHECK(hall.attempt(first.id).state == "paid_late");
        CHECK(hall.attempt(second.id).state == "paid");
        CHECK(hall.booking(first.application).state == BookingState::permitted);
        CHECK(balance(hall, "provider_clearing:played") == Yen{940});
        CHECK(balance(hall, suspense_account) == -Yen{470});
    });
}

TEST_CASE("twenty attempts of an application on a day are enough; on the next day there may be more") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto page = hall.at_the_page(who, TownHall::small_meeting("morning", "2026-12-01"));
        const auto call_off = [&](AttemptId id) {
            REQUIRE(withdraw_attempt(hall.context, {who.id, false}, id));
            hall.work();
        };
        call_off(page.id);
        for (int more = 2; more <= 20; ++more) {
            const auto again = hall.start(who, page.application, "", PaymentMethod::konbini);
            REQUIRE(again);
            hall.work();
            if (more == 2) { // with a number the booking is kept for days
                hall.store_provider.give_out(again->attempt_ref, hall.clock.now() + 24h * 7);
                hall.work_after(15s);
            }
            call_off(again->id);
        }
        const auto refused = hall.start(who, page.application, "", PaymentMethod::card);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "too_many_attempts");
        CHECK(std::get<std::int64_t>(refused.error().facts.at("until_ms")) == at("2026-11-11 00:00").epoch_ms());
        CHECK(hall.count("payment_attempt") == 20);
        hall.clock.set(at("2026-11-11 00:00"));
        CHECK(hall.start(who, page.application, "", PaymentMethod::card));
    });
}
