// 窓口収納: what the desk took or recorded for an obligation, and how applicants said they will pay. Never deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "domain/finance/payment_method.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

enum class CounterPaymentState {
    received,  // for what was owed
    undone,    // given back by a counter-entry
    unapplied, // a transfer or notice for nothing that was owed: it lies in suspense, and is a case for staff
    returned,  // the same, once it is to be given back
};
[[nodiscard]] std::string_view name_of(CounterPaymentState state);

struct CounterPayment {
    CounterPaymentId id;
    ObligationId obligation;     // of what pays for nothing: the one that it was meant for
    ApplicationId application{}; // as read
    CounterPaymentState state = CounterPaymentState::received;
    std::optional<CounterPaymentId> excess_of{}; // of what was too much: the part of the same money that was owed
    PaymentMethod method = PaymentMethod::cash;
    std::optional<std::string> terminal_kind{}; // of a terminal: "credit", "emoney", "code"
    Yen amount;                                 // > 0
    std::optional<Yen> given{};                 // of cash
    std::string reference;                      // the slip, the transfer, the notice; empty for cash
    LocalDate received_on;                      // the legal date of the payment
    std::optional<ShiftId> shift{};             // of cash
    AccountId taken_by;
    Instant taken_at;
};

// DuplicateKey of uq_counter_payment_reference when that slip, transfer or notice of that day is recorded.
void insert_counter_payment(Session& session, const CounterPayment& payment);
[[nodiscard]] std::optional<CounterPayment> find_counter_payment(Session& session, CounterPaymentId id);
// What was recorded at the counter for the application, the oldest first.
[[nodiscard]] std::vector<CounterPayment> counter_payments_of(Session& session, ApplicationId application);

struct Undoing {
    AccountId by;
    Instant at;
    LocalDate on;
    std::string reason;
};
// Received or unapplied → undone; false when it is neither.
[[nodiscard]] bool undo_counter_payment(Session& session, CounterPaymentId id, const Undoing& undoing);

// The day on which it was given back; empty: it was not.
[[nodiscard]] std::optional<LocalDate> undone_on(Session& session, CounterPaymentId id);
// Unapplied → received, for that obligation; false when it is not unapplied any more.
[[nodiscard]] bool apply_counter_payment(Session& session, CounterPaymentId id, ObligationId pays);
// Unapplied → returned; false when it is not unapplied any more.
[[nodiscard]] bool return_counter_payment(Session& session, CounterPaymentId id);
// What came for nothing that was owed, whether or not it is to be given back by now.
[[nodiscard]] Yen sum_of_unapplied(Session& session);

// What is recorded and not undone, by all methods but cash.
[[nodiscard]] Yen recorded_without_cash(Session& session);

struct PaymentPlan {
    PaymentMethod method = PaymentMethod::cash;
    AccountId chosen_by;
    Instant chosen_at;
};
// Replaces what was said before.
void save_plan(Session& session, ApplicationId application, const PaymentPlan& plan);
[[nodiscard]] std::optional<PaymentPlan> plan_of(Session& session, ApplicationId application);

} // namespace hiroba::persistence
