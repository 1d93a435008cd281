// A refusal must be looked at.
#include "domain/core/refusal.hpp"

#pragma GCC diagnostic error "-Wunused-result"
hiroba::Refusal why_not();

#ifdef CONTROL
void ask() { static_cast<void>(why_not()); }
#else
void ask() { why_not(); }
#endif
