// 差額: what it means for the money of an application that the fees of some of its bookings changed: what is owed in
// addition, what is given back, and what of the one pays the other (充当).
//
// What was paid for a booking goes on paying for it, under whatever account; what is too much by then is given back by
// the rule that the caller names; and a refund of one booking pays what others, paid before, cost in addition, as does
// one that was decided before and that nobody has begun to pay.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "services/payment/charges.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// Whether what the booking costs has been assessed: it was permitted.
[[nodiscard]] bool owes_its_fee(BookingState state);

// A booking that was a permit, and what it costs now.
struct FeeChange {
    persistence::Booking before;    // as it was charged and paid
    persistence::RevenueShares fee; // as it is now
    // Of what is too much, what is given back.
    Yen refund;
    int percent = 100;
    Text article;
    std::optional<persistence::RevenueShares> tickets{}; // what of the fee they pay for then; empty: as they do now
};
struct FeeDifference {
    std::vector<Yen> additional; // of each change, what it is charged in addition
    std::vector<Yen> refunds;    // of each change, what is given back for it
    Yen set_off;                 // of the refunds, what pays additional charges
    Yen earlier_set_off;         // of refunds that were decided before, what pays the rest of them
    Yen moved;                   // of what was paid, what pays the same booking under other accounts
    Yen to_pay;                  // in all, after that
    Yen to_refund;               // in all, after that
};
// Of what a booking with that fee has kept, what is too much, beside what tickets pay for.
[[nodiscard]] Yen excess_of(persistence::Session& session, const persistence::Booking& before,
                            const persistence::RevenueShares& fee);
[[nodiscard]] Yen excess_beside(persistence::Session& session, const persistence::Booking& before,
                                const persistence::RevenueShares& fee, const persistence::RevenueShares& tickets);

// As it would be; nothing is written.
[[nodiscard]] FeeDifference difference_of(persistence::Session& session, const std::vector<FeeChange>& changes);

struct FeeChangeGround {
    persistence::RefundGround ground = persistence::RefundGround::changed;
    RefundCause cause = RefundCause::user;
    std::optional<AccountId> decided_by{};
    std::optional<std::string> reason{};
};
// Charges, refunds, what is set off, and what is owed. The application is locked, its bookings are written.
// Refused like `reassess`.
[[nodiscard]] Result<void> carry_out(persistence::Session& session, const TownInForce& town,
                                     const persistence::Application& application, const std::vector<FeeChange>& changes,
                                     const FeeChangeGround& ground, Instant now);

} // namespace hiroba::services
