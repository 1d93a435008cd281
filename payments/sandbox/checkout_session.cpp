#include "payments/sandbox/checkout_session.hpp"

#include <algorithm>
#include <numeric>

namespace hiroba::sandbox {

// Found by the type's own namespace only; elsewhere the states would silently be written as numbers.
NLOHMANN_JSON_SERIALIZE_ENUM(SessionStatus, {{SessionStatus::open, "open"},
                                             {SessionStatus::complete, "complete"},
                                             {SessionStatus::expired, "expired"}})
NLOHMANN_JSON_SERIALIZE_ENUM(VoucherStatus, {{VoucherStatus::none, "none"},
                                             {VoucherStatus::open, "open"},
                                             {VoucherStatus::processing, "processing"},
                                             {VoucherStatus::paid, "paid"},
                                             {VoucherStatus::expired, "expired"},
                                             {VoucherStatus::cancelled, "cancelled"}})

namespace {

using nlohmann::json;

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

json billing_details(const Session& session) {
    return {{"address",
             {{"city", nullptr},
              {"country", "JP"},
              {"line1", nullptr},
              {"line2", nullptr},
              {"postal_code", nullptr},
              {"state", nullptr}}},
            {"email", text_or_null(session.payer_email.empty() ? session.order.customer_email : session.payer_email)},
            {"name", text_or_null(session.payer_name)},
            {"phone", nullptr},
            {"tax_id", nullptr}};
}

json card_details(const Session& session) {
    return {{"amount_authorized", session.order.amount_total()},
            {"authorization_code", nullptr},
            {"brand", "visa"},
            {"checks", nullptr},
            {"country", "JP"},
            {"electronic_commerce_indicator", nullptr},
            {"exp_month", 12},
            {"exp_year", 2034},
            {"funding", "credit"},
            {"installments", nullptr},
            {"last4", session.card_last4},
            {"mandate", nullptr},
            {"network", "visa"},
            {"network_transaction_id", nullptr},
            {"regulated_status", "unregulated"},
            {"three_d_secure", nullptr},
            {"transaction_link_id", nullptr},
            {"wallet", nullptr}};
}

// How it was paid: a store takes cash, and Stripe names its chain.
json method_details(const Session& session) {
    if (session.voucher == VoucherStatus::none) return {{"type", "card"}, {"card", card_details(session)}};
    return {{"type", "konbini"}, {"konbini", {{"store", {{"chain", "lawson"}}}}}};
}

json charge_object(const Session& session) {
    const std::int64_t amount = session.order.amount_total();
    return {{"id", session.charge_id},
            {"object", "charge"},
            {"amount", amount},
            {"amount_captured", amount},
            {"amount_refunded", session.refunded},
            {"application", nullptr},
            {"application_fee", nullptr},
            {"application_fee_amount", nullptr},
            {"balance_transaction", nullptr},
            {"billing_details", billing_details(session)},
            {"calculated_statement_descriptor", nullptr},
            {"captured", true},
            {"created", session.paid_at},
            {"currency", "jpy"},
            {"customer", nullptr},
            {"description", nullptr},
            {"disputed", false},
            {"failure_balance_transaction", nullptr},
            {"failure_code", nullptr},
            {"failure_message", nullptr},
            {"fraud_details", json::object()},
            {"livemode", false},
            {"metadata", session.order.payment_intent_metadata},
            {"on_behalf_of", nullptr},
            {"outcome", nullptr},
            {"paid", true},
            {"payment_intent", session.payment_intent_id},
            {"payment_method", nullptr},
            {"payment_method_details", method_details(session)},
            {"receipt_email", nullptr},
            {"receipt_number", nullptr},
            {"receipt_url", nullptr},
            {"refunded", session.refunded == amount},
            {"review", nullptr},
            {"shipping", nullptr},
            {"source", nullptr},
            {"source_transfer", nullptr},
            {"statement_descriptor", nullptr},
            {"statement_descriptor_suffix", nullptr},
            {"status", "succeeded"},
            {"transfer_data", nullptr},
            {"transfer_group", nullptr}};
}

std::string intent_status(const Session& session) {
    switch (session.voucher) {
    case VoucherStatus::open:
        return "requires_action";
    case VoucherStatus::processing:
        return "processing";
    case VoucherStatus::expired:
        return "requires_payment_method";
    case VoucherStatus::cancelled:
        return "canceled";
    case VoucherStatus::none:
    case VoucherStatus::paid:
        break;
    }
    return "succeeded";
}

json konbini_details(const Session& session, const std::string& public_url) {
    json stores = {{"familymart", nullptr}, {"lawson", nullptr}, {"ministop", nullptr}, {"seicomart", nullptr}};
    for (const StoreNumber& number : store_numbers(session)) {
        stores[number.store] = {{"payment_code", number.payment_code}};
        if (!number.confirmation_number.empty())
            stores[number.store]["confirmation_number"] = number.confirmation_number;
    }
    return {{"expires_at", session.voucher_expires_at},
            {"hosted_voucher_url", public_url + "/voucher/" + session.id},
            {"stores", stores}};
}

json next_action(const Session& session, const std::string& public_url) {
    if (session.voucher != VoucherStatus::open) return nullptr;
    return {{"type", "konbini_display_details"}, {"konbini_display_details", konbini_details(session, public_url)}};
}

json last_payment_error(const Session& session) {
    if (session.voucher != VoucherStatus::expired) return nullptr;
    return {{"code", "payment_intent_payment_attempt_expired"},
            {"message", "The latest payment attempt for this PaymentIntent has expired."},
            {"type", "invalid_request_error"}};
}

json latest_charge(const Session& session, bool with_charge) {
    if (session.charge_id.empty()) return nullptr;
    return with_charge ? charge_object(session) : json(session.charge_id);
}

json payment_intent_of(const Session& session, const std::string& public_url, const std::set<std::string>& expand) {
    if (session.payment_intent_id.empty()) return nullptr;
    const bool with_charge = expand.contains("payment_intent.latest_charge");
    if (with_charge || expand.contains("payment_intent"))
        return payment_intent_object(session, public_url, with_charge);
    return session.payment_intent_id;
}

// The members of `checkout.session` that this sandbox never uses, with the values of a plain JPY payment.
json unused_members() {
    return {{"adaptive_pricing", {{"enabled", false}}},
            {"after_expiration", nullptr},
            {"allow_promotion_codes", nullptr},
            {"automatic_tax", {{"enabled", false}, {"liability", nullptr}, {"provider", nullptr}, {"status", nullptr}}},
            {"billing_address_collection", nullptr},
            {"client_secret", nullptr},
            {"collected_information", nullptr},
            {"consent", nullptr},
            {"consent_collection", nullptr},
            {"currency_conversion", nullptr},
            {"custom_fields", json::array()},
            {"custom_text",
             {{"after_submit", nullptr},
              {"shipping_address", nullptr},
              {"submit", nullptr},
              {"terms_of_service_acceptance", nullptr}}},
            {"customer", nullptr},
            {"customer_account", nullptr},
            {"customer_creation", "if_required"},
            {"discounts", json::array()},
            {"integration_identifier", nullptr},
            {"invoice", nullptr},
            {"invoice_creation", nullptr},
            {"managed_payments", nullptr},
            {"origin_context", nullptr},
            {"payment_link", nullptr},
            {"payment_method_collection", "if_required"},
            {"payment_method_configuration_details", nullptr},
            {"permissions", nullptr},
            {"phone_number_collection", {{"enabled", false}}},
            {"recovered_from", nullptr},
            {"saved_payment_method_options", nullptr},
            {"setup_intent", nullptr},
            {"shipping_address_collection", nullptr},
            {"shipping_cost", nullptr},
            {"shipping_options", json::array()},
            {"submit_type", nullptr},
            {"subscription", nullptr},
            {"total_details", {{"amount_discount", 0}, {"amount_shipping", 0}, {"amount_tax", 0}}},
            {"ui_mode", "hosted_page"},
            {"wallet_options", nullptr}};
}

json method_options(const Session& session) {
    const auto& types = session.payment_method_types;
    if (std::ranges::find(types, "konbini") == types.end()) return json::object();
    return {{"konbini", {{"expires_after_days", session.order.konbini_days}}}};
}

json customer_details_of(const Session& session) {
    if (session.status != SessionStatus::complete) return nullptr;
    json details = billing_details(session);
    details.erase("tax_id");
    details["business_name"] = nullptr;
    details["individual_name"] = nullptr;
    details["tax_exempt"] = "none";
    details["tax_ids"] = json::array();
    return details;
}

} // namespace

std::vector<StoreNumber> store_numbers(const Session& session) {
    if (session.payment_code.empty()) return {};
    const std::string confirmation = "9" + session.payment_code.substr(0, 9);
    return {{"familymart", session.payment_code + "01", ""},
            {"lawson", session.payment_code, confirmation},
            {"ministop", session.payment_code, confirmation},
            {"seicomart", session.payment_code, confirmation}};
}

json payment_intent_object(const Session& session, const std::string& public_url, bool with_charge) {
    const std::int64_t amount = session.order.amount_total();
    const bool is_cancelled = session.voucher == VoucherStatus::cancelled;
    return {{"id", session.payment_intent_id},
            {"object", "payment_intent"},
            {"allowed_payment_method_types", session.payment_method_types},
            {"amount", amount},
            {"amount_capturable", 0},
            {"amount_received", session.is_paid() ? amount : 0},
            {"application", nullptr},
            {"application_fee_amount", nullptr},
            {"automatic_payment_methods", nullptr},
            {"canceled_at", is_cancelled ? json(session.voucher_created) : json(nullptr)},
            {"cancellation_reason", is_cancelled ? json("requested_by_customer") : json(nullptr)},
            {"capture_method", "automatic_async"},
            {"client_secret", nullptr},
            {"confirmation_method", "automatic"},
            {"created", session.voucher_created == 0 ? session.paid_at : session.voucher_created},
            {"currency", "jpy"},
            {"customer", nullptr},
            {"customer_account", nullptr},
            {"description", nullptr},
            {"excluded_payment_method_types", nullptr},
            {"last_payment_error", last_payment_error(session)},
            {"latest_charge", latest_charge(session, with_charge)},
            {"livemode", false},
            {"managed_payments", nullptr},
            {"metadata", session.order.payment_intent_metadata},
            {"next_action", next_action(session, public_url)},
            {"on_behalf_of", nullptr},
            {"payment_method", nullptr},
            {"payment_method_configuration_details", nullptr},
            {"payment_method_options", json::object()},
            {"payment_method_types", session.payment_method_types},
            {"payment_record", nullptr},
            {"processing", nullptr},
            {"receipt_email", nullptr},
            {"review", nullptr},
            {"setup_future_usage", nullptr},
            {"shipping", nullptr},
            {"source", nullptr},
            {"statement_descriptor", nullptr},
            {"statement_descriptor_suffix", nullptr},
            {"status", intent_status(session)},
            {"transfer_data", nullptr},
            {"transfer_group", nullptr}};
}

std::int64_t SessionOrder::amount_total() const {
    return std::accumulate(
        line_items.begin(), line_items.end(), std::int64_t{0},
        [](std::int64_t sum, const LineItem& item) { return sum + item.unit_amount * item.quantity; });
}

json session_object(const Session& session, const std::string& public_url, const std::set<std::string>& expand) {
    const SessionOrder& order = session.order;
    json object = unused_members();
    object.update({{"id", session.id},
                   {"object", "checkout.session"},
                   {"allowed_payment_method_types", order.allowed_payment_method_types},
                   {"amount_subtotal", order.amount_total()},
                   {"amount_total", order.amount_total()},
                   {"cancel_url", text_or_null(order.cancel_url)},
                   {"client_reference_id", text_or_null(order.client_reference_id)},
                   {"created", session.created},
                   {"currency", "jpy"},
                   {"customer_details", customer_details_of(session)},
                   {"customer_email", text_or_null(order.customer_email)},
                   {"expires_at", order.expires_at},
                   {"livemode", false},
                   {"locale", text_or_null(order.locale)},
                   {"metadata", order.metadata},
                   {"mode", "payment"},
                   {"payment_intent", payment_intent_of(session, public_url, expand)},
                   {"payment_method_options", method_options(session)},
                   {"payment_method_types", session.payment_method_types},
                   {"payment_status", session.is_paid() ? "paid" : "unpaid"},
                   {"status", session.status},
                   {"success_url", order.success_url},
                   {"url", nullptr}});
    if (session.status == SessionStatus::open) object["url"] = public_url + "/pay/" + session.id;
    return object;
}

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LineItem, name, unit_amount, quantity)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(SessionOrder, line_items, allowed_payment_method_types,
                                                client_reference_id, metadata, payment_intent_metadata, customer_email,
                                                locale, success_url, cancel_url, expires_at, konbini_days)

