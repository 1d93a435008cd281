// Yen times yen means nothing.
#include "domain/core/yen.hpp"

using hiroba::Yen;

#ifdef CONTROL
constexpr Yen fee = Yen{100} * 2;
#else
constexpr Yen fee = Yen{100} * Yen{2};
#endif
