// What the tests of the sandbox share: a plain order, calls as a client of Stripe makes them, and a clock that is set.
#pragma once

#include "payments/sandbox/checkout_model.hpp"
#include "payments/stripe/checkout_gateway.hpp"

#include <map>
#include <string>

namespace hiroba::sandbox::test {

inline const Instant monday = Instant::from_epoch_ms(1'790'000'000'000);
inline Instant seconds_later(std::int64_t seconds) { return monday + std::chrono::seconds{seconds}; }

inline std::map<std::string, std::string> plain_order() {
    return {{"mode", "payment"},
            {"allowed_payment_method_types[0]", "card"},
            {"line_items[0][quantity]", "1"},
            {"line_items[0][price_data][currency]", "jpy"},
            {"line_items[0][price_data][unit_amount]", "1234"},
            {"line_items[0][price_data][product_data][name]", "小会議室 <1>"},
            {"client_reference_id", "attempt-1"},
            {"metadata[attempt_ref]", "attempt-1"},
            {"payment_intent_data[metadata][attempt_ref]", "attempt-1"},
            {"locale", "ja"},
            {"expires_at", std::to_string(monday.epoch_ms() / 1000 + 1800)},
            {"success_url", "https://town.example/ja/return?session_id={CHECKOUT_SESSION_ID}"},
            {"cancel_url", "https://town.example/ja/back"}};
}

inline std::string form(const std::map<std::string, std::string>& fields) {
    payments::stripe::FormBody body;
    for (const auto& [name, value] : fields)
        body.add(name, value);
    return body.text();
}

inline ApiCall call(const std::string& method, const std::string& path, const std::string& body = "",
                    const std::string& key = "") {
    return {method, path, "Bearer sk_test_sandbox", std::string{payments::stripe::api_version}, key, body, {}};
}

inline ApiCall create_call(const std::map<std::string, std::string>& fields = plain_order(),
                           const std::string& key = "") {
    return call("POST", "/v1/checkout/sessions", form(fields), key);
}

inline payments::PaymentKey session_key(const std::string& id) { return {"", id, monday}; }

inline CheckoutModel::Options model_options() {
    return {"http://localhost:8080/sandbox", payments::Secret{"sk_test_sandbox"}};
}

} // namespace hiroba::sandbox::test
