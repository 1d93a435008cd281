// A backslash escapes on MariaDB and not on SQLite.
#include "persistence/engine/sql.hpp"

using hiroba::persistence::Sql;

#ifdef CONTROL
constexpr Sql statement("SELECT 'a' FROM unit");
#else
constexpr Sql statement("SELECT '\\\\' FROM unit");
#endif
