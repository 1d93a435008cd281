// The port: what every payment provider can be asked, in our words. No provider's name and no database appear here.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/yen.hpp"
#include "domain/finance/payment_method.hpp"
#include "domain/finance/refund_life.hpp"
#include "payments/attempt_life.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace hiroba::payments {

// One means of payment, for one payment of `least` to `most`, both included.
struct TakenMethod {
    PaymentMethod method = PaymentMethod::card;
    Yen least;
    Yen most;
};

// What a provider can do, as far as its users must know.
struct Capabilities {
    std::vector<TakenMethod> methods;
    bool finds_by_attempt_ref = false; // tells of a payment by our reference alone, also when its answer was lost
    bool signs_its_messages = false;   // false: they may be lost or forged, so an unpaid page is looked at once more
    std::chrono::seconds ask_every{};  // while the payer is on the page
    std::chrono::seconds refund_repeats_for{}; // how long a refund under the same key is the same refund
};

// What a payer is asked for. `attempt_ref` comes back in every notice; it is unguessable and given out once
// in the world (a UUID), because a provider's notices outlive a database that was set up anew.
struct StartRequest {
    std::string attempt_ref;
    Yen amount;
    std::string description; // what the payer reads: "文化センター 小会議室 12/01 09:00–12:00"
    std::string success_url; // where the browser returns to; the return proves nothing
    std::string cancel_url;
    Instant expires_at; // whole seconds are kept; providers set bounds (Stripe: 30 minutes … 24 hours ahead)
    std::string locale; // "ja", "en"
    std::optional<std::string> payer_mail;
    PaymentMethod method = PaymentMethod::card;
    // Of convenience stores: the number is paid until the end of that many days after the one on which it was given out
    // (1 … 60).
    int voucher_days = 0;
};

// Which payment is meant.
struct PaymentKey {
    std::string attempt_ref;
    std::string provider_ref; // empty as long as the provider's answer to the start is lost
    Instant begun_at;         // when the payer was first asked
};

enum class PaymentState {
    open,       // the payer can still pay
    processing, // the payer has finished; the money is not proved yet
    paid,
    expired, // cannot be paid any more; no money came
};

// 払込票: what the payer takes to a store, once they have finished on the provider's page.
struct StoreNumber {
    std::string store; // in the provider's word: "lawson"
    std::string payment_code;
    std::string confirmation_number; // empty where the store asks for none
    friend bool operator==(const StoreNumber&, const StoreNumber&) = default;
};
struct Voucher {
    std::string url; // of the provider's page with the numbers and how each store takes them; may be empty
    Instant expires_at;
    std::vector<StoreNumber> stores;
    std::string payer_mail; // as the payer typed it there: where to ask for a bank account, should it be refunded
    friend bool operator==(const Voucher&, const Voucher&) = default;
};

// The provider's page for the payer. A repeat under the same key answers what was answered first: the state may be
// out of date, only `query` is authoritative.
struct Started {
    std::string provider_ref;
    std::string redirect_url; // empty when there is no page any more
    PaymentState state = PaymentState::open;
    std::optional<Instant> expires_at{}; // of the page, where the provider sets it
};

// What the provider holds to be true now. The caller compares amount and currency with its own before it believes.
struct PaymentView {
    std::string provider_ref;
    std::string attempt_ref;
    PaymentState state = PaymentState::open;
    std::int64_t amount_in_smallest_unit = 0; // received when paid, else asked for
    std::string currency;                     // ISO 4217, upper case
    std::string provider_payment_id;          // empty until there is one
    std::optional<Instant> paid_at;           // entrusted to the designated payee; empty when not paid or not told
    std::optional<Voucher> voucher{};         // while it can be paid at a store

    [[nodiscard]] bool is_exactly(Yen expected) const {
        return currency == "JPY" && amount_in_smallest_unit == expected.amount();
    }
};

enum class GatewayFault {
    declined,           // the payer's means were refused: final for this attempt
    invalid_request,    // the provider refused this very request and did nothing
    configuration,      // our key or its rights are wrong: staff must act
    method_unavailable, // the provider cannot offer the means we asked for; what was begun has been withdrawn
    rate_limited,       // nothing was done; later again, same key
    conflict,           // the same key is being worked on, or stands for another request: nothing is proved
    not_found,          // the provider does not know the reference (or not yet)
    not_cancellable,    // neither cancelled nor paid: ask again later
    provider_down,      // 5xx or an unreadable answer: outcome unknown
    timed_out,          // outcome unknown
    could_not_connect,  // the request has not left
};

struct GatewayError {
    GatewayFault fault;
    int http_status = 0;       // 0: no answer
    std::string provider_code; // the provider's code and parameter, never its sentence (it may quote keys)
    std::string request_id;    // for asking the provider's support
};

[[nodiscard]] std::string_view name_of(PaymentState state);
[[nodiscard]] std::string_view name_of(GatewayFault fault);

template <class T>
using GatewayResult = tl::expected<T, GatewayError>;

// What is given back of one payment. `refund_ref` comes back in every notice, and is given out once in the world.
struct RefundRequest {
    std::string refund_ref;
    PaymentKey payment;
    std::string provider_payment_id; // the provider's number of the payment itself
    Yen amount;
    std::string reason;                      // for the provider's own pages: "使用許可の取消"
    std::optional<std::string> payer_mail{}; // for means without a way back (convenience stores)
    Instant asked_at;
};

