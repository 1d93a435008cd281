// Revoking and reinstating hundreds of bookings for a closure: beside the request, once each, through accidents.
#include "persistence/repositories/closure_conflicts.hpp"
#include "services/closures/closure_task.hpp"
#include "services/closures/closures.hpp"
#include "tests/services/support/town_hall.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;
using namespace std::chrono_literals;
using persistence::ClosureTask;
using persistence::ConflictOutcome;
using persistence::Session;

namespace {

ClosureCommand closing_of_kirara(TownHall& hall) {
    return {.kind = persistence::ClosureKind::emergency,
            .facility = FacilityCode{"kirara"},
            .space = std::nullopt,
            .first = date("2026-12-01"),
            .last = date("2026-12-20"),
            .daily = std::nullopt,
            .reason = {"避難所の開設", "Evacuation shelter"},
            .revokes = true,
            .idempotency_key = hall.fresh_key(),
            .request_hash = "hash"};
}

constexpr std::int64_t many = 120;

// Permits in the small meeting room and others of kirara, not paid yet: twelve people, ten days each.
std::vector<BookingId> book_many(TownHall& hall) {
    static constexpr std::array days{"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05",
                                     "2026-12-08", "2026-12-09", "2026-12-10", "2026-12-11", "2026-12-12"};
    std::vector<BookingId> bookings;
    for (const char* const space : {"small_meeting", "large_meeting_a", "large_meeting_b", "japanese_room_bamboo"})
        for (const char* const band : {"morning", "afternoon", "evening"}) {
            const auto who = hall.resident();
            std::vector<UseRequest> uses;
            for (const char* const day : days)
                uses.push_back(TownHall::band(space, day, band));
            const auto held = hall.hold_all(who, uses).value().view;
            REQUIRE(hall.fill_in(who, held.application.id));
            REQUIRE(hall.submit(who, held.application.id));
            for (const auto& booking : held.bookings)
                bookings.push_back(booking.id);
        }
    REQUIRE(bookings.size() == many);
    return bookings;
}

void work_until_done(const Context& context) {
    while (work_on_closures(context)) {
    }
}

int in_state(TownHall& hall, const std::string& state) {
    return hall.count("claim_owner WHERE kind = 'booking' AND state = '" + state + "'");
}

} // namespace

TEST_CASE("what is too much for a request is closed and listed at once, and revoked by the job") {
    in_the_town_hall([](TownHall& hall) {
        const auto bookings = book_many(hall);
        const auto command = closing_of_kirara(hall);
        const auto preview = preview_closure(hall.context, command).value();
        CHECK(preview.total == many);
        const auto closed = close_spaces(hall.context, hall.staff(), command).value();
        CHECK(closed.totals.kept == many);
        REQUIRE(closed.task);
        CHECK(closed.task->task == ClosureTask::revoke);
        CHECK(closed.task->total == many);
        CHECK(closed.task->left == many);
        CHECK(closed.conflicts.front().to_do);
        CHECK(in_state(hall, "revoked") == 0);
        CHECK(work_on_closures(hall.context));
        CHECK(closure_progress(hall.context, closed.closure.id).value().task->left == many - most_in_a_turn);
        work_until_done(hall.context);
        const auto report = closure_report(hall.context, closed.closure.id).value();
        CHECK_FALSE(report.task);
        CHECK(report.totals.revoked == many);
        CHECK(report.totals.kept == 0);
        CHECK(in_state(hall, "revoked") == many);
        CHECK(hall.count("booking_event WHERE event = 'revoked'") == many);
        CHECK(hall.claimed_slots(bookings.front()) == 0);
    });
}

TEST_CASE("a process that dies while it revokes is followed by another one when its lease is over") {
    in_the_town_hall([](TownHall& hall) {
        static_cast<void>(book_many(hall));
        const auto id = close_spaces(hall.context, hall.staff(), closing_of_kirara(hall)).value().closure.id;
        CHECK(work_on_closures(hall.context));
        const auto dies = hall.database.transact(
            [&](Session& session) { return persistence::lease_task(session, id, hall.clock.now()); });
        REQUIRE(dies);
        Catalog catalog(hall.database);
        const Context restarted{.database = hall.context.database,
                                .catalog = catalog,
                                .clock = hall.context.clock,
                                .gateways = hall.context.gateways,
                                .inbox_bell = hall.context.inbox_bell,
                                .payment_bell = hall.context.payment_bell,
                                .push_bell = hall.context.push_bell,
                                .waiting_bell = hall.context.waiting_bell,
                                .attachments = hall.attachments,
                                .public_url = hall.context.public_url};
        CHECK_FALSE(work_on_closures(restarted));
        CHECK(in_state(hall, "revoked") == most_in_a_turn);
        hall.clock.pass(persistence::task_lease);
        work_until_done(restarted);
        CHECK(in_state(hall, "revoked") == many);
        CHECK(hall.count("booking_event WHERE event = 'revoked'") == many);
        SUBCASE("and one that was only slow finds out before it does anything") {
            work_on_task(hall.context, *dies);
            CHECK(hall.count("booking_event WHERE event = 'revoked'") == many);
        }
    });
}

