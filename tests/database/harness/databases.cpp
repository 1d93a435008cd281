#include "tests/database/harness/databases.hpp"

#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/mariadb_server.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <array>
#include <cstdlib>
#include <doctest/doctest.h>

namespace hiroba::test {

using persistence::Database;
using persistence::Engine;

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

void for_each_engine(const std::function<void(Database& database)>& test) {
    for_each_empty_database([&](const std::string& url) {
        const auto database = Database::open({.url = url});
        persistence::migrate(*database);
        test(*database);
    });
}

void create_schema(Database& database, std::string_view statements) {
    const std::array files{persistence::MigrationFile{"0001_test.sql", statements}};
    persistence::migrate(database, files);
}

} // namespace hiroba::test
