// A point in time plus a point in time does not exist.
#include "domain/core/instant.hpp"

using hiroba::Instant;

#ifdef CONTROL
auto between(Instant a, Instant b) { return a - b; }
#else
auto between(Instant a, Instant b) { return a + b; }
#endif
