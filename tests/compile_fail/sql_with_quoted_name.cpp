// Only single quotes make a literal on both engines.
#include "persistence/engine/sql.hpp"

using hiroba::persistence::Sql;

#ifdef CONTROL
constexpr Sql statement("SELECT '12:30' FROM unit");
#else
constexpr Sql statement("SELECT \"12:30\" FROM unit");
#endif
