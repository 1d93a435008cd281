// Revoking and reinstating for a closure, booking by booking: a few of them within the request, many beside it.
#pragma once

#include "persistence/repositories/closure_conflicts.hpp"
#include "services/context.hpp"

namespace hiroba::services {

// So many are done before the request is answered (10–15 ms each on MariaDB), and by a job in one turn.
inline constexpr int most_in_a_turn = 50;

// What is due of a leased task, at most a turn of it; gives the lease back. A booking that cannot be revoked because
// somebody is paying (the provider is asked to close the payment page) or because the machine failed is tried again
// after a while, a few times; the other refusals stand at once. Stops when the closure is lifted meanwhile.
void work_on_task(const Context& context, persistence::TaskLease lease);

// A turn of every task that nobody works on. True when more of them is due at once.
bool work_on_closures(const Context& context);

} // namespace hiroba::services
