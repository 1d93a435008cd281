// What is owed, every try to pay it, and the messages of providers. Nothing here is ever deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/revenue_shares.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence {

// 調定: what an application owes, and what of it under which account code. At most one of an application is `owed` at a
// time: when the amount changes before it is paid, it is released and a new one stands for it; what a change adds after
// payment is one of its own.
struct Obligation {
    ObligationId id;
    ApplicationId application;
    std::string state = "owed"; // owed, paid, released (given up unpaid, or replaced)
    Yen amount;
    Yen paid{};           // what of it is paid, by whatever means; all of it once it is `paid`
    RevenueShares shares; // together the amount
    LocalDate assessed_on;
    int fiscal_year = 0;
    std::optional<FacilityCode>
        managed_by{}; // whose designated manager's own revenue it is (利用料金); empty: the town's
    // 納期限 of what a change added to permits that were paid: they stand without it. Empty: the bookings' own
    // deadlines.
    std::optional<Instant> due_at{};
};

[[nodiscard]] inline Yen rest_of(const Obligation& obligation) { return obligation.amount - obligation.paid; }

// One try. `state` is one of payments/attempt_life.hpp; `live` says that it may still bring money.
struct Attempt {
    AttemptId id;
    std::string attempt_ref; // what the provider is told; also the idempotency key
    ObligationId obligation;
    ApplicationId application;
    bool live = true;
    std::string state;
    std::string provider;
    std::string method = "card"; // domain/finance/payment_method.hpp
    Yen amount;
    std::string request_body; // the exact bytes of the first request; a repeat sends the same
    std::optional<std::string> provider_ref;
    std::optional<std::string> payment_ref; // the provider's number of the payment itself
    std::optional<std::string> redirect_url;
    std::optional<Instant> entrusted_at; // 納付の委託を受けた日時: the legal payment date
    Instant expires_at;                  // of the provider's page: as asked, then as the provider says
    std::optional<Instant> next_step_at; // when a worker looks at it again; empty: never
    std::int64_t tries = 0;
    std::int64_t version = 1;
    Instant created_at;
};

// DuplicateKey of uq_obligation_owed when the application has one that is owed.
void insert_obligation(Session& session, const Obligation& obligation);
// The one that is owed, or nothing.
[[nodiscard]] std::optional<Obligation> owed_obligation_of(Session& session, ApplicationId application);
// All of them, the oldest first.
[[nodiscard]] std::vector<Obligation> obligations_of(Session& session, ApplicationId application);
[[nodiscard]] std::optional<Obligation> find_obligation(Session& session, ObligationId id);
// It becomes due at another time, and whoever owes it is reminded again then.
void set_due(Session& session, ObligationId id, std::optional<Instant> due_at);
// Those that are owed after they were due, the oldest first; all, or only those that nobody was reminded of.
enum class Overdue { all, not_reminded };
[[nodiscard]] std::vector<Obligation> overdue_obligations(Session& session, Overdue which, Instant now, int limit);
void mark_reminded(Session& session, ObligationId id, Instant now);
// owed → paid or released; false when it is not `owed` any more, when it is not all paid, or when something of what is
// to be released was paid.
[[nodiscard]] bool settle_obligation(Session& session, ObligationId id, const std::string& state);
// So much more of it is paid; false when it is not owed, or less of it than that is left.
[[nodiscard]] bool add_to_paid(Session& session, ObligationId id, Yen amount);
// 減額調定: it is reduced to what is paid of it, and so is paid; `shares` are what of that is under each account. False
// when it is not owed, or nothing of it is paid.
[[nodiscard]] bool reduce_to_paid(Session& session, ObligationId id, const RevenueShares& shares);
// So much of it is paid no more; what was `paid` is owed again. False when less than that was paid of it, or it is
// released. DuplicateKey of uq_obligation_owed when the application owes something else by now.
[[nodiscard]] bool take_from_paid(Session& session, ObligationId id, Yen amount);

// DuplicateKey of uq_payment_attempt_live when the obligation has a live attempt.
void insert_attempt(Session& session, const Attempt& attempt);
[[nodiscard]] std::optional<Attempt> find_attempt(Session& session, AttemptId id);
// The live one, else the one made last.
[[nodiscard]] std::optional<Attempt> newest_attempt_of(Session& session, ApplicationId application);
// By the provider's reference, or by ours.
[[nodiscard]] std::optional<Attempt> find_attempt_by_ref(Session& session, const std::string& provider,
                                                         const std::string& provider_ref,
                                                         const std::string& attempt_ref);

