// The first bookings of a unit's day make the row that carries its version: several may come at the same moment.
#include "persistence/engine/database.hpp"
#include "persistence/repositories/claims.hpp"
#include "tests/database/harness/bookings.hpp"
#include "tests/database/harness/databases.hpp"

#include <barrier>
#include <doctest/doctest.h>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr int writers = 8;
constexpr int days = 40;
const UnitId unit{1};
const LocalDate first_day = *LocalDate::parse("2026-12-01");

constexpr Sql insert_unit = "INSERT INTO unit (unit_id, code, facility_code) VALUES (1, 'small_meeting', 'kirara')";

// Each writer an hour of its own.
Result<void> claim_an_hour(Database& database, int writer, LocalDate date) {
    const OwnerId owner{(date - first_day).count() * writers + writer + 1};
    const auto time = *TimeRange::of(*MinuteOfDay::of(writer * 60), *MinuteOfDay::of(writer * 60 + 60));
    const auto work = [&](Session& session) -> Result<void> {
        insert_owner(session, owner);
        return claim(session, owner, {{unit}, {{date, SlotRange::covering(time)}}}, a_moment);
    };
    for (;;) {
        try {
            return database.transact(work);
        } catch (const DatabaseBusy&) { // too many met too often: nothing was done
        }
    }
}

} // namespace

TEST_CASE("nobody is told that a day is closed because others book it for the first time at the same moment") {
    for_each_engine([](Database& database) {
        database.transact([](Session& session) { session.execute(insert_unit); });
        std::barrier together(writers);
        std::mutex mutex;
        std::multiset<std::string> refusals;
        std::vector<std::thread> threads;
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                for (int day = 0; day < days; ++day) {
                    together.arrive_and_wait();
                    const auto claimed = claim_an_hour(database, writer, first_day + std::chrono::days{day});
                    const std::lock_guard lock(mutex);
                    if (!claimed) refusals.insert(claimed.error().code);
                }
            });
        for (auto& thread : threads)
            thread.join();
        CHECK(refusals.count("closure") == 0);
        CHECK(refusals.empty());
    });
}
