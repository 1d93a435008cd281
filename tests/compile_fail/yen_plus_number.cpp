// A bare number is not an amount.
#include "domain/core/yen.hpp"

using hiroba::Yen;

#ifdef CONTROL
constexpr Yen fee = Yen{100} + Yen{2};
#else
constexpr Yen fee = Yen{100} + 2;
#endif
