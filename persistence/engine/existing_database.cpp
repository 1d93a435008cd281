#include "persistence/engine/existing_database.hpp"

#include "persistence/engine/detail/url.hpp"

namespace hiroba::persistence {
namespace {

// What cannot be looked at (no right to enter a folder) is not called missing: opening it says what is wrong.
bool is_missing(const std::filesystem::path& file) {
    std::error_code ignored;
    return std::filesystem::status(file, ignored).type() == std::filesystem::file_type::not_found;
}

} // namespace

std::unique_ptr<Database> open_existing(const DatabaseOptions& options) {
    const auto url = detail::parse_url(options.url);
    if (const auto* const sqlite = std::get_if<detail::SqliteUrl>(&url); sqlite != nullptr && is_missing(sqlite->file))
        throw DatabaseMissing("there is no file " + sqlite->file.string());
    return Database::open(options); // MariaDB's server says it itself
}

} // namespace hiroba::persistence
