// What is owed, every try to pay it, and the messages of providers. Nothing here is ever deleted.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// 調定: what a booking owes, under which account code.
struct Obligation {
    ObligationId id;
    BookingId booking;
    std::string state = "owed"; // owed, paid, released (given up unpaid)
    Yen amount;
    AccountCode account_code;
    LocalDate assessed_on;
    int fiscal_year = 0;
};

// One try. `state` is one of payments/attempt_life.hpp; `live` says that it may still bring money.
struct Attempt {
    AttemptId id;
    std::string attempt_ref; // what the provider is told; also the idempotency key
    ObligationId obligation;
    BookingId booking;
    bool live = true;
    std::string state;
    std::string provider;
    Yen amount;
    std::string request_body; // the exact bytes of the first request; a repeat sends the same
    std::optional<std::string> provider_ref;
    std::optional<std::string> payment_ref; // the provider's number of the payment itself
    std::optional<std::string> redirect_url;
    std::optional<Instant> entrusted_at; // 納付の委託を受けた日時: the legal payment date
    Instant expires_at;                  // of the provider's page
    std::optional<Instant> next_step_at; // when a worker looks at it again; empty: never
    std::int64_t tries = 0;
    std::int64_t version = 1;
    Instant created_at;
};

void insert_obligation(Session& session, const Obligation& obligation);
[[nodiscard]] std::optional<Obligation> obligation_of(Session& session, BookingId booking);
// owed → paid or released; false when it is not `owed` any more.
[[nodiscard]] bool settle_obligation(Session& session, ObligationId id, const std::string& state);

// DuplicateKey of uq_payment_attempt_live when the obligation has a live attempt.
void insert_attempt(Session& session, const Attempt& attempt);
[[nodiscard]] std::optional<Attempt> find_attempt(Session& session, AttemptId id);
// The live one, else the one made last.
[[nodiscard]] std::optional<Attempt> newest_attempt_of(Session& session, BookingId booking);
// By the provider's reference, or by ours.
[[nodiscard]] std::optional<Attempt> find_attempt_by_ref(Session& session, const std::string& provider,
                                                         const std::string& provider_ref,
                                                         const std::string& attempt_ref);

// Writes the attempt as given when its version is still the one it was read with, and raises it; false otherwise.
// With the row that says why (event, evidence).
struct AttemptChange {
    std::string event;
    std::string from_state;
    std::string evidence; // what proves it: the provider's request id, event id, or our own reason
    Instant at;
};
[[nodiscard]] bool save_attempt(Session& session, const Attempt& attempt, const AttemptChange& change);

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

// 収納: one collection, for finance.
struct Collection {
    Obligation obligation;
    Attempt attempt;
    FacilityCode facility;
    SpaceCode space;
    std::optional<std::string> booking_number;
};
// Attempts that brought money, entrusted from `first` (included) until `end` (not included), by that instant.
[[nodiscard]] std::vector<Collection> collections(Session& session, Instant first, Instant end);

// What the tables say, to be held against the journal.
struct PaymentTotals {
    Yen owed;      // obligations not settled
    Yen paid;      // attempts that brought money in time
    Yen paid_late; // attempts that brought money after they had been given up
};
[[nodiscard]] PaymentTotals payment_totals(Session& session);

} // namespace hiroba::persistence
