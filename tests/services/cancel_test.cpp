// Giving a booking back before it is paid, while the provider may already have the money.
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using payments::GatewayFault;

TEST_CASE("a hold is given back at once") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(hall.cancel(who, held.application).value().booking.state == BookingState::withdrawn);
        CHECK(hall.claimed_slots(held.id) == 0);
        CHECK(hall.hold(hall.resident(), hall.small_meeting()));
    });
}

TEST_CASE("every reason not to cancel has its name") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto held = hall.hold(who, hall.small_meeting()).value().booking;
        CHECK(refusal_of(hall.cancel(hall.resident(), held.application)) == "application_not_found");
        CHECK(hall.booking(held.id).state == BookingState::held);
        CHECK(hall.cancel(who, held.application));
        CHECK(refusal_of(hall.cancel(who, held.application)) == "wrong_state");
        const auto begun = hall.at_the_page(who);
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.work_after(15s);
        CHECK(hall.cancel(who, begun.application).value().view.refunds.size() == 1);
        CHECK(refusal_of(hall.cancel(who, begun.application)) == "wrong_state");
    });
}

TEST_CASE("an attempt that never left is cancelled with its booking, and the provider never hears of it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.started(who);
        CHECK(hall.cancel(who, begun.application).value().booking.state == BookingState::cancelled);
        hall.work();
        CHECK(hall.provider.calls().empty());
        CHECK(hall.attempt(begun.id).state == "cancelled");
        CHECK(hall.obligation(begun.application).state == "released");
    });
}

TEST_CASE("with an open page the booking is cancelled only when the provider has closed it") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        const auto asked = hall.cancel(who, begun.application).value();
        CHECK(asked.booking.state == BookingState::permitted_unpaid);
        CHECK(asked.attempt->state == "cancel_requested");
        CHECK(hall.claimed_slots(begun.application) == 12);
        CHECK(hall.cancel(who, begun.application).value().attempt->state == "cancel_requested");
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
        CHECK(hall.attempt(begun.id).state == "cancelled");
        CHECK(hall.obligation(begun.application).state == "released");
        CHECK(hall.claimed_slots(begun.application) == 0);
    });
}

TEST_CASE("a payer who is faster than his own cancellation has a confirmed booking") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        CHECK(hall.cancel(who, begun.application));
        hall.provider.meanwhile = [&] { hall.provider.pay(begun.attempt_ref, hall.clock.now()); };
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
        CHECK(hall.attempt(begun.id).state == "paid");
    });
}

TEST_CASE("a provider that cannot be asked to close the page keeps the booking as it is") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.at_the_page(who);
        CHECK(hall.cancel(who, begun.application));
        for (const auto fault : {GatewayFault::timed_out, GatewayFault::not_cancellable, GatewayFault::provider_down}) {
            hall.provider.fail_next(fault);
            hall.work_after(10min);
            CHECK(hall.attempt(begun.id).state == "cancel_requested");
            CHECK(hall.claimed_slots(begun.application) == 12);
        }
        hall.work_after(10min);
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
    });
}

TEST_CASE("who cancels while the request is on its way is cancelled, and its page is closed") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.started(who);
        hall.provider.meanwhile = [&] { CHECK(hall.cancel(who, begun.application)); };
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
        CHECK(hall.provider.page_of(begun.attempt_ref).state == payments::PaymentState::expired);
        CHECK(hall.provider.pages() == 1);
    });
}

TEST_CASE("who cancels when nobody knows what became of the request is cancelled once the page was found and closed") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto begun = hall.started(who);
        hall.provider.lose_next_answer();
        hall.work();
        CHECK(hall.cancel(who, begun.application).value().attempt->state == "cancel_requested");
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::cancelled);
        CHECK(hall.provider.page_of(begun.attempt_ref).state == payments::PaymentState::expired);
    });
}

TEST_CASE("of paying again and giving back at the same moment one wins, and the books agree") {
    in_the_town_hall([](TownHall& hall) {
        for (int round = 0; round < 20; ++round) {
            const auto who = hall.resident();
            const auto begun = hall.started(who);
            hall.provider.fail_next(GatewayFault::invalid_request);
            hall.work();
            std::jthread other([&] { static_cast<void>(hall.cancel(who, begun.application)); });
            static_cast<void>(start_payment(hall.context, who, {begun.application, "ja", "the-key-of-again", "hash"}));
            other.join();
            hall.check_books();
            hall.work();
            const bool still_unpaid = hall.booking(begun.application).state == BookingState::permitted_unpaid;
            CHECK(hall.cancel(who, begun.application).has_value() == still_unpaid);
            hall.work();
            REQUIRE(hall.booking(begun.application).state == BookingState::cancelled);
        }
    });
}

TEST_CASE("of two starts at the same moment one is an attempt, and the other is told so") {
    in_the_town_hall([](TownHall& hall) {
        for (int round = 0; round < 20; ++round) {
            const auto who = hall.resident();
            const auto held = hall.hold(who, hall.small_meeting()).value().booking;
            CHECK(hall.fill_in(who, held.application));
            std::string other_refusal;
            std::jthread other([&] {
                other_refusal =
                    refusal_of(start_payment(hall.context, who, {held.application, "ja", "the-key-of-one", "hash"}));
            });
            const auto refusal =
                refusal_of(start_payment(hall.context, who, {held.application, "ja", "the-key-of-two", "hash"}));
            other.join();
            CHECK(refusal + other_refusal == "attempt_in_progress");
            CHECK(hall.cancel(who, held.application));
        }
    });
}
