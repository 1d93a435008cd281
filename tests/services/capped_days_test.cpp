// 1日の限度: eight hours a day of the arena, over all uses of one applicant. Full arena: 1,040 yen an hour.
#include "persistence/repositories/capped_days.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/audit/audit_by_town.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/change.hpp"
#include "services/booking/expire.hpp"
#include "services/booking/quotes.hpp"
#include "services/booking/revoke.hpp"
#include "services/booking/series.hpp"
#include "services/payment/payment_cases.hpp"
#include "tests/services/support/town_hall.hpp"

#include <array>
#include <barrier>
#include <doctest/doctest.h>
#include <mutex>
#include <thread>
#include <utility>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

namespace {

constexpr auto day = "2026-12-01";

UseRequest arena(const char* from, const char* until, const char* on = day) {
    return TownHall::hours("arena_full", on, from, until);
}

Yen total(TownHall& hall, const persistence::Booking& booking) { return hall.booking(booking.id).total; }

ApplicationId permitted(TownHall& hall, const persistence::Account& who, const UseRequest& use) {
    const auto held = hall.hold(who, use).value();
    REQUIRE(hall.fill_in(who, held.view.application.id));
    REQUIRE(hall.submit(who, held.view.application.id));
    return held.view.application.id;
}

} // namespace

