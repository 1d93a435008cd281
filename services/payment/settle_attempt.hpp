// What an event of a payment attempt does to everything that hangs on it: one transaction, one function.
#pragma once

#include "payments/attempt_life.hpp"
#include "payments/port.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace hiroba::services {

// The evidence of `cancel_asked` begins so when the town needs the payer's page closed before it can revoke.
inline constexpr std::string_view closed_by_town = "closed by the town";
// The same when the payer wants to pay in another way, and keeps the booking.
inline constexpr std::string_view another_way = "another way asked by the payer";

// A store's payment is told by the provider within this time after the number has ended.
inline constexpr std::chrono::hours store_report{2};

struct AttemptNews {
    payments::AttemptEvent event;
    std::string evidence;                               // what proves it
    std::optional<payments::Started> started;           // with page_ready
    std::optional<payments::PaymentView> view;          // with provider_says_…
    std::optional<Instant> next_step_at = std::nullopt; // when a worker looks again, while the attempt lives
    std::optional<Instant> look_back_at = std::nullopt; // and once more, after it has died without money
};

// Moves the attempt along its table, and with it the application's bookings, obligation and journal:
//   paid       → obligation paid, bookings permitted, 収納 posted
//   paid_late  → posted to suspense: a case for staff
//   cancelled  → the unpaid bookings are given up, the assessment taken back, what was paid in part is refunded; when
//                only the town asked for it, they wait for what it decides, which may be about some of them; when the
//                payer wants to pay in another way, they wait for that
//   declined, expired → the bookings wait for another try until their deadline
// A number for a store that the provider tells of is kept, and the attempt lives as long as it can be paid.
// A payment whose amount or currency is not exactly ours moves nothing: it is recorded and staff are told.
// Refused: `no_such_transition`, `attempt_changed` when somebody else moved the attempt since it was read.
[[nodiscard]] Result<payments::AttemptState> settle_attempt(persistence::Session& session, const TownInForce& town,
                                                            const persistence::Attempt& attempt,
                                                            const AttemptNews& news, Instant now);

// Since when nobody knows what becomes of a live attempt: since its page, or its number, has ended, or since the
// provider has not answered; of what is being called off, since it was asked for. Whichever is older.
[[nodiscard]] Instant in_doubt_since(persistence::Session& session, const persistence::Attempt& attempt, Instant now);

struct GivingUp {
    BookingEvent event = BookingEvent::cancelled;
    persistence::RefundGround ground = persistence::RefundGround::cancelled; // of what was paid in part
    Instant at;                    // when it was asked for, or its deadline passed: by that day the terms are told
    std::optional<AccountId> by{}; // empty: the system
    std::optional<Instant> only_if_due_by{}; // those alone whose deadline has passed at this instant
};
// Gives the unpaid bookings of an application up (by the resident, or by their deadline) and takes the assessment back;
// what was paid of them in part is due for refund by the terms. A difference that a change added to paid bookings is
// not a matter of this: with nothing unpaid left, it stays owed.
[[nodiscard]] Result<void> give_up_unpaid(persistence::Session& session, const TownInForce& town,
                                          ApplicationId application, const GivingUp& giving_up, Instant now);

} // namespace hiroba::services
