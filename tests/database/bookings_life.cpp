// Bookings: the limit of one person, the steps of their life, the numbers.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// Alone with one person's hold of unit 1 in the morning.
void with_a_hold(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = 10}}));
        test(database);
    });
}

} // namespace

TEST_CASE("an application and its booking are read as they were written") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(hold(database, make_account(database, 1).id, {{.id = 10, .projectors = 2}}));
        database.transact([](Session& session) {
            save_details(session, ApplicationId{10},
                         {.activity = ActivityCode{"reading"},
                          .purpose = "読書会 :not_a_bind 'quoted'",
                          .group_name = std::nullopt,
                          .people = 12,
                          .highest_admission = Yen{500},
                          .is_commercial = true,
                          .reduction = ReductionCode{"g5"}});
        });
        const auto found = booking(database, 10);
        CHECK(found.total == Yen{470});
        CHECK(found.band == BandCode{"morning"});
        CHECK(found.start == LocalDateTime{the_day, time("09:00", "12:00").start()});
        CHECK(found.end == LocalDateTime{the_day, time("09:00", "12:00").end()});
        CHECK(found.equipment == std::vector{EquipmentWish{EquipmentCode{"projector"}, 2}});
        CHECK(found.expires_at == a_moment + 10min);
        CHECK(found.application == ApplicationId{10});
        const auto [application, none] = database.read([](Session& session) {
            return std::pair{find_application(session, ApplicationId{10}).value(),
                             find_booking(session, BookingId{11})};
        });
        REQUIRE(application.details);
        CHECK(application.details->purpose == "読書会 :not_a_bind 'quoted'");
        CHECK_FALSE(application.details->group_name);
        CHECK(application.details->people == 12);
        CHECK(application.details->activity == ActivityCode{"reading"});
        CHECK(application.details->highest_admission == Yen{500});
        CHECK(application.details->is_commercial);
        CHECK(application.details->reduction == ReductionCode{"g5"});
        CHECK_FALSE(none);
    });
}

TEST_CASE("sixteen threads of one person get as many applications as the limit allows, and the counter says so") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        std::atomic<int> held{0};
        {
            std::vector<std::jthread> crowd;
            for (int number = 0; number < 16; ++number)
                crowd.emplace_back([&, number] {
                    const auto hour = *TimeRange::of(*MinuteOfDay::of(number * 60), *MinuteOfDay::of(number * 60 + 60));
                    const auto result = hold(database, who.id, {{.id = 100 + number, .time = hour}});
                    if (result) ++held;
                    if (!result && result.error().code != "hold_limit_reached") held = 1000;
                });
        }
        CHECK(held == HoldOptions{}.most_waiting);
        CHECK(used(database, AccountId{1}, "waiting") == HoldOptions{}.most_waiting);
    });
}

TEST_CASE("a booking that is given up gives back its claims and its place in the limit, once") {
    with_a_hold([](Database& database) {
        CHECK(step(database, 10, {.event = BookingEvent::withdrawn, .at = a_moment}).value() ==
              BookingState::withdrawn);
        CHECK(claimed_by(database, OwnerId{10}) == 0);
        CHECK(used(database, AccountId{1}, "waiting") == 0);
        CHECK(step(database, 10, {.event = BookingEvent::withdrawn, .at = a_moment}).error().code == "wrong_state");
        CHECK(used(database, AccountId{1}, "waiting") == 0);
    });
}

TEST_CASE("a step is taken only while its condition holds") {
    with_a_hold([](Database& database) {
        const Instant deadline = a_moment + 10min;
        const auto expire = [&](Instant now) {
            return step(database, 10, {.event = BookingEvent::deadline_passed, .at = now, .only_if_due_by = now});
        };
        CHECK(expire(deadline - 1ms).error().code == "wrong_state");
        const auto submit = [&](Instant now) {
            return step(database, 10, {.event = BookingEvent::submitted, .at = now, .only_if_valid_at = now});
        };
        CHECK(submit(deadline).error().code == "hold_expired");
        CHECK(expire(deadline).value() == BookingState::expired);
        CHECK(step(database, 99, {.event = BookingEvent::paid, .at = a_moment}).error().code == "booking_not_found");
    });
}

TEST_CASE("a number that somebody has is refused to the next one, and the unit of work goes on") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, who.id, {{.id = 10}}));
        CHECK(hold(database, who.id, {{.id = 11, .units = {2}}}));
        database.transact([](Session& session) {
            CHECK(give_number(session, ApplicationId{10}, "7K3M-Q9XD"));
            CHECK_FALSE(give_number(session, ApplicationId{11}, "7K3M-Q9XD"));
            CHECK(give_number(session, ApplicationId{11}, "7K3M-Q9XE"));
            CHECK(give_number(session, ApplicationId{11}, "7K3M-Q9XF"));
        });
        const auto found = database.read([](Session& session) { return find_application(session, ApplicationId{11}); });
        REQUIRE(found);
        CHECK(found->number == "7K3M-Q9XE");
    });
}

TEST_CASE("the board shows who stands there, by space and time, and not who has gone") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, who.id, {{.id = 10}}));
        CHECK(hold(database, who.id, {{.id = 11, .units = {2}}}));
        CHECK(step(database, 11, {.event = BookingEvent::withdrawn, .at = a_moment}));
        const auto board =
            database.read([](Session& session) { return board_of(session, FacilityCode{"kirara"}, the_day); });
        REQUIRE(board.size() == 1);
        CHECK(board.front().booking.id == BookingId{10});
        CHECK(board.front().application.id == ApplicationId{10});
        CHECK(board.front().holder == "person1");
    });
}
