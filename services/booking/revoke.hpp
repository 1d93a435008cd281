// 許可の取消: the town takes a permit back, and (while nothing was given back yet) takes the revocation back.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/pricing.hpp"
#include "services/context.hpp"
#include "services/payment/set_off.hpp"
#include "services/tickets/give_tickets_back.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct Revocation {
    BookingId booking;
    AccountId by;
    std::string reason; // 行政手続法第14条: required
    // Of the user's own doing, such as a condition that was not kept, no more comes back than giving up would bring.
    RefundCause cause = RefundCause::town;
    std::optional<PostCode> post{}; // in which it was decided, by the town's route
    bool as_deputy = false;         // 代決
    std::string outside_number{};   // of the town's own approval system
};
// What `revoke` would refuse at this moment; nothing is written.
[[nodiscard]] Result<void> check_revocation(persistence::Session& session, const TownInForce& town,
                                            const Revocation& revocation, Instant now);

// What was paid, all of the fee or a part, is due for refund by the town's rule for the cause; the person is to be
// told. The slots are given back by the release rule, but for what a closure covers: that is nobody's to offer. Inside
// a unit of work. `booking_not_found`, `reason_required`, `refund_cause_not_covered` {cause}, `wrong_state`,
// `attempt_in_progress` (somebody is paying: the provider is asked to close the page first; try again when it has
// answered).
struct Revoked {
    BookingState from = BookingState::permitted;
    Yen refund;
};
[[nodiscard]] Result<Revoked> revoke(persistence::Session& session, const TownInForce& town,
                                     const Revocation& revocation, Instant now);

// The permit stands again as it was before, its refund is not due any more, the notice is withdrawn; where a cap over
// the day was used up meanwhile, it costs what that leaves. What is still held back of its slots is its own again: it
// comes before who only waits. What tickets paid for that are spent by now waits for money again, until a new term, and
// the notice tells how much. Inside a unit of work. `booking_not_found`; `wrong_state` (also for a hold, which cannot
// be given back its time); `refund_sent`; `use_has_begun`; `town_changed`; what claim and quotas refuse;
// `payment_due_passed` never: an unpaid one gets a new term.
[[nodiscard]] Result<BookingState> reinstate(persistence::Session& session, const TownInForce& town,
                                             const PricingTowns& priced_by, BookingId booking, AccountId by,
                                             Instant now);

// What the town's rule gives back of a booking for that cause, before anything is done.
struct CauseTerms {
    PaidFee of; // the fee, and of what was paid of it, what was not given back yet
    int percent = 100;
    Yen amount;
    DividedRefund divided{}; // the amount, as `decide_refund` would order it; of a revocation all of it is due
    Text article;
    TicketsOfUse tickets{}; // as `refund_for_cause` tells
};
// `booking_not_found`, `refund_cause_not_covered` {cause}.
[[nodiscard]] Result<CauseTerms> refund_for_cause(const Context& context, BookingId booking, RefundCause cause);

// Staff refund what the town kept of a booking that is over or was given up, by the town's rule for the cause; inside
// no closure, and without a change of the booking. `booking_not_found`, `reason_required`, `refund_cause_not_covered`
// {cause}; `wrong_state` of a booking that can still be revoked, or was never a permit; `nothing_to_refund`. What the
// application owes besides is paid by it first: the answer and the notice say how it was divided.
struct RefundDecision {
    BookingId booking;
    AccountId by;
    RefundCause cause = RefundCause::town; // not `user`
    std::string reason;
};
struct DecidedRefund {
    persistence::Booking booking;
    DividedRefund refund; // nothing where only tickets come back
};
[[nodiscard]] Result<DecidedRefund> decide_refund(const Context& context, const RefundDecision& decision);

// The same as use cases of the desk. A revocation that posts approve is drafted instead
// (services/approval/reviews.hpp): `approval_required` {post}.
[[nodiscard]] Result<persistence::Booking> revoke_booking(const Context& context, const Revocation& revocation);
[[nodiscard]] Result<persistence::Booking> reinstate_booking(const Context& context, AccountId by, BookingId booking);

} // namespace hiroba::services
