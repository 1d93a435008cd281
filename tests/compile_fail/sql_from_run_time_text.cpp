// Text that is put together at run time is checked by Sql::built.
#include "persistence/engine/sql.hpp"
#include <string>

using hiroba::persistence::Sql;

#ifdef CONTROL
Sql statement(const std::string& text) { return Sql::built(text); }
#else
Sql statement(const std::string& text) { return Sql(text.c_str()); }
#endif
