// Claims: who occupies what, and that nobody else's can go.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <atomic>
#include <barrier>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

Result<void> claim_alone(Database& database, std::int64_t owner, const Occupation& occupation) {
    return database.transact([&](Session& session) {
        insert_owner(session, OwnerId{owner});
        return claim(session, OwnerId{owner}, occupation, a_moment);
    });
}

} // namespace

TEST_CASE("a quarter hour of a unit belongs to one owner; the next one is refused and leaves nothing") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(claim_alone(database, 1, occupation({1, 2}, "09:00", "12:00")));
        CHECK(code_of(claim_alone(database, 2, occupation({2, 3}, "11:00", "13:00"))) == "already_taken");
        CHECK(claimed_by(database, OwnerId{2}) == 0);
        CHECK(claim_alone(database, 3, occupation({3}, "11:00", "13:00")));
        CHECK(claim_alone(database, 4, occupation({1, 2}, "12:00", "13:00")));
    });
}

TEST_CASE("minutes round outward: who ends at ten past blocks the quarter hour") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(claim_alone(database, 1, occupation({1}, "09:00", "10:10")));
        CHECK(code_of(claim_alone(database, 2, occupation({1}, "10:10", "11:00"))) == "already_taken");
        CHECK(claim_alone(database, 3, occupation({1}, "10:15", "11:00")));
    });
}

TEST_CASE("an owner releases all of his own and nothing of anybody else") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(claim_alone(database, 1, occupation({1, 2}, "09:00", "10:00")));
        CHECK(claim_alone(database, 2, occupation({1, 2}, "10:00", "11:00")));
        database.transact([](Session& session) { release(session, OwnerId{1}, a_moment); });
        CHECK(claimed_by(database, OwnerId{1}) == 0);
        CHECK(claimed_by(database, OwnerId{2}) == 8);
    });
}

TEST_CASE("every change raises the version of its units' day and is announced; a refusal changes neither") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto version = [&] {
            return database.read([](Session& session) {
                return version_of(session, {UnitId{1}, UnitId{2}, UnitId{3}}, the_day, the_day);
            });
        };
        const auto announced = [&] {
            return database.read([](Session& session) { return unpublished(session, 100).size(); });
        };
        CHECK(version() == 0);
        CHECK(claim_alone(database, 1, occupation({1, 2}, "09:00", "10:00")));
        CHECK(version() == 2);
        CHECK(announced() == 2);
        CHECK(code_of(claim_alone(database, 2, occupation({2, 3}, "09:00", "10:00"))) == "already_taken");
        CHECK(version() == 2);
        database.transact([](Session& session) { touch(session, OwnerId{1}, a_moment); });
        CHECK(version() == 4);
        database.transact([](Session& session) { release(session, OwnerId{1}, a_moment); });
        CHECK(version() == 6);
        CHECK(announced() == 6);
        database.transact([](Session& session) { mark_published(session, unpublished(session, 100)); });
        CHECK(announced() == 0);
    });
}

TEST_CASE("a look tells the taken quarter hours of the units that were asked for, and of no others") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(claim_alone(database, 1, occupation({1, 2}, "09:00", "09:30")));
        CHECK(claim_alone(database, 2, occupation({1}, "11:45", "12:15")));
        const auto seen = database.read([](Session& session) {
            return look(session, {UnitId{1}, UnitId{3}}, the_day, the_day);
        });
        REQUIRE(seen.days.size() == 1);
        REQUIRE(seen.days.at(the_day).size() == 1);
        const UnitDay& first = seen.days.at(the_day).at(UnitId{1});
        const DayMask expected =
            mask_of(SlotRange::covering(time("09:00", "09:30"))) | mask_of(SlotRange::covering(time("11:45", "12:15")));
        CHECK(first == UnitDay{expected, {}});
        CHECK(seen.version == 2);
        CHECK(seen.versions == std::map<UnitId, std::int64_t>{{UnitId{1}, 2}});
    });
}

TEST_CASE("sixteen threads that claim one quarter hour have exactly one winner, each time") {
    for_each_engine([](Database& database) {
        register_units(database);
        constexpr int threads = 16;
        std::atomic<std::int64_t> owner{0};
        for (int hour = 9; hour < 19; ++hour) {
            std::atomic<int> winners{0};
            std::barrier together(threads);
            {
                std::vector<std::jthread> crowd;
                for (int number = 0; number < threads; ++number)
                    crowd.emplace_back([&] {
                        const auto wish =
                            occupation({1, 2}, *MinuteOfDay::of(hour * 60), *MinuteOfDay::of(hour * 60 + 15));
                        together.arrive_and_wait();
                        if (claim_alone(database, ++owner, wish)) ++winners;
                    });
            }
            CHECK(winners == 1);
        }
    });
}