void to_json(json& out, const Session& session) {
    out = {{"id", session.id},
           {"created", session.created},
           {"order", session.order},
           {"payment_method_types", session.payment_method_types},
           {"status", session.status},
           {"payment_intent_id", session.payment_intent_id},
           {"charge_id", session.charge_id},
           {"card_last4", session.card_last4},
           {"paid_at", session.paid_at},
           {"refunded", session.refunded},
           {"voucher", session.voucher},
           {"payer_name", session.payer_name},
           {"payer_email", session.payer_email},
           {"payment_code", session.payment_code},
           {"voucher_created", session.voucher_created},
           {"voucher_expires_at", session.voucher_expires_at}};
}

void from_json(const json& in, Session& session) {
    in.at("id").get_to(session.id);
    in.at("created").get_to(session.created);
    in.at("order").get_to(session.order);
    in.at("payment_method_types").get_to(session.payment_method_types);
    in.at("status").get_to(session.status);
    in.at("payment_intent_id").get_to(session.payment_intent_id);
    in.at("charge_id").get_to(session.charge_id);
    in.at("card_last4").get_to(session.card_last4);
    in.at("paid_at").get_to(session.paid_at);
    session.refunded = in.value("refunded", std::int64_t{0});
    session.voucher = in.value("voucher", VoucherStatus::none);
    session.payer_name = in.value("payer_name", std::string{});
    session.payer_email = in.value("payer_email", std::string{});
    session.payment_code = in.value("payment_code", std::string{});
    session.voucher_created = in.value("voucher_created", std::int64_t{0});
    session.voucher_expires_at = in.value("voucher_expires_at", std::int64_t{0});
}

} // namespace hiroba::sandbox
