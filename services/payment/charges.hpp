// What an application owes and is owed, kept in step with its bookings: assessment (調定) and refund (還付).
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// Makes the owed obligation what the bookings' charges say: assesses what is missing under that account, takes back
// what is owed too much, and leaves alone what fits. The application is locked. `attempt_in_progress` {attempt_id}:
// somebody is paying what would have to change.
[[nodiscard]] Result<void> reassess(persistence::Session& session, ApplicationId application,
                                    const AccountCode& revenue_account, Instant now);

// Of the application's facility; std::logic_error when a facility with bookings has left the town.
[[nodiscard]] const AccountCode& revenue_account(const TownInForce& town, const persistence::Application& application);

// An unpaid booking owes nothing any more: it was given up, expired or revoked.
void uncharge(persistence::Session& session, const persistence::Booking& booking);

struct RefundOrder {
    persistence::RefundGround ground = persistence::RefundGround::cancelled;
    Yen amount; // nothing is written for 0
    int percent = 100;
    Text article;
};
// Writes the refund that is due and posts it, against the obligations that were paid, the newest first: one refund for
// each that it takes. What is given back of a booking never exceeds what was paid for it
// (std::logic_error otherwise).
void order_refund(persistence::Session& session, const persistence::Booking& booking, const RefundOrder& order,
                  Instant now);
// The refunds of the booking on that ground are not due any more; false when one of them is beyond that already.
[[nodiscard]] bool take_back_refunds(persistence::Session& session, const persistence::Booking& booking,
                                     persistence::RefundGround ground, Instant now);
// Of what was paid for the booking, what is not given back.
[[nodiscard]] Yen kept_of(persistence::Session& session, const persistence::Booking& booking);
// What the booking must be charged in all when its fee is `total`: what was paid, and what of the fee the town does not
// keep of it (a change to something cheaper gave the rest back).
[[nodiscard]] Yen charge_for(persistence::Session& session, const persistence::Booking& booking, Yen total);

} // namespace hiroba::services
