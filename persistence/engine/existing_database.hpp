// Opening a database that must be there already: for what works on a town that somebody has set up.
#pragma once

#include "persistence/engine/database.hpp"

namespace hiroba::persistence {

// There is no such file, or the server knows no database of that name; nothing was made.
struct DatabaseMissing : DatabaseError {
    using DatabaseError::DatabaseError;
};

// Like Database::open, but makes nothing: throws DatabaseMissing instead. Whether the schema is up to date is another
// question (migrations_current).
[[nodiscard]] std::unique_ptr<Database> open_existing(const DatabaseOptions& options);

} // namespace hiroba::persistence
