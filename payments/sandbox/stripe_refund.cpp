#include "payments/sandbox/stripe_refund.hpp"

namespace hiroba::sandbox {
namespace {

using nlohmann::json;

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

// The payer is asked by e-mail where the money shall go.
json next_action(const StripeRefund& refund) {
    if (refund.status != "requires_action") return nullptr;
    return {{"type", "display_details"},
            {"display_details",
             {{"email_sent", {{"email_sent_at", refund.created}, {"email_sent_to", refund.order.instructions_email}}},
              {"expires_at", refund.email_until}}}};
}

} // namespace

json refund_object(const StripeRefund& refund) {
    json object = {{"id", refund.id},
                   {"object", "refund"},
                   {"amount", refund.order.amount},
                   {"balance_transaction", nullptr},
                   {"charge", refund.charge_id},
                   {"created", refund.created},
                   {"currency", "jpy"},
                   {"metadata", refund.order.metadata},
                   {"payment_intent", refund.order.payment_intent},
                   {"reason", text_or_null(refund.order.reason)},
                   {"receipt_number", nullptr},
                   {"source_transfer_reversal", nullptr},
                   {"status", refund.status},
                   {"transfer_reversal", nullptr}};
    if (!refund.order.instructions_email.empty()) object["instructions_email"] = refund.order.instructions_email;
    if (!refund.failure_reason.empty()) object["failure_reason"] = refund.failure_reason;
    if (refund.status == "pending") object["pending_reason"] = "processing";
    if (const json action = next_action(refund); !action.is_null()) object["next_action"] = action;
    return object;
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RefundOrder, payment_intent, amount, reason, instructions_email, metadata)
void to_json(json& out, const StripeRefund& refund) {
    out = {{"id", refund.id},
           {"charge_id", refund.charge_id},
           {"order", refund.order},
           {"status", refund.status},
           {"failure_reason", refund.failure_reason},
           {"created", refund.created},
           {"email_until", refund.email_until}};
}

void from_json(const json& in, StripeRefund& refund) {
    in.at("id").get_to(refund.id);
    in.at("charge_id").get_to(refund.charge_id);
    in.at("order").get_to(refund.order);
    in.at("status").get_to(refund.status);
    in.at("failure_reason").get_to(refund.failure_reason);
    in.at("created").get_to(refund.created);
    in.at("email_until").get_to(refund.email_until);
}

} // namespace hiroba::sandbox
