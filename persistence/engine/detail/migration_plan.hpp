// Which migration files an engine runs, in which order, and how they are told from changed ones.
#pragma once

#include "persistence/engine/migrations.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence::detail {

struct Migration {
    std::int64_t version = 0;
    std::string name; // of the file
    std::string_view text;
    std::string checksum;
};

// What schema_migration says about one version.
struct RecordedMigration {
    std::int64_t version = 0;
    std::string name;
    std::string checksum;
    bool finished = false;
};

// The files for this engine in order. DatabaseError when a name is malformed or the numbers are not 1, 2, 3, …
[[nodiscard]] std::vector<Migration> plan_migrations(std::span<const MigrationFile> files, Engine engine);

// What is wrong with the history, seen from the plan; empty when the plan continues it.
[[nodiscard]] std::string contradiction(std::span<const Migration> plan, std::span<const RecordedMigration> history);

} // namespace hiroba::persistence::detail