TEST_CASE("a later application of the same day is charged what the cap leaves, another person's or day's is not") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.hold(who, arena("09:00", "15:00")).value().booking;
        CHECK(first.total == Yen{6'240});
        const auto second = hall.hold(who, arena("15:00", "21:00")).value();
        CHECK(second.booking.total == Yen{2'080}); // two of eight hours are left
        CHECK(total(hall, first) == Yen{6'240});
        REQUIRE(hall.fill_in(who, second.view.application.id)); // the form prices it again: the same
        CHECK(total(hall, second.booking) == Yen{2'080});
        CHECK(hall.hold(who, arena("09:00", "15:00", "2026-12-02")).value().booking.total == Yen{6'240});
        const auto elsewhere = quote_together(
            hall.context,
            {.account = who.id, .uses = {TownHall::hours("martial_arts", day, "09:00", "10:00")}, .details = {}});
        CHECK(elsewhere.total == Yen{420});
        const auto another = quote_together(
            hall.context, {.account = hall.resident().id, .uses = {arena("09:00", "15:00")}, .details = {}});
        CHECK(another.total == Yen{6'240});
    });
}

TEST_CASE("uses of one application share the cap, and the quote before it says the same") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const std::vector uses{arena("09:00", "15:00"), arena("15:00", "21:00")};
        const auto quotes = quote_together(hall.context, {.account = who.id, .uses = uses, .details = {}});
        CHECK(quotes.total == Yen{8'320});
        const auto held = hall.hold_all(who, uses).value().view;
        CHECK(held.bookings[0].total == Yen{6'240});
        CHECK(held.bookings[1].total == Yen{2'080});
        const auto more = quote_together(
            hall.context,
            {.account = who.id, .uses = {TownHall::hours("arena_full", day, "08:00", "09:00")}, .details = {}});
        CHECK(more.total == Yen{0}); // what is held counts
    });
}

TEST_CASE("when an unpaid use is given up or expires, the other is charged as if it had been alone") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = permitted(hall, who, arena("09:00", "17:00"));
        const auto second = permitted(hall, who, arena("17:00", "21:00"));
        CHECK(hall.booking(second).total == Yen{0});
        CHECK(hall.booking(second).state == BookingState::permitted);
        SUBCASE("given up") { REQUIRE(hall.cancel(who, first)); }
        SUBCASE("expired") {
            hall.clock.set(*hall.booking(first).expires_at);
            REQUIRE(expire_overdue_bookings(hall.context) == 1);
        }
        CHECK(hall.booking(second).total == Yen{0}); // the job comes within seconds
        CHECK(price_capped_days(hall.context) == 1);
        CHECK(hall.booking(second).total == Yen{4'160});
        CHECK(hall.booking(second).state == BookingState::permitted_unpaid);
        CHECK(hall.obligation(second).amount == Yen{4'160});
        CHECK(hall.notices(who.id).front() == "cap_followed");
        CHECK(price_capped_days(hall.context) == 0); // once
        CHECK(hall.database
                  .read([&](persistence::Session& session) {
                      return persistence::days_to_price(session, {}, hall.clock.now(), 10);
                  })
                  .empty());
    });
}

TEST_CASE("a paid use that is given up in time is refunded, and what the other cost less is owed: nobody gains") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.paid(who, {arena("09:00", "15:00")});
        const auto second = hall.paid(who, {arena("15:00", "21:00")});
        CHECK(second.bookings.front().paid == Yen{2'080});
        const auto cancelled = hall.cancel(who, first.application.id).value().view;
        CHECK(cancelled.refunds.front().amount == Yen{6'240});
        CHECK(price_capped_days(hall.context) == 1);
        const auto after = hall.application(second.application.id);
        CHECK(after.bookings.front().total == Yen{6'240});
        CHECK(after.bookings.front().charged == Yen{6'240});
        CHECK(after.bookings.front().state == BookingState::permitted); // something is paid: the difference is owed
        CHECK(hall.obligation(second.application.id).amount == Yen{4'160});
    });
}

TEST_CASE("one of two uses of an application that is given up leaves the other at its whole price") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto view = hall.paid(who, {arena("09:00", "15:00"), arena("15:00", "21:00")});
        REQUIRE(hall.cancel(who, view.application.id, {view.bookings[0].id}));
        CHECK(price_capped_days(hall.context) == 1);
        const auto after = hall.application(view.application.id);
        CHECK(after.bookings[1].charged == Yen{6'240});
    });
}

TEST_CASE("a shorter use leaves more of the cap to be charged to the other, a longer one is charged what it leaves") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = permitted(hall, who, arena("09:00", "15:00"));
        const auto second = permitted(hall, who, arena("16:00", "21:00"));
        CHECK(hall.booking(second).total == Yen{2'080});
        const auto change = [&](const char* until) {
            ChangeCommand command;
            command.application = first;
            command.booking = hall.booking(first).id;
            command.time = arena("09:00", until).time;
            command.idempotency_key = hall.fresh_key();
            command.request_hash = until;
            return change_application(hall.context, {who.id, false}, command);
        };
        REQUIRE(change("16:00")); // seven hours; six of them are left beside the other's two
        CHECK(hall.booking(first).total == Yen{6'240});
        REQUIRE(change("12:00"));
        CHECK(price_capped_days(hall.context) == 1);
        CHECK(hall.booking(first).total == Yen{3'120});
        CHECK(hall.booking(second).total == Yen{5'200});
    });
}

TEST_CASE("what the town itself revokes is refunded, and what was charged for the other stands") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.paid(who, {arena("09:00", "17:00")});
        const auto second = permitted(hall, who, arena("17:00", "21:00"));
        REQUIRE(revoke_booking(hall.context, {.booking = first.bookings.front().id,
                                              .by = hall.staff().id,
                                              .reason = "設備の故障",
                                              .cause = RefundCause::town}));
        CHECK(price_capped_days(hall.context) == 0);
        CHECK(hall.booking(second).total == Yen{0});
    });
}

TEST_CASE("what somebody is paying for is priced again when that is over") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = permitted(hall, who, arena("09:00", "15:00"));
        const auto attempt = hall.at_the_page(who, arena("15:00", "21:00"));
        const auto second = attempt.application;
        REQUIRE(hall.cancel(who, first));
        CHECK(price_capped_days(hall.context) == 0);
        CHECK(hall.booking(second).total == Yen{2'080});
        hall.provider.pay(attempt.attempt_ref, hall.clock.now());
        hall.work_after(std::chrono::seconds{15});
        CHECK(price_capped_days(hall.context) == 1);
        CHECK(hall.booking(second).total == Yen{6'240});
    });
}

TEST_CASE("two holds at the same instant are charged the cap together") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        for (const char* on : {"2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04", "2026-12-05"}) {
            std::barrier together(2);
            Yen sum;
            std::mutex adding;
            const auto hold = [&](const char* from, const char* until, const char* key) {
                together.arrive_and_wait();
                const auto held = hold_spaces(
                    hall.context, who,
                    {.uses = {arena(from, until, on)}, .idempotency_key = std::string{key} + on, .request_hash = key});
                const std::scoped_lock lock(adding);
                if (held) sum += held->view.bookings.front().total;
            };
            {
                const std::jthread one([&] { hold("09:00", "15:00", "one-key-of-a-hold-"); });
                const std::jthread other([&] { hold("15:00", "21:00", "another-key-of-a-hold-"); });
            }
            CHECK(sum == Yen{8'320});
            for (const auto& view :
                 hall.database.read([&](persistence::Session& session) { return views_of(session, who.id, 10); }))
                if (state_of(view.bookings) == ApplicationState::held) REQUIRE(hall.cancel(who, view.application.id));
        }
    });
}

TEST_CASE("a revocation that is taken back costs what the cap leaves by then; what is too much is given back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto desk = hall.staff();
        const auto first = hall.paid(who, {arena("09:00", "17:00")}).bookings.front();
        CHECK(first.total == Yen{8'320});
        REQUIRE(revoke_booking(hall.context, {.booking = first.id, .by = desk.id, .reason = "漏水のため"}));
        const auto second = hall.paid(who, {arena("17:00", "21:00")}).bookings.front();
        CHECK(second.total == Yen{4'160});
        REQUIRE(reinstate_booking(hall.context, desk.id, first.id));
        CHECK(total(hall, first) == Yen{4'160});
        const auto view = hall.application(first.application);
        REQUIRE(view.refunds.size() == 2);
        CHECK(view.refunds[0].state == RefundState::taken_back);
        CHECK(view.refunds[1].amount == Yen{4'160});
        CHECK(view.refunds[1].state == RefundState::due);
        CHECK(total(hall, second) == Yen{4'160});
    });
}

TEST_CASE("late money pays a use whose day the cap has filled since; what is too much is given back") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto staff = hall.staff().id;
        const auto late = hall.at_the_page(who, arena("09:00", "17:00"));
        hall.provider.expire(late.attempt_ref);
        hall.work_after(std::chrono::seconds{15});
        REQUIRE(hall.cancel(who, late.application));
        const auto second = hall.paid(who, {arena("17:00", "21:00")}).bookings.front();
        CHECK(second.total == Yen{4'160});
        hall.provider.pay(late.attempt_ref, hall.clock.now());
        hall.receive(PlayedProvider::notice("event_1", late.attempt_ref));
        hall.work();
        const auto cases = waiting_cases(hall.context, staff);
        REQUIRE(cases.size() == 1);
        const auto file = case_file(hall.context, staff, cases.front().about.id).value();
        CHECK_FALSE(file.cannot_seat);
        REQUIRE(settle_case(hall.context, {file.about.id, staff, CaseAction::seat_again, ""}));
        const auto view = hall.application(late.application);
        CHECK(view.bookings.front().state == BookingState::permitted);
        CHECK(view.bookings.front().total == Yen{4'160});
        REQUIRE(view.refunds.size() == 1);
        CHECK(view.refunds.front().amount == Yen{4'160});
        CHECK(view.refunds.front().state == RefundState::due);
        CHECK(view.decisions.back().kind == DecisionKind::refund);
        CHECK(hall.notices(who.id).front() == "refund_decided");
        CHECK(total(hall, second) == Yen{4'160});
        CHECK(price_capped_days(hall.context) == 0);
    });
}

namespace {

// Two of the applicant's uses on one day, booked at the same instant: how many the two saw of each other.
int seen_of_each_other(TownHall& hall, const persistence::Account& who, const char* on, bool is_locked) {
    const persistence::CappedDay capped{date(on), FacilityCode{"gym"}, who.id};
    const auto town = hall.catalog.current();
    const Instant now = hall.clock.now();
    std::barrier both_have_looked(2);
    std::array<int, 2> seen{};
    const auto book = [&](int& found, const UseRequest& use) {
        bool has_waited = is_locked;
        REQUIRE(hall.database.transact([&](persistence::Session& session) -> Result<void> {
            if (is_locked) persistence::lock_capped_day(session, capped);
            found = static_cast<int>(persistence::counted_uses(session, capped).size());
            if (!std::exchange(has_waited, true)) both_have_looked.arrive_and_wait();
            const auto prepared = prepare_use(*town, use, {}, now);
            const persistence::Application application{.id = ApplicationId{persistence::new_id(now)},
                                                       .number = std::nullopt,
                                                       .account = who.id,
                                                       .made_by = std::nullopt,
                                                       .facility = capped.facility,
                                                       .details = std::nullopt,
                                                       .edition = town->edition,
                                                       .created_at = now};
            return persistence::insert_held(session, application,
                                            {new_booking(*town, application, *prepared, now + hold_length, now)},
                                            {.count_waiting = false}, now);
        }));
    };
    {
        const std::jthread one([&] { book(seen[0], arena("09:00", "12:00", on)); });
        const std::jthread other([&] { book(seen[1], arena("13:00", "16:00", on)); });
    }
    return seen[0] + seen[1];
}

} // namespace

// On SQLite one unit of work runs at a time, and the question does not arise.
TEST_CASE("two that price uses of a day see each other because the day is locked, and do not without the lock") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        CHECK(seen_of_each_other(hall, who, "2026-12-01", true) == 1);
        if (hall.database.engine() == persistence::Engine::mariadb)
            CHECK(seen_of_each_other(hall, who, "2026-12-02", false) == 0);
    });
}

TEST_CASE(
    "the preview of a series says for each date what the cap leaves the applicant, and for nobody the use alone") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        REQUIRE(hall.hold(who, arena("09:00", "15:00"))); // six of the eight hours of that day
        const Recurrence weekly{.first = date(day), .last = date("2026-12-08")};
        const auto use = arena("15:00", "21:00");
        const auto own = preview_series(hall.context, use, weekly, {}, who.id).value();
        REQUIRE(own.size() == 2);
        CHECK(own[0].price == Yen{2'080});
        CHECK(own[1].price == Yen{6'240});
        const auto anybody = preview_series(hall.context, use, weekly, {}).value();
        CHECK(anybody[0].price == Yen{6'240});
    });
}

TEST_CASE("the auditor finds a day that costs more than its cap, unless it waits to be priced again") {
    in_the_town_hall([](TownHall& hall) {
        const auto who = hall.resident();
        const auto first = hall.hold(who, arena("09:00", "15:00")).value().booking;
        REQUIRE(hall.hold(who, arena("15:00", "21:00")));
        const auto found_after = [&](const std::vector<std::string>& statements) {
            std::vector<std::string> found;
            static_cast<void>(hall.database.transact([&](persistence::Session& session) -> Result<void> {
                for (const auto& statement : statements)
                    CHECK(session.execute(persistence::Sql::built(statement)) == 1);
                for (const auto& finding : audit_by_town(session))
                    found.push_back(finding.invariant);
                return refuse("not_meant");
            }));
            return found;
        };
        const std::string more =
            "UPDATE booking SET cap_minutes = cap_minutes + 60 WHERE booking_id = " + std::to_string(first.id.value());
        CHECK(found_after({more}) == std::vector<std::string>{"daily_caps_hold"});
        CHECK(found_after({more, "UPDATE capped_day SET is_to_price = 1"}).empty());
    });
}
