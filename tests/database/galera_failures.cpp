// Writers on all nodes while one of them dies, leaves or is cut off, and comes back: what was acknowledged is on all
// three afterwards, what was refused is on none.
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/galera_cluster.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/promises.hpp"

#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <map>
#include <mutex>
#include <thread>

using namespace hiroba::persistence;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

using Ids = std::set<std::int64_t>;

constexpr int threads_per_node = 3;
constexpr std::int64_t counters = 16;

// Each entry also counts up one of the counters and wants a key that the other nodes want as well.
constexpr std::string_view schema = R"(
CREATE TABLE parent (
    id BIGINT NOT NULL,
    payload VARCHAR(2000) NOT NULL,
    CONSTRAINT pk_parent PRIMARY KEY (id)
);
CREATE TABLE child (
    parent_id BIGINT NOT NULL,
    number BIGINT NOT NULL,
    CONSTRAINT pk_child PRIMARY KEY (parent_id, number)
);
CREATE TABLE counter (
    id BIGINT NOT NULL,
    used BIGINT NOT NULL,
    CONSTRAINT pk_counter PRIMARY KEY (id)
);
CREATE TABLE slot (
    slot_index BIGINT NOT NULL,
    owner_id BIGINT NOT NULL,
    CONSTRAINT pk_slot PRIMARY KEY (slot_index)
);
)";

constexpr Sql take_slot("INSERT INTO slot (slot_index, owner_id) VALUES (:slot, :owner)");
constexpr Sql count_up("UPDATE counter SET used = used + 1 WHERE id = :id");
constexpr Sql insert_counter("INSERT INTO counter (id, used) VALUES (:id, 0)");

void create_tables(Database& database) {
    create_schema(database, schema);
    database.transact([](Session& session) {
        for (std::int64_t id = 0; id < counters; ++id) {
            session.execute(insert_counter, {{"id", id}});
        }
    });
}

// What became of the entries that one thread wrote through one node.
struct Said {
    Ids acknowledged;
    Ids refused;
    Ids unknown;
};

class Writers {
public:
    explicit Writers(const TownOnEveryNode& town) : town_(town) {
        ended_ = std::async(std::launch::async, [this] {
            for_each_node(threads_per_node, [this](int node, int thread) { write(node, thread); });
        });
    }
    Writers(const Writers&) = delete;
    Writers& operator=(const Writers&) = delete;
    ~Writers() { stopped_ = true; }

    // Throws what a writer threw that is none of the named failures.
    void stop() {
        stopped_ = true;
        ended_.get();
    }
    // Until the node has acknowledged, or turned away, so many more.
    void await_acknowledged(int node, int more) const { await(acknowledged_.at(static_cast<std::size_t>(node)), more); }
    void await_refused(int node, int more) const { await(refused_.at(static_cast<std::size_t>(node)), more); }

    [[nodiscard]] const Said& said() const { return said_; }

private:
    void write(int node, int thread) {
        for (std::int64_t number = 0; !stopped_; ++number) {
            const std::int64_t id = (number * GaleraCluster::size + node) * threads_per_node + thread;
            write_one(node, id, number);
        }
    }

    // `number` is the key that all threads of all nodes want, about at the same time.
    void write_one(int node, std::int64_t id, std::int64_t number) {
        try {
            town_.on(node).transact([&](Session& session) {
                write_entry(session, id);
                session.execute(count_up, {{"id", id % counters}});
                try {
                    session.execute(take_slot, {{"slot", number}, {"owner", id}});
                } catch (const DuplicateKey&) { // somebody else has it
                }
            });
            return note(said_.acknowledged, acknowledged_.at(static_cast<std::size_t>(node)), id);
        } catch (const CommitUnknown&) {
            note(said_.unknown, refused_.at(static_cast<std::size_t>(node)), id);
        } catch (const DatabaseGone&) {
            note(said_.refused, refused_.at(static_cast<std::size_t>(node)), id);
        } catch (const DatabaseBusy&) {
            note(said_.refused, refused_.at(static_cast<std::size_t>(node)), id);
        }
        std::this_thread::sleep_for(5ms);
    }

