// Asks the providers, outside every transaction, and records what they answered.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Takes one attempt whose next step is due and does that step: send, ask, or close. False when none is due.
// Any number of workers may do so at the same time, in any number of processes: each leases what it takes.
// A step that was interrupted (crash, kill) is taken up again when its lease is over, with the same bytes and key.
bool work_on_payments(const Context& context);

} // namespace hiroba::services
