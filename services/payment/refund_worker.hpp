// Sends refunds to the providers and asks what became of them, outside every transaction.
#pragma once

#include "services/context.hpp"

namespace hiroba::services {

// Takes one refund whose next step is due and does that step: send, or ask. False when none is due. Any number of
// workers may do so at the same time, in any number of processes: each leases what it takes. A step that was
// interrupted (crash, kill) is taken up again when its lease is over: first it is asked whether the provider has the
// refund, and only then, while it still knows the key, are the same bytes sent again.
bool work_on_refunds(const Context& context);

} // namespace hiroba::services
