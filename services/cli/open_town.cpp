#include "services/cli/open_town.hpp"

#include "persistence/engine/existing_database.hpp"
#include "persistence/engine/migrations.hpp"

#include <stdexcept>

namespace hiroba::services::cli {
namespace {

std::unique_ptr<persistence::Database> open_what_is_there(const persistence::DatabaseOptions& options) {
    try {
        return persistence::open_existing(options);
    } catch (const persistence::DatabaseMissing& missing) {
        throw std::runtime_error(std::string{"database_missing: "} + missing.what() +
                                 "; name the town's database, or set up a new one with `hiroba migrate`");
    }
}

} // namespace

std::unique_ptr<persistence::Database> open_town(const persistence::DatabaseOptions& options) {
    auto database = open_what_is_there(options);
    if (!persistence::migrations_current(*database))
        throw std::runtime_error("the database is not up to date: run `hiroba migrate`");
    return database;
}

} // namespace hiroba::services::cli
