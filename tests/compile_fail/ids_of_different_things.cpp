// A booking is not an account.
#include "domain/core/ids.hpp"

using namespace hiroba;

#ifdef CONTROL
bool same(BookingId a, BookingId b) { return a == b; }
#else
bool same(BookingId a, AccountId b) { return a == b; }
#endif