// By the provider's number of the payment itself.
[[nodiscard]] std::optional<Attempt> find_attempt_by_payment_ref(Session& session, const std::string& provider,
                                                                 const std::string& payment_ref);

// Writes the attempt as given when its version is still the one it was read with, and raises it; false otherwise.
// With the row that says why (event, evidence).
struct AttemptChange {
    std::string event;
    std::string from_state;
    std::string evidence; // what proves it: the provider's request id, event id, or our own reason
    Instant at;
};
[[nodiscard]] bool save_attempt(Session& session, const Attempt& attempt, const AttemptChange& change);
// paid_late → paid: it pays that obligation after all. False when somebody else moved it first.
[[nodiscard]] bool move_late_attempt(Session& session, const Attempt& attempt, ObligationId pays,
                                     const AttemptChange& change);
// What proves each event of that name in the attempt's history, the oldest first.
struct AttemptProof {
    std::string evidence;
    Instant at;
};
[[nodiscard]] std::vector<AttemptProof> proofs_of(Session& session, AttemptId id, std::string_view event);

// Takes an attempt whose next step is due, and moves that step to `leased_until`, so that no other worker takes it
// meanwhile; nothing when none is due.
[[nodiscard]] std::optional<Attempt> lease_due_attempt(Session& session, Instant now, Instant leased_until);
// A worker should look at this attempt now.
void wake_attempt(Session& session, AttemptId id, Instant now);

// A verified message, stored once.
struct InboxMessage {
    std::string provider;
    std::string dedupe_key;
    std::string kind;
    std::string provider_ref;
    std::string attempt_ref;
    std::string body;
};
// False when it was stored before.
[[nodiscard]] bool store_message(Session& session, const InboxMessage& message, Instant now);
[[nodiscard]] std::vector<InboxMessage> waiting_messages(Session& session, int limit);
// `outcome`: applied, ignored (nothing of ours), unmatched (names an attempt that we do not know; staff see it).
void close_message(Session& session, const InboxMessage& message, const std::string& outcome);

// What was received for an obligation in time: by an attempt, or at the counter.
struct PaymentReceived {
    std::int64_t id = 0; // of the attempt or of the counter payment
    ObligationId obligation;
    std::string method; // domain/finance/payment_method.hpp
    Yen amount;
    LocalDate received_on; // 納付日: the legal date of the payment
    Instant received_at;   // as it was recorded
    bool at_counter = false;
    bool undone = false; // of one at the counter: given back by a counter-entry
};
// Of all the application's obligations, in the order in which they came.
[[nodiscard]] std::vector<PaymentReceived> payments_received(Session& session, ApplicationId application);

// 収納: one collection, for finance.
struct Collection {
    Obligation obligation;
    std::int64_t payment = 0; // the number of the attempt or of the counter payment
    std::string method;
    std::string provider;  // of an attempt; empty at the counter
    std::string reference; // the provider's number of the payment; the slip, the transfer
    LocalDate received_on; // the legal date of the payment; of what was undone, the day on which it was
    Yen amount;
    RevenueShares shares;    // what of it is under which account; nothing of what came late
    bool is_late = false;    // after its booking was given up: it stands in suspense
    bool is_undoing = false; // it was given back: counts against the amount
    FacilityCode facility{};
    std::vector<SpaceCode> spaces{}; // of its bookings, each once
    std::optional<std::string> application_number{};
};
// What the town's obligations, or those of designated managers, brought from `first` to `last`, both included, by the
// day of payment. What the desk undid stands there a second time, against the amount.
enum class RevenueOwner { town, manager };
[[nodiscard]] std::string_view name_of(RevenueOwner owner); // "town"
[[nodiscard]] std::vector<Collection> collections(Session& session, RevenueOwner owner, LocalDate first,
                                                  LocalDate last);

// What is owed or paid under each account, without what is refunded: what the journal must say of it.
struct RevenueTotal {
    AccountCode account;
    std::optional<FacilityCode> managed_by;
    Yen total;
};
[[nodiscard]] std::vector<RevenueTotal> revenue_totals(Session& session);

// What the tables say, to be held against the journal.
struct PaymentTotals {
    Yen owed;      // what is left of obligations not settled
    Yen paid;      // attempts that brought money in time
    Yen paid_late; // attempts that brought money after they had been given up
};
[[nodiscard]] PaymentTotals payment_totals(Session& session);

} // namespace hiroba::persistence