TEST_CASE("whoever has lost his lease writes nothing more, although there is something to do") {
    in_the_town_hall([](TownHall& hall) {
        static_cast<void>(book_many(hall));
        const auto id = close_spaces(hall.context, hall.staff(), closing_of_kirara(hall)).value().closure.id;
        const auto lease = [&] {
            return hall.database
                .transact([&](Session& session) { return persistence::lease_task(session, id, hall.clock.now()); })
                .value();
        };
        const auto slow = lease();
        hall.clock.pass(persistence::task_lease);
        const auto quick = lease();
        work_on_task(hall.context, slow);
        CHECK(in_state(hall, "revoked") == 0);
        work_on_task(hall.context, quick);
        CHECK(in_state(hall, "revoked") == most_in_a_turn);
    });
}

TEST_CASE("a closure that is lifted half way revokes no more, and gives back what it had revoked") {
    in_the_town_hall([](TownHall& hall) {
        static_cast<void>(book_many(hall));
        const auto desk = hall.staff();
        const auto id = close_spaces(hall.context, desk, closing_of_kirara(hall)).value().closure.id;
        CHECK(work_on_closures(hall.context));
        const auto lifted = lift_closure(hall.context, desk, id, true).value();
        CHECK_FALSE(lifted.task);
        CHECK(lifted.totals.reinstated == most_in_a_turn);
        CHECK(lifted.totals.kept == many - most_in_a_turn);
        CHECK_FALSE(work_on_closures(hall.context));
        CHECK(in_state(hall, "permitted_unpaid") == many);
        CHECK(hall.count("booking_event WHERE event = 'revoked'") == most_in_a_turn);
    });
}

TEST_CASE("the job reinstates hundreds, and says of the one whose slot was taken meanwhile why it stays revoked") {
    in_the_town_hall([](TownHall& hall) {
        const auto bookings = book_many(hall);
        const auto desk = hall.staff();
        const auto id = close_spaces(hall.context, desk, closing_of_kirara(hall)).value().closure.id;
        work_until_done(hall.context);
        const auto lifted = lift_closure(hall.context, desk, id, true).value();
        REQUIRE(lifted.task);
        CHECK(lifted.task->task == ClosureTask::reinstate);
        CHECK(lifted.task->left == many);
        REQUIRE(hall.hold(hall.resident(), hall.small_meeting("morning", "2026-12-01")));
        work_until_done(hall.context);
        const auto report = closure_report(hall.context, id).value();
        CHECK_FALSE(report.task);
        CHECK(report.totals.reinstated == many - 1);
        CHECK(report.totals.not_reinstated == 1);
        CHECK(report.conflicts.front().booking.booking.id == bookings.front());
        CHECK(report.conflicts.front().refusal->code == "already_taken");
        CHECK(in_state(hall, "permitted_unpaid") == many - 1);
    });
}

TEST_CASE("one who was paying is revoked by the job once the provider has closed the page") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        const auto closed = close_spaces(hall.context, hall.staff(), closing_of_kirara(hall)).value();
        CHECK(closed.task->left == 1);
        CHECK_FALSE(work_on_closures(hall.context));
        hall.work_after(15s);
        work_until_done(hall.context);
        CHECK(hall.booking(begun.application).state == BookingState::revoked);
        CHECK_FALSE(closure_progress(hall.context, closed.closure.id).value().task);
    });
}

TEST_CASE("one whose payment page does not close is tried some times, and then left to staff with the reason") {
    in_the_town_hall([](TownHall& hall) {
        const auto begun = hall.at_the_page(hall.resident());
        const auto id = close_spaces(hall.context, hall.staff(), closing_of_kirara(hall)).value().closure.id;
        for (int tries = 1; tries < persistence::most_tries_of_a_conflict; ++tries) {
            CHECK(closure_progress(hall.context, id).value().task);
            hall.clock.pass(15s);
            CHECK_FALSE(work_on_closures(hall.context));
        }
        const auto report = closure_report(hall.context, id).value();
        CHECK_FALSE(report.task);
        CHECK(report.totals.kept == 1);
        CHECK(report.conflicts.front().refusal->code == "attempt_in_progress");
        hall.clock.pass(1h);
        CHECK_FALSE(work_on_closures(hall.context));
        CHECK(hall.booking(begun.application).state == BookingState::permitted_unpaid);
    });
}
