// Stripe's Checkout as far as this town uses it, without HTTP, clock or file: calls and times come in as arguments.
// Follows https://docs.stripe.com/api/checkout/sessions in the version named in payments/stripe/checkout_gateway.hpp.
#pragma once

#include "domain/core/instant.hpp"
#include "payments/sandbox/checkout_session.hpp"
#include "payments/sandbox/stripe_error.hpp"
#include "payments/sandbox/stripe_refund.hpp"
#include "payments/secret.hpp"
#include "payments/stripe/form_body.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::sandbox {

// One call of the API under /v1, with the headers that matter.
struct ApiCall {
    std::string method;
    std::string path;
    std::string authorization;
    std::string stripe_version;
    std::string idempotency_key;
    std::string body;
    payments::stripe::FormFields query;
};

struct ApiAnswer {
    int status = 200;
    nlohmann::json body;
    std::string request_id;
    bool is_replay = false;
};

// What the payer sees after pressing the button.
enum class PayOutcome {
    paid,
    unknown_number,
    card_declined,
    insufficient_funds,
    already_complete,
    expired,
    no_such_session
};

// Who pays at a store, as they say on the hosted page.
struct StorePayer {
    std::string name;
    std::string email;
};

// What happens to a number for a store: somebody pays it; the store takes the money and its report is on its way; its
// time passes without.
enum class VoucherOutcome { paid, being_paid, expired };

enum class WebhookMode { deliver, drop, duplicate };

// How far a new refund gets by itself; the rest is moved by `move_refund`.
enum class RefundOutcome { succeeded, pending, requires_action };

// An event whose webhook is to be posted now.
struct DueWebhook {
    std::string event_id;
    std::string body;
};

class CheckoutModel {
public:
    struct Options {
        std::string public_url; // of the hosted pages, without a slash at the end
        payments::Secret secret_key;
    };
    // `saved` is what state() gave before, or null.
    CheckoutModel(Options options, const nlohmann::json& saved);

    [[nodiscard]] ApiAnswer answer(const ApiCall& call, Instant now);
    // An internal error before anything was done. It is stored under the key and replayed, as Stripe does.
    [[nodiscard]] ApiAnswer answer_with_internal_error(const ApiCall& call, Instant now);

    // The session as the hosted page shows it; nullptr when there is none.
    [[nodiscard]] const Session* find(const std::string& session_id) const;
    [[nodiscard]] PayOutcome pay(const std::string& session_id, const std::string& card_number, Instant now);
    // The payer has chosen to pay at a store: the session is complete, unpaid, and has a number. False when it does not
    // offer that, is not open, or the payer says no name or address.
    [[nodiscard]] bool give_out_voucher(const std::string& session_id, const StorePayer& payer, Instant now);
    // False when the session's number cannot get there; money may also come for one that has ended.
    bool settle_voucher(const std::string& session_id, VoucherOutcome outcome, Instant now);
    // Stripe does not cancel what a store is taking money for at that moment.
    void refuse_cancels_of_vouchers(bool refuse) { refuses_cancels_ = refuse; }
    [[nodiscard]] const std::map<std::string, Session>& sessions() const { return sessions_; }
    // Expires the sessions and the numbers for stores whose time has come.
    void expire_due(Instant now);

    void set_refund_outcome(RefundOutcome outcome) { refund_outcome_ = outcome; }
    // The bank's word, days later: "succeeded", "failed" or "canceled"; false when there is no such refund.
    bool move_refund(const std::string& refund_id, const std::string& status, Instant now);
    [[nodiscard]] const std::map<std::string, StripeRefund>& refunds() const { return refunds_; }

    void set_webhook_mode(WebhookMode mode) { webhook_mode_ = mode; }
    [[nodiscard]] std::vector<DueWebhook> due_webhooks(Instant now) const;
    void note_webhook(const std::string& event_id, bool was_accepted, Instant now);

    // Everything that must survive a restart; `version` rises with every change of it.
    [[nodiscard]] nlohmann::json state() const;
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    struct StoredAnswer {
        std::string fingerprint;
        int status = 200;
        nlohmann::json body;
        std::string request_id;
        std::int64_t stored_at = 0;
    };
    struct Event {
        nlohmann::json object;        // as Stripe shows it
        int copies_left = 0;          // webhooks still to be accepted
        int tries = 0;                // since the last one was accepted
        std::int64_t next_try_ms = 0; // epoch
    };

    [[nodiscard]] std::optional<StripeError> refuse_caller(const ApiCall& call) const;
    [[nodiscard]] ApiAnswer post(const ApiCall& call, const std::string& request_id, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> get(const ApiCall& call) const;
    [[nodiscard]] StripeResult<nlohmann::json> create(payments::stripe::FormFields fields, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> expire(const std::string& session_id, const nlohmann::json& request,
                                                      Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> cancel_intent(const std::string& intent_id,
                                                             const payments::stripe::FormFields& fields,
                                                             const nlohmann::json& request, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> get_intent(const ApiCall& call) const;
    [[nodiscard]] const Session* find_intent(const std::string& intent_id) const;
    [[nodiscard]] nlohmann::json list_events(const payments::stripe::FormFields& query) const;
    void store_answer(const ApiCall& call, const ApiAnswer& answer, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> create_refund(payments::stripe::FormFields fields,
                                                             const nlohmann::json& request, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> cancel_refund(const std::string& refund_id,
                                                             const nlohmann::json& request, Instant now);
    [[nodiscard]] StripeResult<nlohmann::json> get_refund(const ApiCall& call) const;
    [[nodiscard]] nlohmann::json list_refunds(const payments::stripe::FormFields& query) const;
    [[nodiscard]] Session* with_intent(const std::string& payment_intent);
    [[nodiscard]] std::int64_t left_of(const Session& session) const;
    void change_status(StripeRefund& refund, const std::string& status, const nlohmann::json& request, Instant now);
    void expire_due_vouchers(Instant now);
    void add_event(const std::string& type, const Session& session, const nlohmann::json& request, Instant now);
    void add_event(const std::string& type, const nlohmann::json& object, const nlohmann::json& request, Instant now);
    void forget_old(Instant now);

    Options options_;
    WebhookMode webhook_mode_ = WebhookMode::deliver;
    RefundOutcome refund_outcome_ = RefundOutcome::succeeded;
    bool refuses_cancels_ = false;
    std::map<std::string, Session> sessions_;
    std::map<std::string, StripeRefund> refunds_;
    std::map<std::string, StoredAnswer> answers_; // by idempotency key
    std::vector<Event> events_;                   // oldest first
    std::uint64_t version_ = 0;
};

} // namespace hiroba::sandbox
