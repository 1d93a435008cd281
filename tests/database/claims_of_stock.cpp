// Interchangeable units: any of them will do, as long as there are enough.
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

const std::vector<UnitId> pool{UnitId{11}, UnitId{12}, UnitId{13}, UnitId{14}};
const std::vector<DaySlots> morning{{the_day, SlotRange::covering(time("09:00", "12:00"))}};

Result<std::vector<UnitId>> take(Database& database, std::int64_t owner, std::int64_t quantity,
                                 const std::vector<DaySlots>& days = morning) {
    return database.transact([&](Session& session) {
        insert_owner(session, OwnerId{owner});
        return claim_some(session, OwnerId{owner}, pool, quantity, days, a_moment);
    });
}

std::vector<UnitId> units(std::initializer_list<std::int64_t> numbers) {
    std::vector<UnitId> ids;
    for (const auto number : numbers)
        ids.emplace_back(number);
    return ids;
}

} // namespace

TEST_CASE("the first free pieces are taken, and the refusal says how many are left") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(take(database, 1, 2).value() == units({11, 12}));
        CHECK(take(database, 2, 1).value() == units({13}));
        const auto refused = take(database, 3, 2);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "too_few_free");
        CHECK(refused.error().facts.at("free") == Fact{std::int64_t{1}});
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-01"}});
        CHECK(claimed_by(database, OwnerId{3}) == 0);
        CHECK(unit_day(database, 14).taken.none());
        database.transact([](Session& session) { release(session, OwnerId{1}, a_moment); });
        CHECK(take(database, 4, 3).value() == units({11, 12, 14}));
    });
}

TEST_CASE("a piece must be free on all of the days, and the scarce day is named") {
    for_each_engine([](Database& database) {
        register_units(database);
        const std::vector<DaySlots> next_day{{day("2026-12-02"), morning.front().slots}};
        CHECK(take(database, 1, 3, next_day).value() == units({11, 12, 13}));
        const std::vector<DaySlots> both{morning.front(), next_day.front()};
        CHECK(take(database, 2, 1, both).value() == units({14}));
        const auto refused = take(database, 3, 1, both);
        REQUIRE_FALSE(refused);
        CHECK(refused.error().facts.at("free") == Fact{std::int64_t{0}});
        CHECK(refused.error().facts.at("date") == Fact{std::string{"2026-12-02"}});
    });
}

TEST_CASE("of sixteen who want one of four pieces at the same moment, four get one") {
    for_each_engine([](Database& database) {
        register_units(database);
        constexpr int threads = 16;
        std::atomic<int> winners{0};
        std::atomic<int> others{0};
        std::barrier together(threads);
        {
            std::vector<std::jthread> crowd;
            for (int number = 0; number < threads; ++number)
                crowd.emplace_back([&, number] {
                    together.arrive_and_wait();
                    for (;;) {
                        try {
                            const auto taken = take(database, number + 1, 1);
                            ++(taken ? winners : others);
                            return;
                        } catch (const DatabaseBusy&) { // met the others too often: nothing was done
                        }
                    }
                });
        }
        CHECK(winners == projectors);
        CHECK(others == threads - projectors);
    });
}

TEST_CASE("an application gets its rooms with the equipment, or neither") {
    for_each_engine([](Database& database) {
        register_units(database);
        const auto who = make_account(database, 1);
        CHECK(hold(database, who.id, {{.id = 10, .projectors = 3}}));
        const auto refused = hold(database, who.id, {{.id = 11, .units = {2}, .projectors = 2}});
        REQUIRE_FALSE(refused);
        CHECK(refused.error().code == "too_much_equipment");
        CHECK(refused.error().facts.at("equipment") == Fact{std::string{"projector"}});
        CHECK(refused.error().facts.at("free") == Fact{std::int64_t{1}});
        CHECK(unit_day(database, 2).taken.none());
        CHECK(used(database, who.id, "waiting") == 1);
        CHECK(hold(database, who.id, {{.id = 12, .units = {2}, .projectors = 1}}));
    });
}

TEST_CASE("equipment of a hold whose time is over is there for the next one") {
    for_each_engine([](Database& database) {
        register_units(database);
        CHECK(hold(database, make_account(database, 1).id, {{.id = 10, .projectors = 4}}));
        const auto later = a_moment + std::chrono::minutes{10} + time_for_the_sweep;
        const auto who = make_account(database, 2);
        CHECK(database.transact([&](Session& session) {
            auto wish = new_booking({.id = 11, .units = {2}, .projectors = 1}, who.id);
            wish.booking.expires_at = later + std::chrono::minutes{10};
            return insert_held(session, application_of(11, who.id), {wish}, {}, later);
        }));
        CHECK(state(database, 10) == BookingState::expired);
        CHECK(claimed_by(database, OwnerId{10}) == 0);
    });
}
