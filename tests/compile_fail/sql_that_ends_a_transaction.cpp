// Only transact() ends a transaction.
#include "persistence/engine/sql.hpp"

using hiroba::persistence::Sql;

#ifdef CONTROL
constexpr Sql statement("SELECT 1");
#else
constexpr Sql statement("COMMIT");
#endif
