// The Authorization header of PayPay's Open Payment API: HMAC-SHA256 over path, method, nonce, time and a digest of the
// body (https://www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode, "HMAC auth"):
//   hmac OPA-Auth:<api key>:<mac>:<nonce>:<epoch seconds>:<digest>
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/refusal.hpp"
#include "payments/secret.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace hiroba::payments::paypay {

// PayPay refuses what was signed longer ago, or further ahead.
constexpr std::chrono::seconds most_clock_skew{120};

struct OpaKeys {
    std::string api_key;
    Secret api_secret;
};

// What is signed. The body is the very bytes that are sent; without one, type and digest are "empty".
struct OpaRequest {
    std::string_view method;
    std::string_view path; // a query string is left out of the signature
    std::string_view content_type;
    std::string_view body;
};

// Text that no other request has, without a colon, and the second of signing.
struct OpaStamp {
    std::string nonce;
    std::int64_t epoch_seconds = 0;
};

[[nodiscard]] std::string authorization_header(const OpaKeys& keys, const OpaRequest& request, const OpaStamp& stamp);

// As PayPay checks it. Refused: `malformed_authorization`, `unknown_api_key`, `bad_signature`,
// `clock_skew` {seconds}.
[[nodiscard]] Result<void> verify_authorization(const OpaKeys& keys, const OpaRequest& request, std::string_view header,
                                                Instant now);

} // namespace hiroba::payments::paypay
