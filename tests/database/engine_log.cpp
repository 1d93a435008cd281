// SQLite's write-ahead log is copied back beside the writer, and stays small however long nobody pauses.
#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/detail/sqlite_connection.hpp"
#include "persistence/engine/detail/sqlite_log_copier.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/ledger.hpp"
#include "tests/database/harness/temporary_folder.hpp"
#include "tests/database/harness/writer.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <thread>

using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

constexpr std::int64_t most_of_the_log = detail::SqliteLogCopier::most_pages * std::int64_t{4096};
constexpr std::int64_t megabyte = 1'000'000;
constexpr Sql insert_page = "INSERT INTO page (number, content) VALUES (:number, :content)";
constexpr Sql count_pages = "SELECT COUNT(*) FROM page";

void create_pages(Database& database) {
    database.backend().maintain([](detail::Connection& connection) {
        connection.run("CREATE TABLE page (number BIGINT NOT NULL, content MEDIUMTEXT NOT NULL)");
    });
}

std::int64_t size_of(const TemporaryFolder& folder, const char* name) {
    return static_cast<std::int64_t>(std::filesystem::file_size(folder.path() / name));
}

} // namespace

TEST_CASE("a writer that never pauses neither lets its log grow for ever nor leaves the database file behind") {
    if (!covers(Engine::sqlite)) return;
    constexpr std::int64_t rows = 1'000;
    const std::string tenth_of_a_megabyte(megabyte / 10, 'x');
    const TemporaryFolder folder;
    const std::string url = sqlite_url(folder.path().string());
    {
        const auto database = Database::open({.url = url});
        create_pages(*database);
        for (std::int64_t number = 0; number < rows; ++number)
            database->transact([&](Session& session) {
                session.execute(insert_page, {{"number", number}, {"content", tenth_of_a_megabyte}});
            });
        CHECK(size_of(folder, "hiroba.db-wal") <= 2 * most_of_the_log);
        CHECK(size_of(folder, "hiroba.db") >= 100 * megabyte - 2 * most_of_the_log);
    }
    const auto again = Database::open({.url = url});
    again->read([&](Session& session) { CHECK(std::get<0>(*session.select_one<std::int64_t>(count_pages)) == rows); });
}

TEST_CASE("a reader that stays keeps the log from being copied, and it is copied after that") {
    if (!covers(Engine::sqlite)) return;
    constexpr std::int64_t rows = 400;
    const std::string tenth_of_a_megabyte(megabyte / 10, 'x');
    const TemporaryFolder folder;
    const auto database = Database::open({.url = sqlite_url(folder.path().string())});
    create_pages(*database);
    const auto write = [&] {
        for (std::int64_t number = 0; number < rows; ++number)
            database->transact([&](Session& session) {
                session.execute(insert_page, {{"number", number}, {"content", tenth_of_a_megabyte}});
            });
    };
    database->read([&](Session& session) {
        CHECK(std::get<0>(*session.select_one<std::int64_t>(count_pages)) == 0);
        std::thread(write).join();
        CHECK(std::get<0>(*session.select_one<std::int64_t>(count_pages)) == 0); // as it was when it began
    });
    const std::int64_t log = size_of(folder, "hiroba.db-wal");
    CHECK(log > most_of_the_log);
    write();
    write();
    CHECK(size_of(folder, "hiroba.db-wal") <= log + most_of_the_log);
}

TEST_CASE("another process that leaves does not take the log away, whatever connections were made here meanwhile") {
    if (!covers(Engine::sqlite)) return;
    const TemporaryFolder folder;
    const std::string url = sqlite_url(folder.path().string());
    const auto database = Database::open({.url = url});
    create_ledger(*database);
    create_pages(*database);
    const auto write_one = [&] {
        database->transact([](Session& session) {
            session.execute(insert_page, {{"number", std::int64_t{1}}, {"content", std::string{"x"}}});
        });
    };
    const auto another_process_writes = [&](std::int64_t id) {
        Writer writer({.url = url, .threads = 1, .first_id = id, .units_per_thread = 1});
        writer.read_rest();
        REQUIRE(writer.process().wait() == 0);
        CHECK(writer.acknowledged.size() == 1);
    };
    write_one();
    using detail::SqliteConnection;
    const SqliteConnection beside(folder.path() / "hiroba.db", SqliteConnection::Access::read_write);
    another_process_writes(0);
    CHECK(std::filesystem::exists(folder.path() / "hiroba.db-wal"));
    write_one();
    another_process_writes(1000);
    database->read([](Session& session) { CHECK(std::get<0>(*session.select_one<std::int64_t>(count_pages)) == 2); });
    database->backend().maintain(
        [](detail::Connection& connection) { CHECK(connection.ask("PRAGMA integrity_check") == "ok"); });
}
