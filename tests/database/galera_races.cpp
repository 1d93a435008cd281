// Writers on all nodes at once: a key has one winner, a counter loses no step, and without the key a room is sold
// twice.
#include "domain/core/refusal.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/galera_cluster.hpp"
#include "tests/database/harness/meeting.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>

using namespace hiroba;
using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

constexpr int threads_per_node = 4;
constexpr std::int64_t slots = 96;

constexpr std::string_view schema = R"(
CREATE TABLE counter (
    id BIGINT NOT NULL,
    used BIGINT NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (id)
);
CREATE TABLE slot (
    unit_id BIGINT NOT NULL,
    slot_index BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    CONSTRAINT pk_slot PRIMARY KEY (unit_id, slot_index)
);
CREATE TABLE room (
    id BIGINT NOT NULL,
    CONSTRAINT pk_room PRIMARY KEY (id)
);
CREATE TABLE booking (
    id {auto_id},
    room_id BIGINT NOT NULL,
    first_slot BIGINT NOT NULL,
    end_slot BIGINT NOT NULL
);
CREATE TABLE edition (
    id BIGINT NOT NULL,
    replaced_at_ms BIGINT,
    CONSTRAINT pk_edition PRIMARY KEY (id)
);
CREATE TABLE unit_day (
    id BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CONSTRAINT pk_unit_day PRIMARY KEY (id)
);
CREATE TABLE use_by_edition (
    id BIGINT NOT NULL,
    edition_id BIGINT NOT NULL,
    CONSTRAINT pk_use PRIMARY KEY (id),
    CONSTRAINT fk_use_edition FOREIGN KEY (edition_id) REFERENCES edition (id)
);
)";

constexpr Sql count_up("UPDATE counter SET used = used + 1 WHERE id = 1");
constexpr Sql take_slot("INSERT INTO slot (unit_id, slot_index, owner_id) VALUES (:unit, :slot, :owner)");
constexpr Sql overlapping("SELECT count(*) FROM booking "
                          "WHERE room_id = 1 AND first_slot < :end_slot AND end_slot > :first_slot");
constexpr Sql insert_booking("INSERT INTO booking (room_id, first_slot, end_slot) VALUES (1, :first_slot, :end_slot)");
constexpr Sql count_bookings("SELECT count(*) FROM booking");

void create_rooms(Database& database) {
    create_schema(database, schema);
    database.transact([](Session& session) {
        session.execute("INSERT INTO counter (id, used) VALUES (1, 0)");
        session.execute("INSERT INTO room (id) VALUES (1)");
        session.execute("INSERT INTO edition (id, replaced_at_ms) VALUES (1, NULL)");
        session.execute("INSERT INTO unit_day (id, version) VALUES (1, 0)");
    });
}

// Many writers on few rows meet each other more often than a town's residents do.
const DatabaseOptions persevering{.lease_timeout = 60s, .tries = 50};

std::int64_t number(Database& database, const Sql& sql) {
    return std::get<0>(*database.read([&](Session& session) { return session.select_one<std::int64_t>(sql); }));
}

std::int64_t conflicts(const TownOnEveryNode& town) {
    std::int64_t sum = 0;
    for (int node = 0; node < GaleraCluster::size; ++node) {
        sum += town.on(node).statistics().conflicts;
    }
    return sum;
}

// Slots [first, first + length) of the unit, all of them or none.
Result<std::int64_t> take(Database& database, std::int64_t unit, std::int64_t first, std::int64_t length,
                          std::int64_t owner) {
    return database.transact([&](Session& session) -> Result<std::int64_t> {
        try {
            for (std::int64_t slot = first; slot < first + length; ++slot) {
                session.execute(take_slot, {{"unit", unit}, {"slot", slot}, {"owner", owner}});
            }
        } catch (const DuplicateKey&) {
            return refuse("already_taken");
        }
        return owner;
    });
}