// Which refund is meant.
struct RefundKey {
    std::string refund_ref;
    std::string provider_ref; // empty as long as the provider's answer is lost
    std::string provider_payment_id;
};

enum class RefundProgress {
    pending,            // accepted; the payer does not have it yet
    needs_bank_account, // the provider asks the payer where to pay it to
    succeeded,
    failed, // nothing was given back, or it came back
};

struct RefundView {
    std::string provider_ref;
    std::string refund_ref; // ours, as the provider keeps it
    RefundProgress progress = RefundProgress::pending;
    std::int64_t amount_in_smallest_unit = 0;
    std::string currency;                 // ISO 4217, upper case
    std::string fault;                    // why it failed, in the provider's word
    std::optional<Instant> payer_until{}; // until when the provider waits for the bank account

    [[nodiscard]] bool is_exactly(Yen expected) const {
        return currency == "JPY" && amount_in_smallest_unit == expected.amount();
    }
};

// dispute: the payer's bank asks for the money back.
enum class NoticeKind { payment_completed, payment_failed, payment_expired, refund, dispute, other };

// A message from the provider, verified as far as it can be. A hint: ask `query` before anything moves.
struct Notice {
    std::string dedupe_key; // the provider's event id
    NoticeKind kind = NoticeKind::other;
    std::string provider_kind; // the provider's own name of the event
    std::string attempt_ref;   // of a refund, its refund_ref; empty when the provider does not say
    std::string provider_ref;  // of a refund, the provider's number of it; of a dispute, that of the payment
    Instant occurred_at;
};

class PaymentGateway {
public:
    PaymentGateway() = default;
    PaymentGateway(const PaymentGateway&) = delete;
    PaymentGateway& operator=(const PaymentGateway&) = delete;
    virtual ~PaymentGateway() = default;

    // "stripe", "paypay": stored with the attempt and with each notice.
    [[nodiscard]] virtual std::string_view provider() const = 0;
    [[nodiscard]] virtual Capabilities capabilities() const = 0;

    // The exact bytes of the request, to be stored with the attempt before any call. Refused: `amount_not_positive`.
    [[nodiscard]] virtual Result<std::string> prepare_start(const StartRequest& request) const = 0;

    // Sends prepared bytes once. A repeat uses the same key and the same bytes.
    [[nodiscard]] virtual GatewayResult<Started> start(const std::string& idempotency_key,
                                                       const std::string& prepared_bytes) = 0;

    // The authoritative state. std::invalid_argument without `provider_ref`, unless it finds by our reference.
    [[nodiscard]] virtual GatewayResult<PaymentView> query(const PaymentKey& key) = 0;

    // Takes the page away, if it is still open, and answers what holds then: `expired`, or `paid` (too late). What the
    // payer holds besides (a number for a store) is taken back, too; `not_cancellable` as long as it cannot be.
    [[nodiscard]] virtual GatewayResult<PaymentView> cancel(const PaymentKey& key) = 0;

    // The same at the end of the page's time: who has finished on it keeps what they hold (`processing`).
    [[nodiscard]] virtual GatewayResult<PaymentView> close_page(const PaymentKey& key) { return cancel(key); }

    // The exact bytes of the request to give back, to be stored before any call. Refused: `amount_not_positive`.
    [[nodiscard]] virtual Result<std::string> prepare_refund(const RefundRequest& request) const = 0;

    // Sends prepared bytes once. A repeat uses the same key and the same bytes, and is only sent within
    // `refund_repeats_for`: afterwards the provider may have forgotten the key, and would pay a second time.
    [[nodiscard]] virtual GatewayResult<RefundView> refund(const RefundKey& key, const std::string& prepared_bytes) = 0;

    // What became of it; `not_found` when the provider has no such refund.
    [[nodiscard]] virtual GatewayResult<RefundView> query_refund(const RefundKey& key) = 0;

    // What a message is about, by the provider's own name of the event.
    [[nodiscard]] virtual NoticeKind kind_of(std::string_view provider_kind) const = 0;

    // Checks a message as it arrived, byte by byte; `proof` is the signature header, or the secret part of the address
    // it was sent to. Refused: `missing_signature`, `malformed_signature`, `bad_signature`, `signature_too_old`
    // {age_seconds}, `not_json`, `not_an_event`, `wrong_mode`.
    [[nodiscard]] virtual Result<Notice> verify_notice(std::string_view proof, std::string_view raw_body,
                                                       Instant now) const = 0;
};

// What an authoritative answer means for the life of the attempt.
[[nodiscard]] AttemptEvent event_of(PaymentState state);

// What a start that did not succeed means. A refusal of the first request proves that nothing was begun; for a repeat
// (`unknown`, `cancel_requested`) only a refusal of the request itself does: our key may have changed since.
[[nodiscard]] AttemptEvent event_of_failed_start(AttemptState from, GatewayFault fault);

// What an answer about a refund means for its life.
[[nodiscard]] RefundEvent event_of(RefundProgress progress);

// What a refund that was not accepted means. Only a refusal of the first request proves that nothing was given back:
// the repeat of one whose answer was lost may be refused because there is nothing left to give back.
[[nodiscard]] RefundEvent event_of_failed_refund(RefundState from, GatewayFault fault);

} // namespace hiroba::payments
