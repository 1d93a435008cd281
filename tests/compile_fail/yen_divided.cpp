// A division rounds, and every rounding is a named rule.
#include "domain/core/yen.hpp"

using hiroba::Yen;

#ifdef CONTROL
constexpr Yen fee = Yen{100} - Yen{1};
#else
constexpr Yen fee = Yen{100} / 2;
#endif