// Both nodes ask at the same time whether the room is free, and book it when it is. Answers how many bookings there
// are on each node afterwards, which must be the same number.
std::int64_t bookings_after_both_ask(const std::function<std::int64_t(Session&)>& ask) {
    const TownOnEveryNode town(create_rooms);
    Meeting meeting(2);
    for_each_node(1, [&](int node, int) {
        if (node == 2) return;
        town.on(node).transact([&](Session& session) {
            const bool taken = ask(session) != 0;
            meeting.wait_for_all(node);
            if (!taken) session.execute(insert_booking, {{"first_slot", 36}, {"end_slot", 48}});
        });
    });
    town.check_equal();
    return number(town.on(2), count_bookings);
}

std::int64_t overlapping_bookings(Session& session) {
    return std::get<0>(*session.select_one<std::int64_t>(overlapping, {{"first_slot", 36}, {"end_slot", 48}}));
}

} // namespace

TEST_CASE("a counter that all nodes count up loses no step") {
    const TownOnEveryNode town(create_rooms, persevering);
    constexpr int each = 25;
    for_each_node(threads_per_node, [&](int node, int) {
        for (int step = 0; step < each; ++step) {
            town.on(node).transact([](Session& session) { session.execute(count_up); });
        }
    });
    CHECK(number(town.on(2), "SELECT used FROM counter WHERE id = 1") == GaleraCluster::size * threads_per_node * each);
    CHECK(conflicts(town) > 0);
    town.check_equal();
}

TEST_CASE("all nodes want the same keys: one winner each, never none, never two") {
    const TownOnEveryNode town(create_rooms, persevering);
    std::mutex mutex;
    std::map<std::int64_t, std::vector<std::int64_t>> winners; // by slot
    for_each_node(threads_per_node, [&](int node, int thread) {
        for (std::int64_t slot = 0; slot < slots; ++slot) {
            const std::int64_t owner = slot * 1000 + node * 100 + thread;
            if (!take(town.on(node), 1, slot, 1, owner)) continue;
            const std::lock_guard lock(mutex);
            winners[slot].push_back(owner);
        }
    });
    CHECK(winners.size() == slots);
    const auto rows = town.on(1).read([](Session& session) {
        return session.select<std::int64_t, std::int64_t>("SELECT slot_index, owner_id FROM slot");
    });
    CHECK(rows.size() == slots);
    for (const auto& [slot, owner] : rows) {
        CAPTURE(slot);
        CHECK(winners[slot] == std::vector{owner});
    }
    town.check_equal();
}

TEST_CASE("all nodes want overlapping times: what was acknowledged is what is there, and no time belongs to two") {
    const TownOnEveryNode town(create_rooms, persevering);
    constexpr std::int64_t length = 4;
    constexpr std::int64_t units = 12;
    std::mutex mutex;
    std::set<std::int64_t> acknowledged;
    for_each_node(threads_per_node, [&](int node, int thread) {
        std::mt19937 random(static_cast<unsigned>(node * threads_per_node + thread));
        std::uniform_int_distribution<std::int64_t> any(0, slots - length);
        for (std::int64_t attempt = 0; attempt < 10 * units; ++attempt) {
            const std::int64_t owner = (attempt * GaleraCluster::size + node) * threads_per_node + thread;
            if (!take(town.on(node), attempt / 10, any(random), length, owner)) continue;
            const std::lock_guard lock(mutex);
            acknowledged.insert(owner);
        }
    });
    std::map<std::int64_t, std::int64_t> held; // slots by owner
    for (const auto& [owner, count] : town.on(1).read([](Session& session) {
             return session.select<std::int64_t, std::int64_t>("SELECT owner_id, count(*) FROM slot GROUP BY owner_id");
         })) {
        CHECK(acknowledged.contains(owner));
        CHECK(count == length);
        held[owner] = count;
    }
    CHECK(held.size() == acknowledged.size());
    CHECK(acknowledged.size() > static_cast<std::size_t>(units));
    CHECK(conflicts(town) > 0);
    town.check_equal();
}

