// SQLite runs the first of two statements and forgets the second.
#include "persistence/engine/sql.hpp"

using hiroba::persistence::Sql;

#ifdef CONTROL
constexpr Sql statement("DELETE FROM hold");
#else
constexpr Sql statement("DELETE FROM hold; DELETE FROM claim");
#endif
