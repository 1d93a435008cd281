// A Refund as the sandbox keeps it, and the object that Stripe shows of it
// (https://docs.stripe.com/api/refunds/object).
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace hiroba::sandbox {

// What the merchant asks for: the checked parameters of POST /v1/refunds.
struct RefundOrder {
    std::string payment_intent;
    std::int64_t amount = 0; // yen; 0: all that is left
    std::string reason;
    std::string instructions_email;
    std::map<std::string, std::string> metadata;
};

struct StripeRefund {
    std::string id;
    std::string charge_id;
    RefundOrder order;
    std::string status = "succeeded"; // pending, requires_action, succeeded, failed, canceled
    std::string failure_reason;
    std::int64_t created = 0;     // epoch seconds
    std::int64_t email_until = 0; // until when the payer may name a bank account; 0: not asked

    [[nodiscard]] bool takes_money() const { return status != "failed" && status != "canceled"; }
};

// The object `refund`.
[[nodiscard]] nlohmann::json refund_object(const StripeRefund& refund);

// To the state file and back.
void to_json(nlohmann::json& out, const StripeRefund& refund);
void from_json(const nlohmann::json& in, StripeRefund& refund);

} // namespace hiroba::sandbox
