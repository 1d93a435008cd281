// What an event of a payment attempt does to everything that hangs on it: one transaction, one function.
#pragma once

#include "payments/attempt_life.hpp"
#include "payments/port.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct AttemptNews {
    payments::AttemptEvent event;
    std::string evidence;                               // what proves it
    std::optional<payments::Started> started;           // with page_ready
    std::optional<payments::PaymentView> view;          // with provider_says_…
    std::optional<Instant> next_step_at = std::nullopt; // when a worker looks again, while the attempt lives
};

// Moves the attempt along its table, and with it booking, obligation and journal:
//   paid       → obligation paid, booking confirmed with a number, 収納 posted
//   paid_late  → posted to suspense: a case for staff
//   cancelled  → the booking is given up, the assessment taken back
//   declined, expired → the booking waits for another try until its deadline
// A payment whose amount or currency is not exactly ours moves nothing: it is recorded and staff are told.
// Refused: `no_such_transition`, `attempt_changed` when somebody else moved the attempt since it was read.
[[nodiscard]] Result<payments::AttemptState> settle_attempt(persistence::Session& session,
                                                            const persistence::Attempt& attempt,
                                                            const AttemptNews& news, Instant now);

// Gives an unpaid booking up (by the resident, or by its deadline) and takes the assessment back.
[[nodiscard]] Result<void> give_up_unpaid(persistence::Session& session, BookingId booking, BookingEvent event,
                                          std::optional<AccountId> by, Instant now);

} // namespace hiroba::services
