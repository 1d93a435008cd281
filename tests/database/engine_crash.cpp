// kill -9 in the middle of a thousand writes: everything acknowledged is there, and nothing by half.
#include "persistence/engine/detail/connection.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/writer.hpp"

#include <doctest/doctest.h>
#include <random>

using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr std::int64_t ids_per_round = 1'000'000;

// The entries of all rounds so far.
struct Said {
    std::set<std::int64_t> acknowledged;
    std::set<std::int64_t> refused;
    void add(const Writer& writer) {
        acknowledged.insert(writer.acknowledged.begin(), writer.acknowledged.end());
        refused.insert(writer.refused.begin(), writer.refused.end());
    }
};

void create_ledger_at(const std::string& url) { create_ledger(*Database::open({.url = url})); }

class RandomMoments {
public:
    [[nodiscard]] unsigned seed() const { return seed_; }
    int next() { return std::uniform_int_distribution<int>(150, 400)(generator_); }

private:
    unsigned seed_ = std::random_device{}();
    std::mt19937 generator_{seed_};
};

} // namespace

TEST_CASE("the writing process is killed at random moments, and everything acknowledged is there") {
    for_each_empty_database([](const std::string& url) {
        create_ledger_at(url);
        RandomMoments moments;
        CAPTURE(moments.seed());
        Said said;
        for (int round = 0; round < 8; ++round) {
            Writer writer({.url = url, .first_id = round * ids_per_round});
            REQUIRE(writer.read_until("ok", moments.next()));
            writer.kill();
            said.add(writer);
            check_promises(url, said.acknowledged, said.refused);
        }
        CHECK(said.acknowledged.size() > 1000);
        CHECK(said.refused.empty());
        const auto database = Database::open({.url = url});
        if (database->engine() == Engine::sqlite) {
            database->backend().maintain(
                [](detail::Connection& connection) { CHECK(connection.ask("PRAGMA integrity_check") == "ok"); });
        }
    });
}

TEST_CASE("the MariaDB server is killed at random moments, and everything acknowledged is there") {
    if (!covers(Engine::mariadb)) return;
    MariadbServer& server = MariadbServer::shared();
    const std::string url = server.create_database();
    create_ledger_at(url);
    RandomMoments moments;
    CAPTURE(moments.seed());
    Said said;
    for (int round = 0; round < 4; ++round) {
        Writer writer({.url = url, .first_id = round * ids_per_round});
        REQUIRE(writer.read_until("ok", moments.next()));
        server.kill();
        REQUIRE(writer.read_until("no", 8)); // the writers have noticed
        server.start();
        REQUIRE(writer.read_until("ok", 100)); // and go on with the server that came back
        writer.kill();
        said.add(writer);
        check_promises(url, said.acknowledged, said.refused);
    }
    CHECK(said.acknowledged.size() > 1000);
}
