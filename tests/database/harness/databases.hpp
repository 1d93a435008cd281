// The same test on every engine, each time on a database of its own.
#pragma once

#include "persistence/engine/database.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace hiroba::test {

// Whether this run covers the engine: HIROBA_TEST_ENGINES is "sqlite", "mariadb" or (unset) both.
[[nodiscard]] bool covers(persistence::Engine engine);

// `test(url)` for each engine: the URL of an empty database, which goes away afterwards.
void for_each_empty_database(const std::function<void(const std::string& url)>& test);

// A MariaDB with the town's schema and no rows. Making the tables takes it more than a second: they are made once, and
// emptied for each test.
[[nodiscard]] persistence::Database& emptied_mariadb();

// No rows, but for what the migrations themselves write. Of a MariaDB.
void empty_tables(persistence::Database& database);

// `test(database)` for each engine: with the town's schema and no rows. What the test leaves behind must pass the
// audit.
void for_each_engine(const std::function<void(persistence::Database& database)>& test);

// Checks that the audit finds nothing (CHECK, with what it found).
void check_audit(persistence::Database& database);

// A folder's SQLite file as a URL.
[[nodiscard]] std::string sqlite_url(std::string_view folder);

// Schema of a test's own, statements separated as in migrations.
void create_schema(persistence::Database& database, std::string_view statements);

} // namespace hiroba::test
