// Every state of an attempt × every event: the table decides, the booking follows, and the journal is what the tables
// say.
#include "persistence/repositories/payment_cases.hpp"
#include "services/payment/settle_attempt.hpp"
#include "tests/services/support/town_hall.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using payments::AttemptEvent;
using payments::AttemptState;
using persistence::Attempt;
using persistence::Session;

namespace {

// How an attempt comes into a state.
std::vector<AttemptEvent> way_to(AttemptState state) {
    using E = AttemptEvent;
    switch (state) {
    case AttemptState::created:
        return {};
    case AttemptState::sent:
        return {E::request_sent};
    case AttemptState::awaiting_user:
        return {E::request_sent, E::page_ready};
    case AttemptState::cancel_requested:
        return {E::request_sent, E::page_ready, E::cancel_asked};
    case AttemptState::unknown:
        return {E::request_sent, E::could_not_ask};
    case AttemptState::paid:
        return {E::request_sent, E::provider_says_paid};
    case AttemptState::declined:
        return {E::request_sent, E::provider_says_declined};
    case AttemptState::cancelled:
        return {E::cancel_asked};
    case AttemptState::expired:
        return {E::request_sent, E::provider_says_expired};
    case AttemptState::paid_late:
        return {E::request_sent, E::provider_says_expired, E::provider_says_paid};
    }
    throw std::logic_error("no such state");
}

Result<AttemptState> tell(TownHall& hall, AttemptId id, AttemptEvent event) {
    const Attempt attempt = hall.attempt(id);
    AttemptNews news{event, "the table test", std::nullopt, std::nullopt, hall.clock.now()};
    if (event == AttemptEvent::page_ready)
        news.started = payments::Started{"page_" + attempt.attempt_ref, "https://provider.example", {}};
    if (event == AttemptEvent::provider_says_paid)
        news.view = payments::PaymentView{.provider_ref = "page_" + attempt.attempt_ref,
                                          .attempt_ref = attempt.attempt_ref,
                                          .state = payments::PaymentState::paid,
                                          .amount_in_smallest_unit = attempt.amount.amount(),
                                          .currency = "JPY",
                                          .provider_payment_id = "payment",
                                          .paid_at = hall.clock.now()};
    const auto town = hall.catalog.current();
    return hall.database.transact(
        [&](Session& session) { return settle_attempt(session, *town, attempt, news, hall.clock.now()); });
}

// Staff end only what they have a case about.
void deal_with(TownHall& hall, AttemptId id) {
    const Attempt attempt = hall.attempt(id);
    const AccountId staff = hall.staff().id;
    hall.database.transact([&](Session& session) {
        persistence::open_case(session, {.kind = PaymentCaseKind::amount_differs,
                                         .application = attempt.application,
                                         .attempt = id,
                                         .amount = attempt.amount,
                                         .facts = "JPY 999",
                                         .opened_at = hall.clock.now()});
        const auto cases = persistence::cases_of(session, attempt.application, PaymentCaseKind::amount_differs);
        CHECK(persistence::close_case(session, cases.back().id,
                                      {CaseAction::dealt_with, staff, "the table test", hall.clock.now()}));
    });
}

BookingState booking_follows(AttemptState from, AttemptState to, BookingState booking) {
    if (from == to) return booking;
    if (to == AttemptState::paid) return BookingState::permitted;
    if (to == AttemptState::cancelled) return BookingState::cancelled;
    return booking;
}

// A room, a band and a day for each case.
UseRequest use_number(std::size_t number) {
    constexpr const char* spaces[] = {"small_meeting",   "kitchen",         "small_hall",          "japanese_room_pine",
                                      "large_meeting_a", "large_meeting_b", "japanese_room_bamboo"};
    constexpr const char* bands[] = {"morning", "afternoon", "evening"};
    constexpr const char* days[] = {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"};
    return TownHall::band(spaces[number % 7], days[number / 21], bands[number / 7 % 3]);
}

} // namespace

TEST_CASE("whatever happens to an attempt in whatever state, booking, obligation and journal follow it") {
    in_the_town_hall([](TownHall& hall) {
        std::size_t number = 0;
        for (const AttemptState from : payments::attempt_states())
            for (const AttemptEvent event : payments::attempt_events()) {
                if (event == AttemptEvent::seated_again) continue; // an act of staff: payment_case_test.cpp
                INFO(name_of(from), " × ", name_of(event));
                const auto begun = hall.started(hall.resident(), use_number(number++));
                for (const AttemptEvent step : way_to(from))
                    REQUIRE(tell(hall, begun.id, step));
                REQUIRE(hall.attempt(begun.id).state == name_of(from));
                const BookingState before = hall.booking(begun.application).state;
                const int transfers = hall.count("journal_transfer");

                const auto expected = payments::next(from, event);
                if (event == AttemptEvent::staff_ended && expected) deal_with(hall, begun.id);
                const auto told = tell(hall, begun.id, event);
                CHECK(refusal_of(told) == refusal_of(expected));
                const AttemptState to = expected.value_or(from);
                CHECK(hall.attempt(begun.id).state == name_of(to));
                CHECK(hall.booking(begun.application).state == booking_follows(from, to, before));
                if (from == to) CHECK(hall.count("journal_transfer") == transfers);
                hall.check_books();
            }
    });
}

TEST_CASE("news about an attempt that somebody else has moved is refused, and changes nothing") {
    in_the_town_hall([](TownHall& hall) {
        const auto old = hall.started(hall.resident());
        REQUIRE(tell(hall, old.id, AttemptEvent::request_sent));
        const auto town = hall.catalog.current();
        const auto settled = hall.database.transact([&](Session& session) {
            return settle_attempt(session, *town, old, {AttemptEvent::request_sent, "again", {}, {}, {}},
                                  hall.clock.now());
        });
        CHECK(refusal_of(settled) == "attempt_changed");
        CHECK(hall.attempt(old.id).state == "sent");
    });
}
