// A database that is not there is called missing, and is not made by asking.
#include "persistence/engine/existing_database.hpp"
#include "persistence/engine/migrations.hpp"
#include "tests/database/harness/databases.hpp"
#include "tests/database/harness/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <filesystem>

using namespace hiroba::persistence;
using namespace hiroba::test;

TEST_CASE("a file that is not there is missing, and stays so") {
    if (!covers(Engine::sqlite)) return;
    const TemporaryFolder folder;
    const auto url = sqlite_url(folder.path().string());
    CHECK_THROWS_AS(static_cast<void>(open_existing({.url = url})), DatabaseMissing);
    CHECK_THROWS_AS(static_cast<void>(open_existing({.url = sqlite_url((folder.path() / "no_such").string())})),
                    DatabaseMissing);
    CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a database that the server does not know is missing, and stays so") {
    if (!covers(Engine::mariadb)) return;
    for_each_empty_database([](const std::string& url) {
        if (!url.starts_with("mariadb:")) return;
        const auto named = url.find("db=") + 3;
        const auto other = std::string{url}.insert(named, "no_such_");
        for (int time = 0; time < 2; ++time)
            CHECK_THROWS_AS(static_cast<void>(open_existing({.url = other})), DatabaseMissing);
    });
}

TEST_CASE("a database that is there is opened, whatever stands in it") {
    for_each_empty_database([](const std::string& url) {
        migrate(*Database::open({.url = url}));
        CHECK(migrations_current(*open_existing({.url = url})));
    });
}
