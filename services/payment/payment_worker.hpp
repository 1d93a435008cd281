// Asks the providers, outside every transaction, and records what they answered.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Takes the attempts whose next step is due and does one step for each: send, ask, or close. Returns how many.
// A step that was interrupted (crash, kill) is taken up again when its lease is over, with the same bytes and key.
int work_on_payments(const Context& context);

} // namespace hiroba::services