    void note(Ids& ids, std::atomic<int>& count, std::int64_t id) {
        const std::lock_guard lock(mutex_);
        ids.insert(id);
        ++count;
    }

    void await(const std::atomic<int>& count, int more) const {
        const int enough = count + more;
        const auto deadline = std::chrono::steady_clock::now() + 120s;
        while (count < enough) {
            if (std::chrono::steady_clock::now() > deadline) throw std::runtime_error("the writers do not get on");
            std::this_thread::sleep_for(2ms);
        }
    }

    const TownOnEveryNode& town_;
    std::mutex mutex_;
    Said said_;
    std::array<std::atomic<int>, GaleraCluster::size> acknowledged_{};
    std::array<std::atomic<int>, GaleraCluster::size> refused_{};
    std::atomic<bool> stopped_{false};
    std::future<void> ended_; // waits for the writers when it goes
};

// The entries that are there, their counters, and who won the keys: nothing more and nothing less than was said.
void check_kept(const TownOnEveryNode& town, const Said& said) {
    const Ids found = whole_entries(town.on(0));
    check_promises(found, said.acknowledged, said.refused);
    const auto sums = town.on(0).read(
        [](Session& session) { return session.select<std::int64_t, std::int64_t>("SELECT id, used FROM counter"); });
    std::map<std::int64_t, std::int64_t> used;
    for (const std::int64_t id : found) {
        ++used[id % counters];
    }
    for (const auto& [id, sum] : sums) {
        CAPTURE(id);
        CHECK(sum == used[id]);
    }
    const auto slots = town.on(0).read([](Session& session) {
        return session.select<std::int64_t, std::int64_t>("SELECT slot_index, owner_id FROM slot");
    });
    Ids taken;
    for (const auto& [slot, owner] : slots) {
        CHECK(found.contains(owner));
        taken.insert(slot);
    }
    for (const std::int64_t id : found) { // somebody who wanted it has it
        CHECK(taken.contains(id / threads_per_node / GaleraCluster::size));
    }
    town.check_equal();
}

// Writers everywhere; `lose` takes node 1 away, `bring_back` makes it return, and they go on all the while.
void while_writing(const std::function<void(GaleraCluster&)>& lose,
                   const std::function<void(GaleraCluster&)>& bring_back) {
    const TownOnEveryNode town(create_tables);
    Writers writers(town);
    for (int node = 0; node < GaleraCluster::size; ++node) {
        writers.await_acknowledged(node, 50);
    }
    lose(town.cluster());
    writers.await_refused(1, 2 * threads_per_node);
    writers.await_acknowledged(0, 50);
    writers.await_acknowledged(2, 50);
    bring_back(town.cluster());
    for (int node = 0; node < GaleraCluster::size; ++node) {
        writers.await_acknowledged(node, 50);
    }
    writers.stop();
    MESSAGE(writers.said().acknowledged.size(), " acknowledged, ", writers.said().refused.size(), " refused, ",
            writers.said().unknown.size(), " unknown");
    check_kept(town, writers.said());
}

} // namespace

TEST_CASE("a node is killed and comes back: the others send what it missed") {
    while_writing([](GaleraCluster& cluster) { cluster.kill(1); }, [](GaleraCluster& cluster) { cluster.rejoin(1); });
}

TEST_CASE("a node dies with its disk, and the one in its place gets a whole copy") {
    while_writing([](GaleraCluster& cluster) { cluster.kill(1); }, [](GaleraCluster& cluster) { cluster.replace(1); });
}

TEST_CASE("a node is shut down in order and comes back") {
    while_writing([](GaleraCluster& cluster) { cluster.shut_down(1); },
                  [](GaleraCluster& cluster) { cluster.rejoin(1); });
}

TEST_CASE("a node is cut off from the others and comes back") {
    while_writing([](GaleraCluster& cluster) { cluster.cut_off(1); },
                  [](GaleraCluster& cluster) { cluster.connect_again(1); });
}
