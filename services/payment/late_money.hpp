// 過誤納: money that came too late or twice lies in suspense until staff say what becomes of it.
#pragma once

#include "persistence/repositories/payments.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// The bookings that were given up unpaid stand again, as far as they are still free, and are paid by that money; what
// still waits to be paid is paid by it as it stands. The application is locked. Refused: `wrong_state` when it is no
// late money (any more), `attempt_in_progress` {attempt_id}, `use_has_begun`, `amount_differs` {owed_yen, paid_yen}
// when it is not exactly what they cost, and what claims and quotas refuse.
[[nodiscard]] Result<void> seat_again(persistence::Session& session, const TownInForce& town, AttemptId attempt,
                                      AccountId by, Instant now);

// It is to be given back, whole; from then on it is a refund like others. Decided by staff, who are the first of two
// where two approve. The application is locked. `wrong_state` when it is no late money, or is being given back already.
[[nodiscard]] Result<RefundId> refund_late_money(persistence::Session& session, AttemptId attempt, AccountId by,
                                                 const std::string& reason, Instant now);

} // namespace hiroba::services
