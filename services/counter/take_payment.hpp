// 窓口収納: the desk takes cash for what an application owes, or records what a terminal, a bank or a notice brought;
// and undoes it.
#pragma once

#include "domain/finance/payment_method.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/counter_payments.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct TakePaymentCommand {
    ApplicationId application;
    PaymentMethod method = PaymentMethod::cash;
    Yen amount;                  // a part of what is owed, or all of it
    bool excess_to_case = false; // of a transfer or notice: what is more than is owed is a case, not refused
    std::optional<Yen> given{};  // of cash: what the payer gave; the rest is their change
    std::optional<std::string> terminal_kind{}; // of a terminal: "credit", "emoney", "code"
    std::string reference;                      // of all others than cash: the slip, the transfer, the notice
    std::optional<LocalDate> received_on{};     // of a transfer or notice; empty: today
    std::string idempotency_key;
    std::string request_hash;
};

struct TakenPayment {
    Yen applied;                         // to what is owed
    Yen excess;                          // what pays for nothing: a case
    persistence::CounterPayment payment; // of what was applied; when nothing was, of the excess
    std::optional<DocumentId> receipt;   // of cash and of a terminal: issued with it
    ApplicationView view;
};

// In one transaction: the payment, its entry in the drawer, the posting, what it does to the bookings
// (services/payment/receive.hpp), and the receipt. In this order: `idempotency_key_reused`, `application_not_found`,
// `method_not_offered`, `attempt_in_progress` {attempt_id} (somebody pays the same online at this moment),
// `nothing_owed`, `too_much` {rest_yen}, `reference_missing`, `received_later_than_today` {today},
// `received_before_owed` {owed_since}, `cash_is_of_today` {today}, `given_too_little`
// {amount_yen, given_yen}, `no_open_drawer`, `drawer_of_another_payee` {drawer}, `reference_used` {reference}.
// A repeat with the same key answers the same payment. `nothing_owed` and `too_much` stand in the way of no transfer or
// notice that is recorded with `excess_to_case`, as long as something was owed once: money that has come is never
// refused, it lies in suspense, and staff seat the booking again or give the money back (payment_cases.hpp).
[[nodiscard]] Result<TakenPayment> take_payment(const Context& context, const persistence::Account& staff,
                                                const TakePaymentCommand& command);

// What a unit of work must not make itself, because it may run more than once: prepared outside of it.
struct PreparedPayment {
    CounterPaymentId payment;
    CounterPaymentId excess;
    std::int64_t entry;
    Instant now;
};
// As it was taken, for a repeat.
[[nodiscard]] Result<TakenPayment> taken_before(persistence::Session& session, AccountId staff, CounterPaymentId id);
[[nodiscard]] PreparedPayment prepare_payment(Instant now);
// The same as `take_payment` inside a unit of work, for an application that is locked or was made in it. No key is
// asked or remembered.
[[nodiscard]] Result<TakenPayment> take_payment_in(persistence::Session& session, const TownInForce& town,
                                                   const persistence::Account& staff, const TakePaymentCommand& command,
                                                   const PreparedPayment& prepared);

struct UndoPaymentCommand {
    CounterPaymentId payment;
    std::string reason;
};
// A counter-entry, on the day on which it was taken; cash in the shift that took it. What was paid by it is owed again,
// and its bookings wait for payment. A part of what is still owed is given back on any day, cash out of the drawer that
// this person holds. The sale of a book of tickets is undone with it, while all of them are left. `payment_not_found`,
// `already_undone`, `attempt_in_progress` {attempt_id}, `needs_refund` (it cannot be undone any more: what is given
// back goes by the rules of refunds), `no_open_drawer`, `drawer_of_another_payee`, `drawer_short` (less lies in it),
// `tickets_used`.
[[nodiscard]] Result<ApplicationView> undo_payment(const Context& context, const persistence::Account& staff,
                                                   const UndoPaymentCommand& command);

} // namespace hiroba::services
