// PayPay's Open Payment API (dynamic QR code) as far as this town uses it, without HTTP, clock or file: calls and times
// come in as arguments. Follows https://www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode.
#pragma once

#include "domain/core/instant.hpp"
#include "payments/paypay/opa_auth.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::sandbox {

// A code, and the payment that comes of it.
struct QrPayment {
    std::string merchant_payment_id;
    std::string code_id;
    std::string payment_id;
    std::int64_t amount = 0; // yen
    std::string description;
    std::string redirect_url;
    std::string fingerprint;        // of the request that made it
    std::int64_t expires_at = 0;    // of the code, epoch seconds
    std::string status = "CREATED"; // CREATED, COMPLETED, CANCELED, FAILED, REFUNDED
    std::int64_t accepted_at = 0;   // epoch seconds; 0: nobody has paid
    bool is_scanned = false;        // the payer's app has it open: it can be paid although the code is gone
    bool is_deleted = false;        // the code
};

struct QrRefund {
    std::string merchant_refund_id;
    std::string payment_id;
    std::int64_t amount = 0;
    std::string status = "REFUNDED"; // CREATED: accepted, the money is not there yet
    std::int64_t requested_at = 0;   // epoch seconds
};

// What the payer's app says after "pay".
enum class QrOutcome { paid, wallet_short, gone, already_paid, no_such_code };

enum class QrWebhookMode { deliver, drop, duplicate, delay, forge };

// How the provider behaves until it is told otherwise.
struct QrBehaviour {
    QrWebhookMode webhooks = QrWebhookMode::deliver;
    bool repeats_are_refused = false; // a repeated create is DUPLICATE_DYNAMIC_QR_REQUEST instead of the first answer
    bool cancels_fail = false;        // accepted with 202, and nothing comes of it
    bool wallet_is_short = false;
    bool refunds_wait = false;    // stay CREATED
    bool several_refunds = false; // the merchant's contract allows more than one refund of a payment
    bool under_maintenance = false;
};

struct OpaCall {
    std::string method;
    std::string path;
    std::string authorization;
    std::string content_type;
    std::string body;
};

struct OpaAnswer {
    int status = 200;
    nlohmann::json body;
};

// A message that is to be posted now.
struct QrMessage {
    std::int64_t number = 0;
    std::string body;
};

class PayPayModel {
public:
    struct Options {
        std::string public_url; // of the payer's pages, without a slash at the end
        std::string merchant_id;
        payments::paypay::OpaKeys keys;
    };
    // `saved` is what state() gave before, or null.
    PayPayModel(Options options, const nlohmann::json& saved);

    // `wall_clock` is the time by which signatures are judged, `now` the time at which everything else happens.
    [[nodiscard]] OpaAnswer answer(const OpaCall& call, Instant now, Instant wall_clock);

    [[nodiscard]] const QrPayment* find_code(const std::string& code_id) const;
    [[nodiscard]] std::vector<QrPayment> payments() const; // the newest last
    // The payer's app opens the code; false when it cannot be opened (any more).
    bool scan(const std::string& code_id, Instant now);
    [[nodiscard]] QrOutcome pay(const std::string& code_id, Instant now);
    // What waits becomes REFUNDED.
    void finish_refunds();

    void behave(const QrBehaviour& behaviour) { behaviour_ = behaviour; }
    [[nodiscard]] const QrBehaviour& behaviour() const { return behaviour_; }

    [[nodiscard]] std::vector<QrMessage> due_messages(Instant now) const;
    // PayPay tries four times in all, a tenth of a second apart; then the message is lost.
    void note_message(std::int64_t number, bool was_accepted, Instant now);

    // Everything that must survive a restart; `version` rises with every change of it.
    [[nodiscard]] nlohmann::json state() const;
    [[nodiscard]] std::uint64_t version() const { return version_; }

private:
    struct Pending {
        std::int64_t number = 0;
        std::string body;
        int tries = 0;
        std::int64_t next_try_ms = 0; // epoch
    };

    [[nodiscard]] OpaAnswer route(const OpaCall& call, Instant now);
    [[nodiscard]] OpaAnswer create(const OpaCall& call, Instant now);
    [[nodiscard]] OpaAnswer details(const std::string& merchant_payment_id, Instant now) const;
    [[nodiscard]] OpaAnswer delete_code(const std::string& code_id);
    [[nodiscard]] OpaAnswer cancel(const std::string& merchant_payment_id, Instant now);
    [[nodiscard]] OpaAnswer refund(const OpaCall& call, Instant now);
    [[nodiscard]] OpaAnswer make_refund(QrPayment& payment, QrRefund refund);
    [[nodiscard]] OpaAnswer refund_details(const std::string& merchant_refund_id) const;
    [[nodiscard]] nlohmann::json code_json(const QrPayment& payment) const;
    void announce(const QrPayment& payment, Instant now);
    void post(const nlohmann::json& message, std::int64_t at_ms);

    Options options_;
    QrBehaviour behaviour_;
    std::map<std::string, QrPayment> payments_; // by the merchant's id
    std::map<std::string, QrRefund> refunds_;   // by the merchant's id
    std::vector<Pending> pending_;
    std::int64_t last_number_ = 0;
    std::uint64_t version_ = 0;
};

void to_json(nlohmann::json& out, const QrPayment& payment);
void from_json(const nlohmann::json& in, QrPayment& payment);
void to_json(nlohmann::json& out, const QrRefund& refund);
void from_json(const nlohmann::json& in, QrRefund& refund);

} // namespace hiroba::sandbox
