// What an event of a refund does to everything that hangs on it: one transaction, one function.
#pragma once

#include "persistence/repositories/refund_payouts.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct RefundNews {
    RefundEvent event;
    std::string evidence;                              // what proves it, at most 500 bytes of it are kept
    std::optional<AccountId> by{};                     // of staff's acts
    std::optional<persistence::RefundPayout> payout{}; // as it is afterwards; empty: as it was read
    std::optional<std::string> paid_out_of{};          // with paid_out: the journal's account that the money left
};

// Moves the refund along its table, and with it the journal and what the payer is told:
//   succeeded            → posted out of the provider's clearing account
//   succeeded → failed   → it came back: posted into it again
//   paid_out             → posted out of `paid_out_of`
//   paid_out → paid_twice → posted out of the provider's clearing account as well, owed by the payer: a case for staff
//   paid_twice → paid_out → it came back: posted into it again, and the case is resolved
// The application is locked. Refused: `wrong_state` {state}, `refund_changed` when somebody else moved it since it was
// read.
[[nodiscard]] Result<persistence::PayableRefund> settle_refund(persistence::Session& session,
                                                               const persistence::PayableRefund& before,
                                                               const RefundNews& news, Instant now);

// 還付金の支払: staff have paid the refund by other means than the provider: the one function for that, whatever the
// means. Allowed while no provider may be paying it: `approved` or `failed`. The application is locked.
struct PayoutByHand {
    persistence::PayoutWay way = persistence::PayoutWay::bank_transfer;
    std::string reference;    // of the bank, or who received the cash
    std::string from_account; // of the journal: "bank", "cash:" and a drawer
    LocalDate on;
    AccountId by;
};
// `wrong_state` {state}, `refund_changed`.
[[nodiscard]] Result<persistence::PayableRefund> pay_out(persistence::Session& session,
                                                         const persistence::PayableRefund& before,
                                                         const PayoutByHand& by_hand, Instant now);

} // namespace hiroba::services
