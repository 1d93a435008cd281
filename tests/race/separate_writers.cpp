// Sixteen writers, each with connections of its own and no single writer before them, claim the same quarter hours
// without looking first. Two guards stand in their way, the key of the claims and the masks of the unit's day: either
// alone lets one of them have it, without both the same race sells them twice.
#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/claims.hpp"
#include "tests/database/harness/databases.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <doctest/doctest.h>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr int writers = 16;
constexpr int slots = 32;
const UnitId unit{1};
const LocalDate date = *LocalDate::parse("2026-12-01");
const Instant now = Instant::from_epoch_ms(1'795'000'000'000);

constexpr Sql insert_unit = "INSERT INTO unit (unit_id, code, facility_code) VALUES (1, 'small_meeting', 'kirara')";
constexpr Sql insert_owner = "INSERT INTO claim_owner (owner_id, kind, state, expires_at_ms, version, claims,"
                             " created_at_ms) VALUES (:owner_id, 'booking', 'permitted', NULL, 1, 0, 0)";
constexpr Sql select_sold_twice = "SELECT slot_index FROM claim GROUP BY unit_id, slot_date, slot_index"
                                  " HAVING COUNT(DISTINCT owner_id) > 1";
constexpr Sql select_sold = "SELECT DISTINCT slot_index FROM claim";

void drop_the_key(Database& database) {
    database.backend().maintain([&](detail::Connection& connection) {
        if (database.engine() == Engine::mariadb) {
            connection.run("ALTER TABLE claim DROP PRIMARY KEY, ADD INDEX ix_claim_plain (slot_date, unit_id)");
            return;
        }
        connection.run("CREATE TABLE claim_without_key AS SELECT * FROM claim");
        connection.run("DROP TABLE claim");
        connection.run("ALTER TABLE claim_without_key RENAME TO claim");
        connection.run("CREATE INDEX ix_claim_plain ON claim (slot_date, unit_id)");
    });
}

// The masks are written, and forgotten at once.
void blind_the_masks(Database& database) {
    database.backend().maintain([&](detail::Connection& connection) {
        if (database.engine() == Engine::mariadb) {
            for (const char* const when : {"INSERT", "UPDATE"})
                connection.run(std::string{"CREATE TRIGGER tr_blind_"} + when + " BEFORE " + when +
                               " ON unit_day FOR EACH ROW SET NEW.taken_early = 0, NEW.taken_late = 0");
            return;
        }
        for (const char* const when : {"INSERT", "UPDATE"})
            connection.run(std::string{"CREATE TRIGGER tr_blind_"} + when + " AFTER " + when +
                           " ON unit_day WHEN NEW.taken_early <> 0 OR NEW.taken_late <> 0 BEGIN"
                           " UPDATE unit_day SET taken_early = 0, taken_late = 0"
                           " WHERE unit_id = NEW.unit_id AND slot_date = NEW.slot_date; END");
    });
}

struct Guards {
    bool key = true;
    bool masks = true;
};

// SQLite lets writers of other processes wait, and may let one of them wait too long.
auto until_not_busy(const auto& work) {
    for (;;) {
        try {
            return work();
        } catch (const DatabaseBusy&) {
        }
    }
}

bool claims_slot(Database& database, int writer, int slot) {
    const OwnerId owner{1 + slot * writers + writer};
    const auto start = *MinuteOfDay::of(slot * SlotRange::slot_minutes);
    const auto end = *MinuteOfDay::of((slot + 1) * SlotRange::slot_minutes);
    const Occupation occupation{{unit}, {{date, SlotRange::covering(*TimeRange::of(start, end))}}};
    const auto work = [&](Session& session) -> Result<void> {
        session.execute(insert_owner, {{"owner_id", owner}});
        return claim(session, owner, occupation, now);
    };
    const auto claimed = until_not_busy([&] { return database.transact(work); });
    if (!claimed && claimed.error().code != "already_taken") throw std::runtime_error(claimed.error().code);
    return claimed.has_value();
}

// How many writers were told that they have it, slot by slot.
using Winners = std::array<std::atomic<int>, slots>;

void race(const std::string& url, Winners& winners) {
    std::barrier together(writers);
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer)
        threads.emplace_back([&, writer] {
            const auto own = Database::open({.url = url, .sessions = 1, .tries = 100});
            for (int slot = 0; slot < slots; ++slot) {
                together.arrive_and_wait();
                if (claims_slot(*own, writer, slot)) ++winners[static_cast<std::size_t>(slot)];
            }
        });
}

template <class Check>
void after_a_race(const Guards& guards, const Check& check) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        migrate(*database);
        database->transact([](Session& session) { session.execute(insert_unit); });
        if (!guards.key) drop_the_key(*database);
        if (!guards.masks) blind_the_masks(*database);
        Winners winners{};
        race(url, winners);
        check(*database, winners);
    });
}

std::size_t count(Database& database, const Sql& query) {
    return database.read([&](Session& session) { return session.select<std::int64_t>(query).size(); });
}

} // namespace

TEST_CASE("of sixteen separate writers exactly one gets each quarter hour, by the key or the masks alone") {
    for (const Guards guards : {Guards{true, true}, Guards{true, false}, Guards{false, true}}) {
        CAPTURE(guards.key);
        CAPTURE(guards.masks);
        after_a_race(guards, [](Database& database, const Winners& winners) {
            for (const auto& winners_of_slot : winners)
                CHECK(winners_of_slot == 1);
            CHECK(count(database, select_sold) == slots);
            CHECK(count(database, select_sold_twice) == 0);
        });
    }
}

TEST_CASE("without the key and the masks the same sixteen writers sell quarter hours twice") {
    after_a_race({false, false}, [](Database& database, const Winners& winners) {
        CHECK(std::ranges::any_of(winners, [](const auto& winners_of_slot) { return winners_of_slot > 1; }));
        CHECK(count(database, select_sold_twice) > 0);
    });
}