TEST_CASE("who asks first and books then sells the room twice") {
    CHECK(bookings_after_both_ask(overlapping_bookings) == 2);
}

TEST_CASE("who locks the room's row before asking sells it twice: the lock is known to one node only") {
    CHECK(bookings_after_both_ask([](Session& session) {
              static_cast<void>(session.select<std::int64_t>("SELECT id FROM room WHERE id = 1 FOR UPDATE"));
              return overlapping_bookings(session);
          }) == 2);
}

TEST_CASE("who takes a lock by name before asking sells the room twice: both nodes grant it") {
    CHECK(bookings_after_both_ask([](Session& session) {
              CHECK(session.select_one<std::int64_t>("SELECT get_lock('room 1', 0)") == std::tuple(1));
              const auto found = overlapping_bookings(session);
              return found;
          }) == 2);
}

TEST_CASE("with the key, the second to COMMIT meets the first one there, runs again and is refused") {
    const TownOnEveryNode town(create_rooms);
    Meeting meeting(2);
    std::atomic<int> runs{0};
    std::atomic<int> won{0};
    std::atomic<int> refused{0};
    for_each_node(1, [&](int node, int) {
        if (node == 2) return;
        const auto answer = town.on(node).transact([&](Session& session) -> Result<int> {
            ++runs;
            try {
                session.execute(take_slot, {{"unit", 1}, {"slot", 36}, {"owner", node}});
            } catch (const DuplicateKey&) {
                return refuse("already_taken");
            }
            meeting.wait_for_all(node); // both have written, on their nodes, before one of them commits
            return node;
        });
        ++(answer ? won : refused);
    });
    CHECK(won == 1);
    CHECK(refused == 1);
    CHECK(runs == 3);
    CHECK(conflicts(town) == 1);
    CHECK(number(town.on(2), "SELECT count(*) FROM slot") == 1);
    town.check_equal();
}

// One node books by an edition while another replaces it, both having written before one of them commits.
struct EditionRace {
    bool booked = false;
    bool seen = false; // by who replaces it
    std::int64_t conflicts = 0;
};
EditionRace replaced_while_booked(bool in_the_units_day) {
    const TownOnEveryNode town(create_rooms);
    Meeting meeting(2);
    std::atomic<bool> booked{false};
    std::atomic<bool> seen{false};
    for_each_node(1, [&](int node, int) {
        if (node == 2) return;
        const auto answer = town.on(node).transact([&](Session& session) -> Result<int> {
            if (in_the_units_day) session.execute("UPDATE unit_day SET version = version + 1 WHERE id = 1");
            session.execute(node == 0 ? Sql("INSERT INTO use_by_edition (id, edition_id) VALUES (1, 1)")
                                      : Sql("UPDATE edition SET replaced_at_ms = 1 WHERE id = 1"));
            meeting.wait_for_all(node);
            if (node == 1) {
                seen = std::get<0>(*session.select_one<std::int64_t>("SELECT count(*) FROM use_by_edition")) == 1;
                return node;
            }
            const auto replaced =
                session.select_one<std::optional<std::int64_t>>("SELECT replaced_at_ms FROM edition WHERE id = 1");
            if (std::get<0>(*replaced)) return refuse("town_changed");
            return node;
        });
        if (node == 0) booked = answer.has_value();
    });
    town.check_equal();
    return {booked, seen, conflicts(town)};
}

TEST_CASE("who replaces an edition and who books by it meet in the unit's day: the second to COMMIT sees the first") {
    const auto race = replaced_while_booked(true);
    CHECK(race.booked == race.seen);
    CHECK(race.conflicts == 1);
}

TEST_CASE("without the unit's day both may go through: a booking of units that the new edition never looked at") {
    bool unseen = false; // a new row and its changed parent do not always meet
    for (int round = 0; round < 5 && !unseen; ++round) {
        const auto race = replaced_while_booked(false);
        unseen = race.booked && !race.seen;
    }
    CHECK(unseen);
}
