// What a unit of work and a read are promised on a node of a Galera cluster.
#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/galera_cluster.hpp"
#include "tests/database/harness/ledger.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <latch>

using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

using Ids = std::set<std::int64_t>;

void write(Database& database, std::int64_t id) {
    database.transact([&](Session& session) { write_entry(session, id); });
}

// Whether a unit of work, and a read, find the entry.
bool unit_finds(Database& database, std::int64_t id) {
    return database.transact([&](Session& session) {
        return session.select_one<std::int64_t>("SELECT id FROM parent WHERE id = :id", {{"id", id}}).has_value();
    });
}
bool read_finds(Database& database, std::int64_t id) { return whole_entries(database).contains(id); }
bool look_finds(Database& database, std::int64_t id) {
    return database.look_up([&](Session& session) {
        return session.select_one<std::int64_t>("SELECT id FROM parent WHERE id = :id", {{"id", id}}).has_value();
    });
}

// Everything committed elsewhere arrives at the node, but is not applied before this goes.
class HeldNode {
public:
    HeldNode(const GaleraCluster& cluster, int node) : administrator_(cluster.socket(node)) {
        administrator_.execute("FLUSH TABLES WITH READ LOCK");
    }
    HeldNode(const HeldNode&) = delete;
    HeldNode& operator=(const HeldNode&) = delete;
    ~HeldNode() { administrator_.execute("UNLOCK TABLES"); }
    // What a session sees that does not wait for the node.
    [[nodiscard]] std::string ask(const std::string& statement) { return administrator_.rows(statement)[0][0]; }

private:
    MariadbAdministrator administrator_;
};

// For as long as it lives, a node gives up catching up after half a second.
class ImpatientNode {
public:
    ImpatientNode(GaleraCluster& cluster, int node) : cluster_(cluster), node_(node) { set("PT0.5S"); }
    ImpatientNode(const ImpatientNode&) = delete;
    ImpatientNode& operator=(const ImpatientNode&) = delete;
    ~ImpatientNode() { set("PT5S"); }

private:
    void set(const std::string& limit) {
        cluster_.execute(node_, "SET GLOBAL wsrep_provider_options = 'repl.causal_read_timeout=" + limit + "'");
    }
    GaleraCluster& cluster_;
    const int node_;
};

} // namespace

TEST_CASE("the schema is made through one node and is there on all, every table with a primary key") {
    const TownOnEveryNode town([](Database& database) { migrate(database); });
    for (int node = 0; node < GaleraCluster::size; ++node) {
        CAPTURE(node);
        CHECK(migrations_current(town.on(node)));
        CHECK_NOTHROW(migrate(town.on(node)));
        static constexpr Sql without_key("SELECT t.table_name FROM information_schema.tables t "
                                         "WHERE t.table_schema = DATABASE() AND (t.engine <> 'InnoDB' OR NOT EXISTS ("
                                         "SELECT 1 FROM information_schema.table_constraints c "
                                         "WHERE c.table_schema = t.table_schema AND c.table_name = t.table_name "
                                         "AND c.constraint_type = 'PRIMARY KEY'))");
        CHECK(town.on(node).read([](Session& session) { return session.select<std::string>(without_key); }).empty());
    }
    town.check_equal();
}

TEST_CASE("migrated through all nodes at once: it is done once, and who came second is told") {
    for (int round = 0; round < 3; ++round) {
        const TownOnEveryNode town([](Database&) {});
        std::atomic<int> done{0};
        for_each_node(1, [&](int node, int) {
            try {
                migrate(town.on(node));
                ++done;
            } catch (const DatabaseError&) {
            }
        });
        CHECK(done >= 1);
        for (int node = 0; node < GaleraCluster::size; ++node) {
            CHECK(migrations_current(town.on(node)));
        }
        town.check_equal();
    }
}

TEST_CASE("what one node acknowledged, the next read and the next unit of work find on every other") {
    const TownOnEveryNode town(create_ledger);
    for (int id = 0; id < 150; ++id) {
        write(town.on(id % GaleraCluster::size), id);
        CHECK(unit_finds(town.on((id + 1) % GaleraCluster::size), id));
        CHECK(read_finds(town.on((id + 2) % GaleraCluster::size), id));
        CHECK(look_finds(town.on((id + 1) % GaleraCluster::size), id));
    }
}

TEST_CASE("a read waits for a node that is behind; who does not wait is told what was true before") {
    const TownOnEveryNode town(create_ledger);
    write(town.on(0), 1);
    std::future<bool> read;
    std::future<bool> look;
    {
        HeldNode held(town.cluster(), 1);
        write(town.on(0), 2);
        CHECK(held.ask("SELECT count(*) FROM " + town.name() + ".parent") == "1");
        read = std::async(std::launch::async, [&] { return read_finds(town.on(1), 2); });
        look = std::async(std::launch::async, [&] { return look_finds(town.on(1), 2); });
        CHECK(read.wait_for(300ms) == std::future_status::timeout);
        CHECK(look.wait_for(0ms) == std::future_status::timeout);
    }
    CHECK(read.get());
    CHECK(look.get());
}

