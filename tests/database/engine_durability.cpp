// An answer means that the disk has it: the settings, and the system calls between COMMIT and answer.
#include "persistence/engine/detail/connection.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/system_calls.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/database/harness/writer.hpp"

#include <doctest/doctest.h>

using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr int entries = 60;

std::string answer_to(Database& database, std::string_view question) {
    std::string answer;
    database.backend().maintain([&](detail::Connection& connection) { answer = connection.ask(question); });
    return answer;
}

void require_strace() {
    if (!strace_works()) {
        FAIL("strace may not trace here (is ptrace forbidden in this container?): "
             "whether a flush precedes each acknowledgement cannot be shown");
    }
}

// One thread writes under strace; what it and (on MariaDB) the server called.
std::vector<SystemCall> trace_writer(const std::string& url, const std::string& folder, bool careless) {
    const std::string record = folder + (careless ? "/careless" : "/careful");
    Writer writer({.url = url,
                   .threads = 1,
                   .first_id = careless ? 1000 : 0,
                   .units_per_thread = entries,
                   .careless = careless,
                   .run_by = strace_to(record),
                   // a leak checker cannot work while another tracer is attached
                   .child = {.pipe_output = true, .environment = {{"ASAN_OPTIONS", "detect_leaks=0"}}}});
    writer.read_rest();
    REQUIRE(writer.process().wait() == 0);
    REQUIRE(writer.acknowledged.size() == entries);
    return read_strace(record, "hiroba.db-wal");
}

} // namespace

TEST_CASE("SQLite writes a log, flushes it at every commit and keeps foreign keys") {
    if (!covers(Engine::sqlite)) return;
    const TemporaryFolder folder;
    const auto database = Database::open({.url = sqlite_url(folder.path().string())});
    CHECK(answer_to(*database, "PRAGMA synchronous") == "2"); // FULL
    CHECK(answer_to(*database, "PRAGMA journal_mode") == "wal");
    CHECK(answer_to(*database, "PRAGMA foreign_keys") == "1");
    CHECK(std::filesystem::status(folder.path() / "hiroba.db").permissions() ==
          (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write));
}

TEST_CASE("MariaDB flushes its log at every commit, and a server that does not is refused") {
    if (!covers(Engine::mariadb)) return;
    MariadbServer& server = MariadbServer::shared();
    const std::string url = server.create_database();
    CHECK(answer_to(*Database::open({.url = url}), "SELECT @@GLOBAL.innodb_flush_log_at_trx_commit") == "1");
    for (const char* const careless : {"0", "2"}) {
        server.execute(std::string("SET GLOBAL innodb_flush_log_at_trx_commit = ") + careless);
        CHECK_THROWS_WITH_AS(static_cast<void>(Database::open({.url = url})),
                             doctest::Contains("innodb_flush_log_at_trx_commit"), DatabaseError);
    }
    server.execute("SET GLOBAL innodb_flush_log_at_trx_commit = 1");
    CHECK_NOTHROW(static_cast<void>(Database::open({.url = url})));
}

TEST_CASE("a MariaDB with a binary log that is not flushed is refused") {
    if (!covers(Engine::mariadb)) return;
    MariadbServer server({.options = {"--log-bin=binary-log", "--sync-binlog=0"}});
    const std::string url = server.create_database();
    CHECK_THROWS_WITH_AS(static_cast<void>(Database::open({.url = url})), doctest::Contains("sync_binlog"),
                         DatabaseError);
    server.execute("SET GLOBAL sync_binlog = 1");
    CHECK_NOTHROW(static_cast<void>(Database::open({.url = url})));
}

TEST_CASE("SQLite: a flush of the log precedes each acknowledgement, and without flushes this test would fail") {
    if (!covers(Engine::sqlite)) return;
    require_strace();
    const TemporaryFolder folder;
    const std::string url = sqlite_url(folder.path().string());
    create_ledger(*Database::open({.url = url}));
    const auto careful = trace_writer(url, folder.path().string(), false);
    CHECK(acknowledgements(careful) == entries);
    CHECK(acknowledged_without_flush(careful) == 0);
    const auto careless = trace_writer(url, folder.path().string(), true);
    CHECK(acknowledgements(careless) == entries);
    CHECK(acknowledged_without_flush(careless) > entries / 2);
}

TEST_CASE("MariaDB: a flush of the log precedes each acknowledgement, and without flushes this test would fail") {
    if (!covers(Engine::mariadb)) return;
    require_strace();
    const TemporaryFolder folder;
    const std::string record = folder.path().string() + "/server";
    std::vector<SystemCall> careful;
    std::vector<SystemCall> careless;
    {
        // In memory it has nothing to flush.
        MariadbServer server({.run_by = strace_to(record), .parent = on_a_disk});
        const std::string url = server.create_database();
        create_ledger(*Database::open({.url = url}));
        careful = trace_writer(url, folder.path().string(), false);
        careless = trace_writer(url, folder.path().string(), true);
    }
    const auto flushes = read_strace(record, "ib_logfile0");
    careful.insert(careful.end(), flushes.begin(), flushes.end());
    careless.insert(careless.end(), flushes.begin(), flushes.end());
    CHECK(acknowledgements(careful) == entries);
    CHECK(acknowledged_without_flush(careful) == 0);
    CHECK(acknowledgements(careless) == entries);
    CHECK(acknowledged_without_flush(careless) > entries / 2);
}
