// The provider's messages: verified, stored once, and never more than a hint.
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;

TEST_CASE("a message lets the provider be asked at once") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", begun.attempt_ref));
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
        CHECK(hall.count("provider_inbox WHERE outcome = 'applied'") == 1);
    });
}

TEST_CASE("a message alone confirms nothing: the provider's own answer decides") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.receive(PlayedProvider::notice("event_1", begun.attempt_ref));
        hall.work();
        CHECK(hall.attempt(begun.id).state == "awaiting_user");
        CHECK(hall.provider.calls().back().what == "query");
    });
}

TEST_CASE("a message that comes twice, or late, or out of order changes nothing more") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        for (const char* const id : {"event_2", "event_1", "event_2", "event_1"}) {
            hall.receive(PlayedProvider::notice(id, begun.attempt_ref));
            hall.work();
        }
        CHECK(hall.count("provider_inbox") == 2);
        CHECK(hall.count("journal_transfer") == 2);
        CHECK(hall.count("booking_event WHERE event = 'paid'") == 1);
    });
}

TEST_CASE("the message that overtakes the answer to our own request ends in a confirmed booking") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.started(hall.resident());
        hall.provider.meanwhile = [&] {
            hall.provider.pay(begun.attempt_ref, hall.clock.now());
            hall.receive(PlayedProvider::notice("event_1", begun.attempt_ref));
            apply_waiting_messages(hall.context);
        };
        hall.work();
        hall.work_after(15s);
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
        CHECK(hall.provider.pages() == 1);
    });
}

TEST_CASE("the provider's reference finds the attempt as well as ours") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", "", *begun.provider_ref));
        hall.work();
        CHECK(hall.booking(begun.application).state == BookingState::permitted);
    });
}

TEST_CASE("messages of nobody are kept: without our reference ignored, with an unknown one for staff to see") {
    in_the_town_hall([](TownHall& hall) {
        hall.receive(PlayedProvider::notice("event_1", ""));
        hall.receive(PlayedProvider::notice("event_2", "never-ours"));
        hall.work();
        CHECK(hall.count("provider_inbox WHERE outcome = 'ignored'") == 1);
        CHECK(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1);
        CHECK(hall.count("provider_inbox WHERE outcome = 'waiting'") == 0);
    });
}

TEST_CASE("a forged message is refused and stored nowhere") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        const auto message = PlayedProvider::notice("event_1", begun.attempt_ref);
        CHECK(refusal_of(receive_notice(hall.context, {"played", "", message})) == "missing_signature");
        CHECK(refusal_of(receive_notice(hall.context, {"played", "forged", message})) == "bad_signature");
        CHECK(hall.count("provider_inbox") == 0);
    });
}

// Only MariaDB lets two transactions write at once.
TEST_CASE("a charge back and the proof of its payment that are committed at the same moment still meet") {
    in_the_town_hall([](TownHall& hall) {
        if (hall.database.engine() != persistence::Engine::mariadb) return;
        const auto begun = hall.at_the_page(hall.resident());
        const std::string payment_ref = "payment_" + begun.attempt_ref;
        hall.provider.pay(begun.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::dispute("dp_1", payment_ref));
        hall.clock.pass(15s);
        hall.database.transact([&](persistence::Session& session) { // the inbox job, as far as it sees
            const auto messages = persistence::waiting_messages(session, 1);
            REQUIRE(messages.size() == 1);
            REQUIRE_FALSE(persistence::find_attempt_by_payment_ref(session, "played", payment_ref));
            std::thread worker([&] { work_on_payments(hall.context); });
            worker.join();
            persistence::close_message(session, messages.front(), "unmatched");
        });
        REQUIRE(hall.attempt(begun.id).state == "paid");
        REQUIRE(hall.count("provider_inbox WHERE outcome = 'unmatched'") == 1); // neither saw the other
        apply_waiting_messages(hall.context);
        CHECK(hall.count("provider_inbox WHERE outcome = 'applied'") == 1);
        CHECK(hall.count("payment_case WHERE kind = 'disputed' AND is_open = 1") == 1);
    });
}