TEST_CASE("a node that does not catch up in time is busy") {
    const TownOnEveryNode town(create_ledger, {.tries = 2});
    const ImpatientNode impatient(town.cluster(), 1);
    {
        const HeldNode held(town.cluster(), 1);
        write(town.on(0), 1);
        CHECK_THROWS_AS(static_cast<void>(read_finds(town.on(1), 1)), DatabaseBusy);
        CHECK_THROWS_AS(static_cast<void>(look_finds(town.on(1), 1)), DatabaseBusy);
        CHECK_THROWS_AS(static_cast<void>(unit_finds(town.on(1), 1)), DatabaseBusy);
    }
    CHECK(read_finds(town.on(1), 1));
    CHECK(unit_finds(town.on(1), 1));
}

TEST_CASE("after a read that could not start, the next unit of work sees what others commit meanwhile, as ever") {
    const TownOnEveryNode town(create_ledger, {.sessions = 1, .tries = 1});
    const ImpatientNode impatient(town.cluster(), 1);
    {
        const HeldNode held(town.cluster(), 1);
        write(town.on(0), 1);
        CHECK_THROWS_AS(static_cast<void>(read_finds(town.on(1), 1)), DatabaseBusy);
    }
    const auto counts = town.on(1).transact([&](Session& session) {
        const auto count = [&] {
            return std::get<0>(*session.select_one<std::int64_t>("SELECT count(*) FROM parent"));
        };
        const auto before = count();
        std::async(std::launch::async, [&] { write(town.on(0), 2); }).get();
        town.cluster().await_applied(1);
        return std::pair(before, count());
    });
    CHECK(counts.first == 1);
    CHECK(counts.second == 2);
}

TEST_CASE("a schema change through another node makes a read run again") {
    const TownOnEveryNode town(create_ledger);
    write(town.on(1), 1);
    int runs = 0;
    const auto found = town.on(1).read([&](Session& session) {
        const auto ids = session.select<std::int64_t>("SELECT id FROM parent");
        if (++runs == 1) {
            town.cluster().execute(0, "ALTER TABLE " + town.name() + ".parent ADD COLUMN note VARCHAR(10) NULL");
            // It is applied here when what is acknowledged after it is: a session without table locks waits for that.
            town.cluster().await_applied(1);
        }
        return session.select<std::int64_t>("SELECT id FROM parent").size() + ids.size();
    });
    CHECK(runs == 2);
    CHECK(found == 2);
}

TEST_CASE("a node without quorum refuses by name, the others go on, and it catches up when it is back") {
    const TownOnEveryNode town(create_ledger);
    write(town.on(1), 1);
    town.cluster().cut_off(1);
    CHECK_THROWS_AS(write(town.on(1), 2), NodeNotReady);
    CHECK_THROWS_AS(static_cast<void>(whole_entries(town.on(1))), NodeNotReady);
    write(town.on(0), 3);
    write(town.on(2), 4);
    town.cluster().connect_again(1);
    write(town.on(1), 5);
    CHECK(whole_entries(town.on(1)) == Ids{1, 3, 4, 5});
    town.check_equal();
}

TEST_CASE("a node that lost its quorum before COMMIT was sent refuses it, and nothing was done") {
    const TownOnEveryNode town(create_ledger);
    int runs = 0;
    CHECK_THROWS_AS(town.on(1).transact([&](Session& session) {
        ++runs;
        write_entry(session, 1);
        town.cluster().cut_off(1);
    }),
                    NodeNotReady);
    CHECK(runs == 1);
    CHECK(whole_entries(town.on(0)).empty());
    town.cluster().connect_again(1);
    CHECK(whole_entries(town.on(1)).empty());
    write(town.on(1), 1);
    town.check_equal();
}

TEST_CASE("with two of three dead the last one refuses until its operator decides, and what it has is all there is") {
    const TownOnEveryNode town(create_ledger);
    write(town.on(0), 1);
    town.cluster().kill(1);
    write(town.on(0), 2);
    town.cluster().kill(2);
    CHECK_THROWS_AS(write(town.on(1), 3), DatabaseGone);
    town.cluster().await_alone(0);
    CHECK_THROWS_AS(write(town.on(0), 4), NodeNotReady);
    town.cluster().found_again(0);
    write(town.on(0), 5);
    town.cluster().rejoin(1);
    town.cluster().rejoin(2);
    write(town.on(1), 6);
    CHECK(whole_entries(town.on(2)) == Ids{1, 2, 5, 6});
    town.check_equal();
}
