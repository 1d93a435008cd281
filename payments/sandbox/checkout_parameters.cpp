#include "payments/sandbox/checkout_parameters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace hiroba::sandbox {
namespace {

constexpr std::int64_t smallest_total_yen = 50;
constexpr std::int64_t largest_total_yen = 99'999'999;
constexpr std::int64_t smallest_konbini_yen = 120;
constexpr std::int64_t largest_konbini_yen = 300'000;
constexpr std::int64_t shortest_life_seconds = 30 * 60;
constexpr std::int64_t longest_life_seconds = 24 * 60 * 60;
constexpr std::size_t most_line_items = 100;
constexpr std::size_t most_metadata = 50;

constexpr std::array<std::string_view, 41> locales = {
    "auto",  "bg",    "cs",    "da", "de", "el", "en", "en-GB", "es", "es-419", "et", "fi", "fil",  "fr",
    "fr-CA", "hi-IN", "hr",    "hu", "id", "it", "ja", "ko",    "lt", "lv",     "ms", "mt", "nb",   "nl",
    "pl",    "pt",    "pt-BR", "ro", "ru", "sk", "sl", "sv",    "th", "tr",     "vi", "zh", "zh-HK"};

StripeError invalid(const std::string& param, const std::string& message, const std::string& code = "") {
    return {400, "invalid_request_error", code, message, param};
}
StripeError missing(const std::string& param) {
    return invalid(param, "Missing required param: " + param + ".", "parameter_missing");
}

// Takes parameters out one by one. The first fault is kept, everything after it is skipped.
class ParameterReader {
public:
    explicit ParameterReader(payments::stripe::FormFields fields) : left_(std::move(fields)) {}

    [[nodiscard]] bool has(const std::string& name) const { return left_.contains(name); }
    [[nodiscard]] bool has_prefix(const std::string& prefix) const {
        const auto first = left_.lower_bound(prefix);
        return first != left_.end() && first->first.starts_with(prefix);
    }
    std::string optional_text(const std::string& name) {
        const auto node = left_.extract(name);
        return node.empty() ? std::string{} : node.mapped();
    }
    std::string text(const std::string& name) {
        std::string value = optional_text(name);
        if (value.empty()) fail(missing(name));
        return value;
    }
    std::int64_t integer(const std::string& name) {
        const std::string digits = text(name);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size())
            fail(invalid(name, "Invalid integer: " + digits, "parameter_invalid_integer"));
        return value;
    }
    // prefix[key]=value …
    std::map<std::string, std::string> dictionary(const std::string& prefix) {
        std::map<std::string, std::string> entries;
        for (auto at = left_.lower_bound(prefix + "["); at != left_.end() && at->first.starts_with(prefix + "[");) {
            std::string key = at->first.substr(prefix.size() + 1);
            if (!key.ends_with(']') || key.size() == 1 || key.size() > 41 || at->second.size() > 500)
                fail(invalid(prefix, "Metadata keys hold 1 to 40 characters, values up to 500.", ""));
            key.pop_back();
            entries.emplace(std::move(key), at->second);
            at = left_.erase(at);
        }
        if (entries.size() > most_metadata) fail(invalid(prefix, "Metadata can have up to 50 keys."));
        return entries;
    }
    void fail(StripeError error) {
        if (!fault_) fault_ = std::move(error);
    }
    void check(bool holds, const StripeError& otherwise) {
        if (!holds) fail(otherwise);
    }
    std::optional<StripeError> fault() const {
        if (fault_ || left_.empty()) return fault_;
        const std::string& name = left_.begin()->first;
        return invalid(name, "Received unknown parameter: " + name, "parameter_unknown");
    }

private:
    payments::stripe::FormFields left_;
    std::optional<StripeError> fault_;
};

bool is_web_address(const std::string& url) {
    const bool is_visible_ascii = std::all_of(url.begin(), url.end(), [](char c) { return c > ' ' && c < '\x7F'; });
    return is_visible_ascii && (url.starts_with("https://") || url.starts_with("http://"));
}

std::vector<LineItem> read_line_items(ParameterReader& reader) {
    std::vector<LineItem> items;
    for (std::size_t at = 0; at < most_line_items; ++at) {
        const std::string prefix = "line_items[" + std::to_string(at) + "]";
        if (!reader.has_prefix(prefix)) break;
        const std::string price = prefix + "[price_data]";
        const std::string currency = reader.text(price + "[currency]");
        reader.check(currency == "jpy", invalid(price + "[currency]", "Invalid currency: " + currency + "."));
        LineItem item;
        item.name = reader.text(price + "[product_data][name]");
        static_cast<void>(reader.optional_text(price + "[product_data][description]"));
        item.unit_amount = reader.integer(price + "[unit_amount]");
        item.quantity = reader.integer(prefix + "[quantity]");
        reader.check(item.unit_amount >= 0 && item.unit_amount <= largest_total_yen,
                     invalid(price + "[unit_amount]", "This value must be between 0 and 99999999.",
                             "parameter_invalid_integer"));
        reader.check(
            item.quantity >= 1 && item.quantity <= 999'999,
            invalid(prefix + "[quantity]", "This value must be between 1 and 999999.", "parameter_invalid_integer"));
        items.push_back(std::move(item));
    }
    reader.check(!items.empty(), missing("line_items"));
    return items;
}

void check_total(ParameterReader& reader, const SessionOrder& order) {
    const std::int64_t total = order.amount_total();
    reader.check(
        total >= smallest_total_yen,
        invalid("", "The Checkout Session's total amount due must add up to at least ¥50 jpy", "amount_too_small"));
    reader.check(total <= largest_total_yen,
                 invalid("", "The Checkout Session's total amount due must be no more than ¥99,999,999 jpy",
                         "amount_too_large"));
}

