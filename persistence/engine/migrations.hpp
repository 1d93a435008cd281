// The schema's history: numbered files of persistence/migrations, embedded at build time.
#pragma once

#include "persistence/engine/database.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence {

// One file: "0001_schema.sql" for both engines, "0002_index.sqlite.sql" and "0002_index.mariadb.sql" for one each.
struct MigrationFile {
    std::string_view name;
    std::string_view text;
};

[[nodiscard]] std::span<const MigrationFile> embedded_migrations();

// Runs what has not run yet, in order, and records it in schema_migration. DatabaseError when a file that already
// ran has changed or is missing, when numbers are not 1, 2, 3, …, when a statement fails (on SQLite the file is
// undone whole; MariaDB cannot undo a schema change, so the file stays marked as unfinished and nothing runs until
// the backup is restored), when on SQLite a row would refer to one that is not there, or while another process
// migrates.
void migrate(Database& database);
void migrate(Database& database, std::span<const MigrationFile> files);

// Whether every embedded migration has run, unchanged and to its end, and no unknown one.
[[nodiscard]] bool migrations_current(Database& database);
[[nodiscard]] bool migrations_current(Database& database, std::span<const MigrationFile> files);

namespace detail {

// The statements of a migration file, without comments and blank lines (persistence/migrations/README.md).
[[nodiscard]] std::vector<std::string> split_statements(std::string_view text);

} // namespace detail

} // namespace hiroba::persistence
