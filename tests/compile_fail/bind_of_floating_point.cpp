// No floating point goes into the database.
#include "persistence/engine/values.hpp"

#ifdef CONTROL
const hiroba::persistence::Bind bind("amount", 1);
#else
const hiroba::persistence::Bind bind("amount", 1.5);
#endif
