// Ids are names, not numbers.
#include "domain/core/ids.hpp"

using namespace hiroba;

#ifdef CONTROL
BookingId next(BookingId id) { return BookingId{id.value() + 1}; }
#else
BookingId next(BookingId id) { return id + 1; }
#endif
