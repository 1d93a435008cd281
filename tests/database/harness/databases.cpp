#include "tests/database/harness/databases.hpp"

#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/migrations.hpp"
#include "persistence/repositories/audit.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>
#include <sstream>

namespace hiroba::test {

using persistence::Database;
using persistence::Engine;

namespace {

// What the migrations themselves write stays.
void empty(persistence::detail::Connection& connection) {
    const std::string tables =
        connection.ask("SELECT GROUP_CONCAT(table_name) FROM information_schema.tables WHERE table_schema = DATABASE()"
                       " AND table_name NOT IN ('schema_migration', 'slot_number', 'journal_transfer')");
    connection.run("SET FOREIGN_KEY_CHECKS = 0");
    // The journal's rows cannot be deleted.
    if (connection.ask("SELECT COUNT(*) FROM journal_transfer") != "0")
        connection.run("TRUNCATE TABLE journal_transfer");
    connection.run("START TRANSACTION");
    std::istringstream names(tables);
    for (std::string table; std::getline(names, table, ',');)
        connection.run("DELETE FROM " + table);
    connection.run("COMMIT");
    connection.run("SET FOREIGN_KEY_CHECKS = 1");
}

} // namespace

bool covers(Engine engine) {
    const char* const chosen = std::getenv("HIROBA_TEST_ENGINES");
    return chosen == nullptr || std::string_view(chosen) == (engine == Engine::sqlite ? "sqlite" : "mariadb");
}

std::string sqlite_url(std::string_view folder) { return "sqlite:" + std::string(folder) + "/hiroba.db"; }

void for_each_empty_database(const std::function<void(const std::string& url)>& test) {
    if (covers(Engine::sqlite)) {
        INFO("on SQLite");
        const TemporaryFolder folder;
        test(sqlite_url(folder.path().string()));
    }
    if (covers(Engine::mariadb)) {
        INFO("on MariaDB");
        test(MariadbServer::shared().create_database());
    }
}

void empty_tables(Database& database) { database.backend().maintain(empty); }

Database& emptied_mariadb() {
    static const auto database = [] {
        auto opened = Database::open({.url = MariadbServer::shared().create_database()});
        persistence::migrate(*opened);
        return opened;
    }();
    empty_tables(*database);
    return *database;
}

void for_each_engine(const std::function<void(Database& database)>& test) {
    const auto run = [&](Database& database) {
        test(database);
        check_audit(database);
    };
    if (covers(Engine::sqlite)) {
        INFO("on SQLite");
        const TemporaryFolder folder;
        const auto database = Database::open({.url = sqlite_url(folder.path().string())});
        persistence::migrate(*database);
        run(*database);
    }
    if (covers(Engine::mariadb)) {
        INFO("on MariaDB");
        run(emptied_mariadb());
    }
}

void check_audit(Database& database) {
    std::string found;
    for (const auto& finding : database.read(persistence::audit)) {
        found += finding.invariant + " (" + std::to_string(finding.count) + "):";
        for (const auto& example : finding.examples)
            found += " " + example + ",";
        found += "\n";
    }
    INFO(found);
    CHECK(found.empty());
}

void create_schema(Database& database, std::string_view statements) {
    const std::array files{persistence::MigrationFile{"0001_test.sql", statements}};
    persistence::migrate(database, files);
}

} // namespace hiroba::test
