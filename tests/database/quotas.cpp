// 利用回数の上限: counters that nobody passes, and that are given back exactly once.
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/meeting.hpp"

#include <atomic>
#include <barrier>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

constexpr const char* december = "gym_month/2026-12";
constexpr const char* open = "gym_open/open";

std::vector<QuotaCharge> charges(std::int64_t amount, std::int64_t limit) {
    return {{december, amount, limit, "gym_month"}};
}

void in_town(const std::function<void(Database& database, AccountId who)>& test) {
    for_each_engine([&](Database& database) {
        register_units(database);
        test(database, make_account(database, 1).id);
    });
}

Result<void> hold_one(Database& database, AccountId who, std::int64_t id, const std::vector<QuotaCharge>& quotas) {
    const Wish wish{.id = id, .date = the_day + std::chrono::days{id}, .quotas = quotas};
    return hold(database, who, {wish}, {.count_waiting = false});
}

Advance simply(BookingEvent event) { return {.event = event, .at = a_moment}; }

} // namespace

TEST_CASE("a quota is used up, refuses by name, and has room again when a booking is given up") {
    in_town([](Database& database, AccountId who) {
        CHECK(hold_one(database, who, 10, charges(120, 300)));
        CHECK(hold_one(database, who, 11, charges(120, 300)));
        const auto refused = hold_one(database, who, 12, charges(120, 300));
        CHECK(code_of(refused) == "quota_reached");
        CHECK(refused.error().facts.at("quota") == Fact{std::string{"gym_month"}});
        CHECK(refused.error().facts.at("limit") == Fact{std::int64_t{300}});
        CHECK(used(database, who, december) == 240);
        CHECK(hold_one(database, who, 13, charges(60, 300)));
        CHECK(step(database, 10, simply(BookingEvent::withdrawn)));
        CHECK(used(database, who, december) == 180);
        CHECK(hold_one(database, who, 14, charges(120, 300)));
    });
}

TEST_CASE("the bookings of one application count together, and a refusal leaves nothing counted") {
    in_town([](Database& database, AccountId who) {
        const auto week = [](std::int64_t id) {
            return Wish{.id = id, .date = the_day + std::chrono::days{id}, .quotas = charges(1, 2)};
        };
        CHECK(code_of(hold(database, who, {week(10), week(11), week(12)})) == "quota_reached");
        CHECK(used(database, who, december) == 0);
        CHECK(hold(database, who, {week(10), week(11)}));
        CHECK(used(database, who, december) == 2);
    });
}

TEST_CASE("more at once than the limit is refused, also by a counter that nobody has used yet") {
    in_town([](Database& database, AccountId who) {
        CHECK(code_of(hold_one(database, who, 10, charges(3, 2))) == "quota_reached");
        CHECK(hold_one(database, who, 11, charges(2, 2)));
    });
}

TEST_CASE("sixteen threads of one person pass no quota") {
    in_town([](Database& database, AccountId who) {
        std::atomic<int> held{0};
        constexpr int threads = 16;
        std::barrier together(threads);
        {
            std::vector<std::jthread> crowd;
            for (int number = 0; number < threads; ++number)
                crowd.emplace_back([&, number] {
                    together.arrive_and_wait();
                    for (;;)
                        try {
                            held += hold_one(database, who, 10 + number, charges(1, 3)).has_value();
                            return;
                        } catch (const DatabaseBusy&) {
                        }
                });
        }
        CHECK(held == 3);
        CHECK(used(database, who, december) == 3);
    });
}

// What the conditional counting is for; SQLite has one writer, so only MariaDB can show it.
TEST_CASE("two who look at a counter before they count both find room for themselves") {
    if (!covers(Engine::mariadb)) return;
    in_town([](Database& database, AccountId who) {
        if (database.engine() != Engine::mariadb) return;
        REQUIRE(hold_one(database, who, 10, charges(1, 2)));
        Meeting both_have_looked(2);
        const auto look_then_count = [&](int id) {
            static_cast<void>(database.transact([&](Session& session) -> Result<void> {
                const auto row = session.select_one<std::int64_t>(
                    "SELECT used FROM quota_counter WHERE account_id = 1 AND counter = 'gym_month/2026-12'");
                both_have_looked.wait_for_all(id);
                if (std::get<0>(*row) + 1 > 2) return refuse("quota_reached");
                const Wish wish{.id = id, .date = the_day + std::chrono::days{id}, .quotas = charges(1, 1000)};
                return hold(session, who, {wish}, {.count_waiting = false});
            }));
        };
        {
            std::jthread one([&] { look_then_count(11); });
            std::jthread other([&] { look_then_count(12); });
        }
        CHECK(used(database, who, december) == 3);
    });
}

TEST_CASE("a no-show still counts, and what counts only until the use has ended does not") {
    in_town([](Database& database, AccountId who) {
        const std::vector<QuotaCharge> both{{december, 1, 5, "gym_month"}, {open, 1, 2, "gym_open"}};
        for (const std::int64_t id : {10, 11, 12}) {
            if (id == 12) CHECK(code_of(hold_one(database, who, id, both)) == "quota_reached");
            if (id == 12) break;
            REQUIRE(hold_one(database, who, id, both));
            permit(database, id);
            pay(database, id);
        }
        CHECK(step(database, 10, simply(BookingEvent::not_come)));
        CHECK(used(database, who, december) == 2);
        CHECK(used(database, who, open) == 1);
        CHECK(step(database, 11, simply(BookingEvent::use_ended)));
        CHECK(used(database, who, december) == 2);
        CHECK(used(database, who, open) == 0);
    });
}

TEST_CASE("a revoked booking does not count, and counts again when it comes back, however full the counter is") {
    in_town([](Database& database, AccountId who) {
        REQUIRE(hold_one(database, who, 10, charges(1, 1)));
        REQUIRE(step(database, 10, simply(BookingEvent::revoked)));
        CHECK(used(database, who, december) == 0);
        REQUIRE(hold_one(database, who, 11, charges(1, 1)));
        CHECK(database.transact([&](Session& session) {
            const Wish wish{.id = 10, .date = the_day + std::chrono::days{10}, .quotas = charges(1, 1)};
            CHECK(give_number(session, ApplicationId{10}, "N-10"));
            const auto again =
                advance_and_reclaim(session, new_booking(wish, who), simply(BookingEvent::reinstated_to_review));
            keep_review(session, ApplicationId{10});
            return again;
        }));
        CHECK(used(database, who, december) == 2);
    });
}
