#include "persistence/engine/detail/migration_plan.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace hiroba::persistence::detail {
namespace {

// FNV-1a: against a file changed by mistake, not against an attacker.
std::string checksum_of(std::string_view text) {
    std::uint64_t hash = 0xcbf29ce484222325U;
    for (const char c : text) {
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    }
    std::array<char, 17> hex{};
    std::snprintf(hex.data(), hex.size(), "%016llx", static_cast<unsigned long long>(hash));
    return hex.data();
}

// "0001_schema.sql" → 1
std::int64_t version_of(std::string_view name) {
    std::int64_t version = 0;
    for (std::size_t at = 0; at < 4; ++at) {
        if (at >= name.size() || name[at] < '0' || name[at] > '9') {
            throw DatabaseError("a migration's name starts with four digits: " + std::string(name));
        }
        version = version * 10 + (name[at] - '0');
    }
    if (name.size() < 6 || name[4] != '_' || !name.ends_with(".sql")) {
        throw DatabaseError("a migration is called NNNN_name.sql: " + std::string(name));
    }
    return version;
}

bool is_for(std::string_view name, Engine engine) {
    if (name.ends_with(".sqlite.sql")) return engine == Engine::sqlite;
    if (name.ends_with(".mariadb.sql")) return engine == Engine::mariadb;
    return true;
}

} // namespace

std::vector<Migration> plan_migrations(std::span<const MigrationFile> files, Engine engine) {
    std::vector<Migration> plan;
    for (const MigrationFile& file : files) {
        const std::int64_t version = version_of(file.name);
        if (is_for(file.name, engine)) {
            plan.push_back({version, std::string(file.name), file.text, checksum_of(file.text)});
        }
    }
    std::sort(plan.begin(), plan.end(), [](const auto& a, const auto& b) { return a.version < b.version; });
    for (std::size_t at = 0; at < plan.size(); ++at) {
        if (plan[at].version != static_cast<std::int64_t>(at) + 1) {
            throw DatabaseError("migrations are numbered 1, 2, 3, …; out of order: " + plan[at].name);
        }
    }
    return plan;
}

std::string contradiction(std::span<const Migration> plan, std::span<const RecordedMigration> history) {
    for (std::size_t at = 0; at < history.size(); ++at) {
        const RecordedMigration& ran = history[at];
        if (!ran.finished) return ran.name + " stopped halfway, or runs just now; if not, restore the backup";
        if (at >= plan.size() || plan[at].version != ran.version) return ran.name + " ran, and this program lacks it";
        if (plan[at].name != ran.name || plan[at].checksum != ran.checksum) {
            return ran.name + " ran, and the file of that number has changed since: write a new one instead";
        }
    }
    return {};
}

} // namespace hiroba::persistence::detail
