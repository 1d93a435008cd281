// 変更: a booking moves as a whole, or stays exactly where it was.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

// Person 1 has booking 10 of unit 1 in the morning with two projectors, person 2 booking 20 of unit 2.
void with_two_bookings(const std::function<void(Database& database)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        const QuotaCharge in_december{"gym_month/2026-12", 180, 300, "gym_month"};
        REQUIRE(hold(database, make_account(database, 1).id, {{.id = 10, .projectors = 2, .quotas = {in_december}}}));
        REQUIRE(hold(database, make_account(database, 2).id, {{.id = 20, .units = {2}}}));
        test(database);
    });
}

Result<void> change(Database& database, const Wish& wish) {
    return database.transact([&](Session& session) {
        auto changed = new_booking(wish, AccountId{1});
        changed.booking.total = Yen{600};
        changed.booking.quote_json = R"({"total_yen":600})";
        return change_use(session, changed, AccountId{1}, "2026-12-01 09:00–12:00", a_moment + 1min);
    });
}

} // namespace

TEST_CASE("a changed booking has its new slots and nothing of the old ones, and its history says so") {
    with_two_bookings([](Database& database) {
        CHECK(change(database, {.id = 10, .units = {3}, .time = time("13:00", "15:00"), .projectors = 1}));
        CHECK(unit_day(database, 1).taken.none());
        CHECK(unit_day(database, 3).taken == slots("13:00", "15:00"));
        CHECK(unit_day(database, 11).taken == slots("13:00", "15:00"));
        CHECK(unit_day(database, 12).taken.none());
        const auto changed = booking(database, 10);
        CHECK(changed.space == SpaceCode{"room_3"});
        CHECK(changed.start.time == time("13:00", "15:00").start());
        CHECK(changed.total == Yen{600});
        CHECK(changed.equipment == std::vector{EquipmentWish{EquipmentCode{"projector"}, 1}});
        CHECK(changed.state == BookingState::held);
        CHECK(changed.expires_at == a_moment + 10min);
        const auto history = database.read([](Session& session) { return history_of(session, BookingId{10}); });
        REQUIRE(history.size() == 2);
        CHECK(history.back().event == "changed");
        CHECK(history.back().by == "person1");
        CHECK(history.back().note == "2026-12-01 09:00–12:00");
        CHECK(history.back().to_state == "held");
    });
}

TEST_CASE("a change to slots that overlap the old ones meets nobody, not even itself") {
    with_two_bookings([](Database& database) {
        CHECK(change(database, {.id = 10, .time = time("10:00", "13:00"), .projectors = 4}));
        CHECK(unit_day(database, 1).taken == slots("10:00", "13:00"));
        CHECK(unit_day(database, 14).taken == slots("10:00", "13:00"));
    });
}

TEST_CASE("a change that is refused leaves the old booking untouched") {
    with_two_bookings([](Database& database) {
        const QuotaCharge too_much{"gym_month/2026-12", 301, 300, "gym_month"};
        CHECK(code_of(change(database, {.id = 10, .units = {1, 2}})) == "already_taken");
        CHECK(code_of(change(database, {.id = 10, .units = {3}, .projectors = 5})) == "too_much_equipment");
        CHECK(code_of(change(database, {.id = 10, .units = {3}, .quotas = {too_much}})) == "quota_reached");
        CHECK(unit_day(database, 1).taken == slots("09:00", "12:00"));
        CHECK(unit_day(database, 12).taken == slots("09:00", "12:00"));
        CHECK(unit_day(database, 3).taken.none());
        const auto kept = booking(database, 10);
        CHECK(kept.total == Yen{470});
        CHECK(kept.equipment.front().quantity == 2);
        CHECK(database.read([](Session& session) { return history_of(session, BookingId{10}).size(); }) == 1);
        CHECK(used(database, AccountId{1}, "gym_month/2026-12") == 180);
    });
}

TEST_CASE("a change counts its quotas anew: the month that it leaves has room again") {
    with_two_bookings([](Database& database) {
        const QuotaCharge in_january{"gym_month/2027-01", 60, 300, "gym_month"};
        CHECK(change(database, {.id = 10, .date = day("2027-01-05"), .quotas = {in_january}}));
        CHECK(used(database, AccountId{1}, "gym_month/2026-12") == 0);
        CHECK(used(database, AccountId{1}, "gym_month/2027-01") == 60);
    });
}

TEST_CASE("a change takes over what a hold whose time is over has") {
    with_two_bookings([](Database& database) {
        permit(database, 10);
        const auto changed = database.transact([](Session& session) {
            auto moved = new_booking({.id = 10, .units = {2}}, AccountId{1});
            return change_use(session, moved, AccountId{1}, "", a_moment + 10min + time_for_the_sweep);
        });
        CHECK(changed);
        CHECK(state(database, 20) == BookingState::expired);
        CHECK(claimed_by(database, OwnerId{20}) == 0);
        CHECK(state(database, 10) == BookingState::permitted_unpaid);
    });
}

TEST_CASE("only what occupies and is not over can be changed") {
    with_two_bookings([](Database& database) {
        CHECK(code_of(change(database, {.id = 99})) == "booking_not_found");
        permit(database, 10);
        pay(database, 10);
        CHECK(step(database, 10, {.event = BookingEvent::use_ended, .at = a_moment}));
        const auto used_up = change(database, {.id = 10, .units = {3}});
        CHECK(code_of(used_up) == "wrong_state");
        CHECK(used_up.error().facts.at("state") == Fact{std::string{"used"}});
    });
}

TEST_CASE("a permitted booking that was moved ends when its new use ends") {
    with_two_bookings([](Database& database) {
        permit(database, 10);
        pay(database, 10);
        CHECK(database.transact([](Session& session) {
            auto moved = new_booking({.id = 10, .date = day("2026-12-10")}, AccountId{1});
            return change_use(session, moved, AccountId{1}, "", a_moment);
        }));
        const auto ended = [&](const char* date, const char* at) {
            const LocalDateTime by{day(date), MinuteOfDay::parse(at).value()};
            return database.read(
                [&](Session& session) { return ended_bookings(session, BookingState::permitted, by, 10); });
        };
        CHECK(ended("2026-12-10", "11:59").empty());
        CHECK(ended("2026-12-10", "12:00") == std::vector{BookingId{10}});
    });
}
