#include "persistence/engine/database.hpp"

#include "persistence/engine/detail/mariadb_backend.hpp"
#include "persistence/engine/detail/sqlite_backend.hpp"
#include "persistence/engine/detail/url.hpp"

namespace hiroba::persistence {

std::unique_ptr<Database> Database::open(const DatabaseOptions& options) {
    const auto url = detail::parse_url(options.url);
    if (const auto* const sqlite = std::get_if<detail::SqliteUrl>(&url)) {
        return std::make_unique<Database>(std::make_unique<detail::SqliteBackend>(sqlite->file, options));
    }
    const auto& mariadb = std::get<detail::MariadbUrl>(url);
    return std::make_unique<Database>(std::make_unique<detail::MariadbBackend>(mariadb.connect_string, options));
}

} // namespace hiroba::persistence
