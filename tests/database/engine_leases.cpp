// Leases: a bounded wait, and nothing of one lessee is left for the next.
#include "persistence/engine/detail/lease_pool.hpp"
#include "persistence/engine/detail/mariadb_connection.hpp"
#include "persistence/engine/detail/sqlite_connection.hpp"
#include "persistence/engine/detail/url.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"

#include <doctest/doctest.h>
#include <set>
#include <stdexcept>
#include <thread>

using namespace hiroba::persistence;
using namespace hiroba::persistence::detail;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

std::unique_ptr<Connection> connect(const std::string& url) {
    const auto parsed = parse_url(url);
    if (const auto* const sqlite = std::get_if<SqliteUrl>(&parsed)) {
        return std::make_unique<SqliteConnection>(sqlite->file, SqliteConnection::Access::read_write);
    }
    return std::make_unique<MariadbConnection>(std::get<MariadbUrl>(parsed).connect_string,
                                               MariadbConnection::Access::units_of_work, 20s);
}

// `test(pool, database)`: a pool of one connection to a ledger.
void for_each_pool_of_one(std::chrono::milliseconds timeout, const std::function<void(LeasePool&, Database&)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        create_ledger(*database);
        LeasePool pool(1, timeout, [url] { return connect(url); });
        test(pool, *database);
    });
}

} // namespace

TEST_CASE("who finds no free session waits so long and no longer") {
    for_each_pool_of_one(50ms, [](LeasePool& pool, Database&) {
        const Lease held = pool.lease();
        const auto start = std::chrono::steady_clock::now();
        CHECK_THROWS_AS(static_cast<void>(pool.lease()), DatabaseBusy);
        const auto waited = std::chrono::steady_clock::now() - start;
        CHECK(waited >= 50ms);
        CHECK(waited < 10s);
    });
}

TEST_CASE("who waits gets the session that is given back") {
    for_each_pool_of_one(60s, [](LeasePool& pool, Database&) {
        std::unique_ptr<Lease> held(new Lease(pool.lease()));
        std::thread giver([&] {
            std::this_thread::sleep_for(10ms);
            held.reset();
        });
        CHECK_NOTHROW(static_cast<void>(pool.lease()));
        giver.join();
    });
}

TEST_CASE("a transaction left open is undone, and the next lessee does not inherit it") {
    for_each_pool_of_one(50ms, [](LeasePool& pool, Database& database) {
        Connection* left_open = nullptr;
        {
            Lease lease = pool.lease();
            left_open = &lease.connection();
            left_open->begin_write();
            Session session(*left_open);
            write_entry(session, 1);
        }
        Lease lease = pool.lease();
        CHECK(&lease.connection() == left_open);
        CHECK_FALSE(lease.connection().in_transaction());
        Session session(lease.connection());
        CHECK_THROWS_AS(write_entry(session, 2), DatabaseError); // outside a transaction nothing runs
        CHECK(whole_entries(database).empty());
    });
}

TEST_CASE("a session that cannot be opened is free again for the next try") {
    int tries = 0;
    LeasePool pool(1, 50ms, [&]() -> std::unique_ptr<Connection> {
        ++tries;
        throw DatabaseGone("no server");
    });
    CHECK_THROWS_AS(static_cast<void>(pool.lease()), DatabaseGone);
    CHECK_THROWS_AS(static_cast<void>(pool.lease()), DatabaseGone);
    CHECK(tries == 2);
}

TEST_CASE("all sessions busy: read and transact say so in time") {
    for_each_empty_database([](const std::string& url) {
        const auto database = Database::open({.url = url, .sessions = 1, .lease_timeout = 50ms});
        create_ledger(*database);
        const auto write = [&](std::int64_t id) {
            database->transact([&](Session& session) { write_entry(session, id); });
        };
        database->read([&](Session&) {
            std::thread([&] { CHECK_THROWS_AS(static_cast<void>(whole_entries(*database)), DatabaseBusy); }).join();
            std::thread([&] { write(1); }).join();
        });
        CHECK(whole_entries(*database) == std::set<std::int64_t>{1});
        if (database->engine() != Engine::mariadb) return; // SQLite's one writer is waited for in its queue
        database->transact([&](Session&) {
            std::thread([&] { CHECK_THROWS_AS(write(2), DatabaseBusy); }).join();
            std::thread([&] { CHECK(whole_entries(*database) == std::set<std::int64_t>{1}); }).join();
        });
        CHECK(whole_entries(*database) == std::set<std::int64_t>{1});
    });
}
