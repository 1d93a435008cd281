// What an application owes and is owed, kept in step with its bookings: assessment (調定) and refund (還付), each with
// what of it belongs under which revenue account (科目).
#pragma once

#include "domain/fees/quote.hpp"
#include "domain/fees/refund.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/catalog/catalog.hpp"

#include <map>

namespace hiroba::services {

// What of the booking's fee belongs under which account, by the lines it was told with.
[[nodiscard]] persistence::RevenueShares shares_of_fee(const TownInForce& town, const persistence::Booking& booking);

[[nodiscard]] persistence::RevenueShares shares_of(const Quote& quote);

// Makes the owed obligation what the bookings' charges say, account by account: assesses what is missing, takes back
// what is owed too much, and leaves alone what fits. The application is locked. `attempt_in_progress` {attempt_id}:
// somebody is paying what would have to change. What was paid in part is settled before (part_payment.hpp).
[[nodiscard]] Result<void> reassess(persistence::Session& session, const TownInForce& town,
                                    const persistence::Application& application, Instant now);

// The facility whose designated manager the application's fees belong to, or nothing when they are the town's.
[[nodiscard]] std::optional<FacilityCode> managed_by(const TownInForce& town,
                                                     const persistence::Application& application);

// Of what was paid for the booking, in part or whole, what is not given back; in all, and under each account.
[[nodiscard]] Yen kept_of(persistence::Session& session, const persistence::Booking& booking);
[[nodiscard]] std::map<AccountCode, Yen> kept_by_account(persistence::Session& session,
                                                         const persistence::Booking& booking);
// What the booking costs without what was given back of it, and what of that is paid, in part or whole: what the terms
// of giving it up apply to.
[[nodiscard]] PaidFee paid_fee_of(persistence::Session& session, const persistence::Booking& booking);

// 回数券: what of the booking's fee is asked for in money: without what tickets pay for. Their money was collected when
// the book was sold (services/tickets/README.md).
[[nodiscard]] persistence::RevenueShares without_tickets(persistence::Session& session, BookingId booking,
                                                         const persistence::RevenueShares& fee);

// Of the fee, what is left beside what is covered, account by account.
[[nodiscard]] persistence::RevenueShares beside(const persistence::RevenueShares& fee,
                                                const persistence::RevenueShares& covered);

// The booking is a permit at its fee: under each account it is charged what was paid, and what of the fee the town does
// not keep of it.
void charge(persistence::Session& session, const TownInForce& town, const persistence::Booking& booking);
// An unpaid booking owes nothing any more: it was given up, expired or revoked.
void uncharge(persistence::Session& session, const persistence::Booking& booking);

struct RefundOrder {
    persistence::RefundGround ground = persistence::RefundGround::cancelled;
    RefundCause cause = RefundCause::user;
    Yen amount;                          // nothing is written for 0
    persistence::RevenueShares shares{}; // of the amount; empty: in proportion to what is kept (最大剰余法)
    int percent = 100;
    Text article;
    std::optional<AccountId> decided_by{};
    std::optional<std::string> reason{};
    const persistence::Obligation* set_off_against = nullptr; // that it pays (充当), instead of becoming due
};
// Writes the refund of a book's tickets that are left, against the obligation that paid for it. `order`: ground
// `tickets`, the amount, who decided it and why.
void order_book_refund(persistence::Session& session, const persistence::Obligation& paid, const RefundOrder& order,
                       Instant now);
// Writes the refund and posts it, against the obligations that were paid, the newest first: one refund for each way by
// which money of them goes back (refund_ways.hpp), set aside for it. What is given back of a booking never exceeds what
// was paid for it (std::logic_error otherwise).
void order_refund(persistence::Session& session, const persistence::Booking& booking, const RefundOrder& order,
                  Instant now);
// By the way by which its money came (empty: by hand), and so much of that set aside for it. A refund that is due.
void set_aside(persistence::Session& session, const persistence::Refund& refund, std::optional<AttemptId> attempt,
               std::optional<AccountId> by, Instant now);
// It is not due any more, and nothing is set aside for it; false when it is beyond that already.
[[nodiscard]] bool take_back_refund(persistence::Session& session, const persistence::Refund& refund, Instant now);
// The refunds of the booking on that ground are not due any more; false when one of them is beyond that already.
[[nodiscard]] bool take_back_refunds(persistence::Session& session, const persistence::Booking& booking,
                                     persistence::RefundGround ground, Instant now);

// The amount in the proportions of the shares, to the yen; what would be 0 is left out.
[[nodiscard]] persistence::RevenueShares spread_over(Yen amount, const persistence::RevenueShares& shares);

} // namespace hiroba::services
