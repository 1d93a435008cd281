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

Result<void> hold(Database& database, const Booking& booking, const Occupation& where) {
    return database.transact([&](Session& session) { return insert_held(session, booking, where, a_moment); });
}

Result<BookingState> step(Database& database, std::int64_t id, const Advance& how) {
    return database.transact([&](Session& session) { return advance(session, BookingId{id}, how); });
}

std::int64_t used(Database& database) {
    return std::get<0>(database.read([](Session& session) {
        return session.select_one<std::int64_t>("SELECT SUM(used) FROM quota_counter WHERE account_id = 1").value();
    }));
}

} // namespace

TEST_CASE("a booking is read as it was written") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, booking_of(10, who.id), occupation({1}, "09:00", "12:00")));
        database.transact([](Session& session) {
            save_details(session, BookingId{10}, {"読書会 :not_a_bind 'quoted'", std::nullopt, 12}, a_moment);
        });
        const auto found = database.read([](Session& session) { return find_booking(session, BookingId{10}).value(); });
        CHECK(found.total == Yen{470});
        CHECK(found.band == BandCode{"morning"});
        CHECK(found.expires_at == a_moment + 10min);
        REQUIRE(found.details);
        CHECK(found.details->purpose == "読書会 :not_a_bind 'quoted'");
        CHECK_FALSE(found.details->group_name);
        CHECK(found.details->people == 12);
        CHECK_FALSE(database.read([](Session& session) { return find_booking(session, BookingId{11}); }));
    });
}

TEST_CASE("sixteen threads of one person get as many bookings as the limit allows, and the counter says so") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        std::atomic<int> held{0};
        {
            std::vector<std::jthread> crowd;
            for (int number = 0; number < 16; ++number)
                crowd.emplace_back([&, number] {
                    const auto where =
                        occupation({1}, *MinuteOfDay::of(number * 60), *MinuteOfDay::of(number * 60 + 60));
                    const auto result = hold(database, booking_of(100 + number, who.id), where);
                    if (result) ++held;
                    if (!result && result.error().code != "hold_limit_reached") held = 1000;
                });
        }
        CHECK(held == unpaid_bookings_per_account);
        CHECK(used(database) == unpaid_bookings_per_account);
    });
}

TEST_CASE("a booking that is given up gives back its claims and its place in the limit, once") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, booking_of(10, who.id), occupation({1}, "09:00", "12:00")));
        CHECK(step(database, 10, {.event = BookingEvent::given_up, .at = a_moment}).value() == BookingState::cancelled);
        CHECK(claimed_by(database, BookingId{10}) == 0);
        CHECK(used(database) == 0);
        CHECK(step(database, 10, {.event = BookingEvent::given_up, .at = a_moment}).error().code == "wrong_state");
        CHECK(used(database) == 0);
    });
}

TEST_CASE("a step is taken only while its condition holds") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, booking_of(10, who.id), occupation({1}, "09:00", "12:00")));
        const Instant deadline = a_moment + 10min;
        const auto expire = [&](Instant now) {
            return step(database, 10, {.event = BookingEvent::deadline_passed, .at = now, .only_if_due_by = now});
        };
        CHECK(expire(deadline - 1ms).error().code == "wrong_state");
        const auto start = [&](Instant now) {
            return step(database, 10, {.event = BookingEvent::payment_started, .at = now, .only_if_valid_at = now});
        };
        CHECK(start(deadline).error().code == "hold_expired");
        CHECK(expire(deadline).value() == BookingState::expired);
        CHECK(step(database, 99, {.event = BookingEvent::paid, .at = a_moment}).error().code == "booking_not_found");
    });
}

TEST_CASE("a number that somebody has is refused to the next one, and the unit of work goes on") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, booking_of(10, who.id), occupation({1}, "09:00", "12:00")));
        CHECK(hold(database, booking_of(11, who.id), occupation({2}, "09:00", "12:00")));
        database.transact([](Session& session) {
            CHECK(give_number(session, BookingId{10}, "7K3M-Q9XD"));
            CHECK_FALSE(give_number(session, BookingId{11}, "7K3M-Q9XD"));
            CHECK(give_number(session, BookingId{11}, "7K3M-Q9XE"));
        });
        CHECK(database.read([](Session& session) { return find_booking(session, BookingId{11}); })->number ==
              "7K3M-Q9XE");
    });
}

TEST_CASE("the board shows who stands there, by space and time, and not who has gone") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, booking_of(10, who.id), occupation({1}, "09:00", "12:00")));
        CHECK(hold(database, booking_of(11, who.id), occupation({2}, "09:00", "12:00")));
        CHECK(step(database, 11, {.event = BookingEvent::given_up, .at = a_moment}));
        const auto board =
            database.read([](Session& session) { return board_of(session, FacilityCode{"kirara"}, the_day); });
        REQUIRE(board.size() == 1);
        CHECK(board.front().booking.id == BookingId{10});
        CHECK(board.front().holder == "person1");
    });
}
