// Money is whole yen.
#include "domain/core/yen.hpp"

using hiroba::Yen;

#ifdef CONTROL
constexpr Yen fee{2};
#else
const Yen fee{1.5};
#endif
