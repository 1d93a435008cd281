// 過誤納: money that came too late, twice or too much lies in suspense until staff say what becomes of it.
#pragma once

#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/payments.hpp"
#include "services/booking/pricing.hpp"

#include <variant>

namespace hiroba::services {

// By a provider, or by a transfer or notice that the desk recorded.
using LateMoney = std::variant<AttemptId, CounterPaymentId>;

// The bookings that were given up unpaid stand again, as far as they are still free, and are paid by that money; what
// still waits to be paid is paid by it as it stands. They cost what they did; where a cap over the day was used up
// meanwhile, what that leaves, and the rest is due for refund. The application is locked. Refused: `town_changed`,
// `wrong_state` when it is no late money (any more), `attempt_in_progress` {attempt_id}, `use_has_begun`,
// `amount_differs` {owed_yen, paid_yen} when it is not exactly what they cost, and what claims and quotas refuse.
[[nodiscard]] Result<void> seat_again(persistence::Session& session, const TownInForce& town,
                                      const PricingTowns& priced_by, const LateMoney& money, AccountId by, Instant now);

// It is to be given back, whole, by the way it came; from then on it is a refund like others. Decided by staff, who are
// the first of two where two approve. The application is locked. `wrong_state` when it is no late money, or is being
// given back already.
[[nodiscard]] Result<RefundId> refund_late_money(persistence::Session& session, const LateMoney& money, AccountId by,
                                                 const std::string& reason, Instant now);

// What pays for nothing was recorded by mistake: a counter-entry, and its case is resolved. The application is locked.
// `needs_refund` when it is being given back already.
[[nodiscard]] Result<void> undo_record(persistence::Session& session, const persistence::CounterPayment& unapplied,
                                       const persistence::Undoing& undoing);

} // namespace hiroba::services
