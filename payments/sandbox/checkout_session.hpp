// A Checkout Session as the sandbox keeps it, and the objects that Stripe shows of it.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::sandbox {

struct LineItem {
    std::string name;
    std::int64_t unit_amount = 0; // yen
    std::int64_t quantity = 0;
};

// What the merchant asks for: the checked parameters of POST /v1/checkout/sessions.
struct SessionOrder {
    std::vector<LineItem> line_items;
    std::vector<std::string> allowed_payment_method_types; // as asked; what is offered is in Session
    std::string client_reference_id;
    std::map<std::string, std::string> metadata;
    std::map<std::string, std::string> payment_intent_metadata;
    std::string customer_email;
    std::string locale;
    std::string success_url;
    std::string cancel_url;
    std::int64_t expires_at = 0; // epoch seconds
    int konbini_days = 3;        // how many days after the one on which it was given out a number for a store holds

    [[nodiscard]] std::int64_t amount_total() const; // yen
};

enum class SessionStatus { open, complete, expired };

// What became of a number for a store: `processing` while the store's report is on its way.
enum class VoucherStatus { none, open, processing, paid, expired, cancelled };

struct Session {
    std::string id;
    std::int64_t created = 0; // epoch seconds
    SessionOrder order;
    std::vector<std::string> payment_method_types;
    SessionStatus status = SessionStatus::open;
    // Once paid:
    std::string payment_intent_id;
    std::string charge_id;
    std::string card_last4;
    std::int64_t paid_at = 0;  // epoch seconds
    std::int64_t refunded = 0; // yen, of refunds that have not failed
    // Once a number for a store was given out:
    VoucherStatus voucher = VoucherStatus::none;
    std::string payer_name;
    std::string payer_email;
    std::string payment_code;            // the other numbers are made of it
    std::int64_t voucher_created = 0;    // epoch seconds
    std::int64_t voucher_expires_at = 0; // epoch seconds

    [[nodiscard]] bool is_paid() const { return paid_at != 0; }
};

// A number for a store, as each of them takes it.
struct StoreNumber {
    std::string store; // "familymart", "lawson", "ministop", "seicomart"
    std::string payment_code;
    std::string confirmation_number; // empty where none is asked for
};
[[nodiscard]] std::vector<StoreNumber> store_numbers(const Session& session);

// The object `checkout.session`. `expand` may hold payment_intent and payment_intent.latest_charge.
[[nodiscard]] nlohmann::json session_object(const Session& session, const std::string& public_url,
                                            const std::set<std::string>& expand = {});

// The object `payment_intent` of a session that was finished.
[[nodiscard]] nlohmann::json payment_intent_object(const Session& session, const std::string& public_url,
                                                   bool with_charge);

// To the state file and back.
void to_json(nlohmann::json& out, const Session& session);
void from_json(const nlohmann::json& in, Session& session);

} // namespace hiroba::sandbox