std::vector<std::string> read_method_types(ParameterReader& reader) {
    if (reader.has_prefix("payment_method_types["))
        reader.fail(invalid("payment_method_types",
                            "payment_method_types is no longer supported; use allowed_payment_method_types.",
                            "payment_method_types_no_longer_supported"));
    std::vector<std::string> types;
    for (std::size_t at = 0; at < 20; ++at) {
        const std::string name = "allowed_payment_method_types[" + std::to_string(at) + "]";
        if (!reader.has(name)) break;
        types.push_back(reader.text(name));
        const bool is_known = types.back() == "card" || types.back() == "konbini" || types.back() == "paypay";
        reader.check(is_known, invalid(name, "Invalid " + name + ": must be one of card, konbini, or paypay"));
    }
    return types;
}

// https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-payment_method_options-konbini
int read_konbini_days(ParameterReader& reader) {
    const std::string name = "payment_method_options[konbini][expires_after_days]";
    if (!reader.has(name)) return 3;
    const std::int64_t days = reader.integer(name);
    reader.check(days >= 1 && days <= 60,
                 invalid(name, "This value must be between 1 and 60.", "parameter_invalid_integer"));
    return static_cast<int>(days);
}

std::string read_url(ParameterReader& reader, const std::string& name) {
    std::string url = reader.optional_text(name);
    reader.check(url.empty() || is_web_address(url), invalid(name, "Not a valid URL", "url_invalid"));
    return url;
}

std::int64_t read_expiry(ParameterReader& reader, Instant now) {
    const std::int64_t created = now.epoch_ms() / 1000;
    if (!reader.has("expires_at")) return created + longest_life_seconds;
    const std::int64_t expires_at = reader.integer("expires_at");
    reader.check(expires_at - created >= shortest_life_seconds,
                 invalid("expires_at",
                         "The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation."));
    reader.check(
        expires_at - created <= longest_life_seconds,
        invalid("expires_at", "The `expires_at` timestamp must be less than 24 hours from Checkout Session creation."));
    return expires_at;
}

} // namespace

// Stripe drops what it cannot offer, and only complains when nothing is left.
std::vector<std::string> methods_on_offer(const SessionOrder& order) {
    if (order.allowed_payment_method_types.empty()) return {"card"};
    const std::int64_t total = order.amount_total();
    std::vector<std::string> methods;
    for (const std::string& type : order.allowed_payment_method_types) {
        const bool at_stores = type == "konbini" && total >= smallest_konbini_yen && total <= largest_konbini_yen;
        if (type == "card" || at_stores) methods.push_back(type);
    }
    return methods;
}

StripeResult<RefundOrder> read_refund(payments::stripe::FormFields fields) {
    ParameterReader reader{std::move(fields)};
    RefundOrder order;
    order.payment_intent = reader.text("payment_intent");
    if (reader.has("amount")) {
        order.amount = reader.integer("amount");
        reader.check(order.amount >= 1, invalid("amount", "Invalid positive integer", "parameter_invalid_integer"));
    }
    order.reason = reader.optional_text("reason");
    const bool is_known = order.reason.empty() || order.reason == "requested_by_customer" ||
                          order.reason == "duplicate" || order.reason == "fraudulent";
    reader.check(is_known, invalid("reason", "Invalid reason: must be one of duplicate, fraudulent, or "
                                             "requested_by_customer"));
    order.instructions_email = reader.optional_text("instructions_email");
    order.metadata = reader.dictionary("metadata");
    if (const auto fault = reader.fault()) return tl::unexpected(*fault);
    return order;
}

StripeResult<SessionOrder> read_order(payments::stripe::FormFields fields, Instant now) {
    ParameterReader reader{std::move(fields)};
    SessionOrder order;
    const std::string mode = reader.text("mode");
    reader.check(mode == "payment", invalid("mode", "Invalid mode: must be payment"));
    order.allowed_payment_method_types = read_method_types(reader);
    order.konbini_days = read_konbini_days(reader);
    order.line_items = read_line_items(reader);
    check_total(reader, order);
    reader.check(!methods_on_offer(order).empty(),
                 invalid("allowed_payment_method_types", "No valid payment method types for this Checkout Session."));
    order.client_reference_id = reader.optional_text("client_reference_id");
    reader.check(order.client_reference_id.size() <= 200,
                 invalid("client_reference_id", "Invalid string: must be at most 200 characters"));
    order.metadata = reader.dictionary("metadata");
    order.payment_intent_metadata = reader.dictionary("payment_intent_data[metadata]");
    order.customer_email = reader.optional_text("customer_email");
    reader.check(order.customer_email.empty() || order.customer_email.find('@') != std::string::npos,
                 invalid("customer_email", "Invalid email address: " + order.customer_email, "email_invalid"));
    order.locale = reader.optional_text("locale");
    reader.check(order.locale.empty() || std::find(locales.begin(), locales.end(), order.locale) != locales.end(),
                 invalid("locale", "Invalid locale: " + order.locale));
    order.expires_at = read_expiry(reader, now);
    order.success_url = read_url(reader, "success_url");
    reader.check(!order.success_url.empty(), missing("success_url"));
    order.cancel_url = read_url(reader, "cancel_url");
    if (const auto fault = reader.fault()) return tl::unexpected(*fault);
    return order;
}

} // namespace hiroba::sandbox
