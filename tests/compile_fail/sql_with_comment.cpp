// A ":" in a comment cuts the statement on MariaDB.
#include "persistence/engine/sql.hpp"

using hiroba::persistence::Sql;

#ifdef CONTROL
constexpr Sql statement("SELECT id FROM unit");
#else
constexpr Sql statement("SELECT id FROM unit -- all: of them");
#endif
