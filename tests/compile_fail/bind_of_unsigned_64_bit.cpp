// A number beyond 2^63 would be bound negative.
#include "persistence/engine/values.hpp"

#include <cstdint>

#ifdef CONTROL
const hiroba::persistence::Bind bind("version", std::int64_t{1});
#else
const hiroba::persistence::Bind bind("version", std::uint64_t{1});
#endif
