// How a refund is paid: by which way, who approved it, what was sent to the provider, and what staff paid by other
// means. Nothing is ever deleted.
#pragma once

#include "persistence/repositories/payments.hpp"
#include "persistence/repositories/refunds.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

enum class PayoutWay { bank_transfer, cash };
[[nodiscard]] std::string_view name_of(PayoutWay way);

struct RefundApproval {
    std::optional<AccountId> first_by{}; // above the town's limit: the first of two
    std::optional<Instant> first_at{};
    std::optional<AccountId> by{};
    std::optional<Instant> at{};
};

// The request that a worker sends. A new one is made for each try of staff; a worker repeats the same.
struct RefundRequestSent {
    std::string ref; // what the provider is told; also the idempotency key
    std::string body;
    std::optional<Instant> first_sent_at{};
    std::optional<std::string> provider_ref{}; // the provider's number of the refund
    std::optional<Instant> payer_until{};      // until when the provider waits for the payer's bank account
};

struct PaidOut {
    PayoutWay way = PayoutWay::bank_transfer;
    std::string reference; // of the bank, or who received the cash
    AccountId by;
    LocalDate on;
};

struct RefundPayout {
    RefundId refund;
    RefundApproval approval;
    std::optional<AttemptId> attempt;         // whose money goes back, set aside for it; empty: by hand
    std::optional<RefundRequestSent> request; // from the approval on, where there is a provider
    int sendings = 0;                         // how many requests there were
    std::optional<std::string> fault;         // why it failed last: the provider's code
    std::optional<Instant> next_step_at;      // when a worker looks at it again; empty: never
    std::int64_t tries = 0;
    std::int64_t version = 0; // 0: not written yet
    std::optional<PaidOut> paid_out;
};

// The refund, and how it is paid.
struct PayableRefund {
    Refund refund;
    RefundPayout payout;
};

[[nodiscard]] RefundPayout payout_of(Session& session, RefundId refund); // an empty one of what was set off
[[nodiscard]] std::optional<PayableRefund> find_payable_refund(Session& session, RefundId id);
// By the provider's reference, or by ours.
[[nodiscard]] std::optional<RefundId> find_refund_by_ref(Session& session, const std::string& provider,
                                                         const std::string& provider_ref,
                                                         const std::string& refund_ref);

struct RefundChange {
    std::string event;
    RefundState from = RefundState::due;
    RefundState to = RefundState::due;
    std::optional<AccountId> by{};
    std::string evidence; // what proves it: the provider's request id, staff's own words
    Instant at;
};
// Writes the payout as given when its version is still the one it was read with, and raises it; the refund's state,
// which must still be `from`, becomes `to`; with the row that says why. False when somebody else moved it first.
[[nodiscard]] bool save_payout(Session& session, const RefundPayout& payout, const RefundChange& change);
struct RefundHistory {
    std::string event;
    std::string from_state;
    std::string to_state;
    std::optional<std::string> by; // staff's name
    std::string evidence;
    Instant at;
};
[[nodiscard]] std::vector<RefundHistory> history_of(Session& session, RefundId id); // the oldest first

// Sets so much of what the attempt brought aside for its payer; false when it has not that much left.
[[nodiscard]] bool reserve_refund(Session& session, AttemptId attempt, Yen amount);
// What was set aside goes to no payer any more.
void release_refund(Session& session, AttemptId attempt, Yen amount);
// Attempts of the application that brought money, with what is left of each, the newest first.
struct RefundableAttempt {
    Attempt attempt;
    Yen left;
};
[[nodiscard]] std::vector<RefundableAttempt> refundable_attempts(Session& session, ApplicationId application);

// Takes a refund whose next step is due, and moves that step to `leased_until`; nothing when none is due.
[[nodiscard]] std::optional<PayableRefund> lease_due_refund(Session& session, Instant now, Instant leased_until);
// A worker should look at this refund now.
void wake_refund(Session& session, RefundId id, Instant now);

// What providers have given back for the town: what the journal must say of their clearing accounts.
[[nodiscard]] Yen sum_of_refunds_by_providers(Session& session);
// Of that, what staff had paid already: payers owe it back.
[[nodiscard]] Yen sum_of_refunds_paid_twice(Session& session);

} // namespace hiroba::persistence
