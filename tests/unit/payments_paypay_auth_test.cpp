#include "payments/paypay/cancel_window.hpp"
#include "payments/paypay/opa_auth.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::payments::paypay;

namespace {

const std::string booking_body =
    R"({"merchantPaymentId":"R-20261121-0001","amount":{"amount":1200,"currency":"JPY"},"codeType":"ORDER_QR",)"
    R"("orderDescription":"中央体育館 第1競技場","isAuthorization":false,)"
    R"("redirectUrl":"https://example.jp/pay/return?id=1","redirectType":"WEB_LINK","requestedAt":1790000000})";

OpaKeys test_keys() { return {"a_test_key", Secret{"test_secret+/="}}; }

Instant at(std::int64_t epoch_seconds) { return Instant::from_epoch_ms(epoch_seconds * 1000); }

} // namespace

TEST_CASE("requests are signed as PayPay's documentation and its own client sign them") {
    const OpaStamp ours{"0123abcd", 1790000000};
    struct Row {
        OpaKeys keys;
        OpaRequest request;
        OpaStamp stamp;
        std::string header;
    };
    const Row rows[] = {
        {{"APIKeyGenerated", Secret{"APIKeySecretGenerated"}},
         {"POST", "/v2/codes", "application/json;charset=UTF-8;",
          R"({"sampleRequestBodyKey1":"sampleRequestBodyValue1","sampleRequestBodyKey2":"sampleRequestBodyValue2"})"},
         {"acd028", 1579843452},
         "hmac OPA-Auth:APIKeyGenerated:NW1jKIMnzR7tEhMWtcJcaef+nFVBt7jjAGcVuxHhchc=:acd028:1579843452:"
         "1j0FnY4flNp5CtIKa7x9MQ=="},
        {test_keys(),
         {"POST", "/v2/codes", "application/json", booking_body},
         ours,
         "hmac OPA-Auth:a_test_key:ix8lESdjS5b9Vf+MyAWuGaWBcaua9NWgw4ByU4yL/hE=:0123abcd:1790000000:"
         "AlrbBDKPYwAAM/T+wgLfDw=="},
        {test_keys(),
         {"GET", "/v2/codes/payments/R-20261121-0001", "application/json", ""},
         ours,
         "hmac OPA-Auth:a_test_key:OziuMx4ZzMylnAg9xWxH9yKVMqpXa2oTVfA/1sgrbKY=:0123abcd:1790000000:empty"},
        {test_keys(),
         {"DELETE", "/v2/payments/R-20261121-0001?assumeMerchant=123", "application/json", ""},
         ours,
         "hmac OPA-Auth:a_test_key:PP/Fqm9ONQ3xim4UcTWKGvbqBYnwMgQkAK+fplwSnm8=:0123abcd:1790000000:empty"}};
    for (const Row& row : rows)
        CHECK(authorization_header(row.keys, row.request, row.stamp) == row.header);
}

TEST_CASE("a signature is accepted within two minutes, for the very bytes that were signed, and refused by name") {
    const OpaRequest request{"POST", "/v2/codes", "application/json", booking_body};
    const std::string header = authorization_header(test_keys(), request, {"0123abcd", 1790000000});
    const auto verdict = [&](const OpaRequest& seen, const std::string& given, std::int64_t now) {
        const auto verified = verify_authorization(test_keys(), seen, given, at(now));
        return verified ? std::string{} : verified.error().code;
    };
    CHECK(verdict(request, header, 1790000000).empty());
    CHECK(verdict(request, header, 1790000120).empty());
    CHECK(verdict(request, header, 1790000121) == "clock_skew");
    CHECK(verdict(request, header, 1789999879) == "clock_skew");
    CHECK(verdict({"POST", "/v2/refunds", "application/json", booking_body}, header, 1790000000) == "bad_signature");
    CHECK(verdict({"POST", "/v2/codes", "text/plain", booking_body}, header, 1790000000) == "bad_signature");
    CHECK(verdict({"POST", "/v2/codes", "application/json", booking_body + " "}, header, 1790000000) ==
          "bad_signature");
    CHECK(verdict({"POST", "/v2/codes", "application/json", ""}, header, 1790000000) == "bad_signature");
    const OpaKeys others{"another_key", Secret{"test_secret+/="}};
    CHECK(verdict(request, authorization_header(others, request, {"n", 1790000000}), 1790000000) == "unknown_api_key");
    for (const char* const malformed :
         {"", "Bearer x", "hmac OPA-Auth:", "hmac OPA-Auth:a_test_key:mac:n:1790000000",
          "hmac OPA-Auth:a_test_key:mac:n:soon:empty", "hmac OPA-Auth:a_test_key:mac::1:e",
          "hmac OPA-Auth:a_test_key:m:n:1790000000:empty:more"}) {
        CAPTURE(malformed);
        CHECK(verdict(request, malformed, 1790000000) == "malformed_authorization");
    }
    CHECK_THROWS_AS(static_cast<void>(authorization_header(test_keys(), request, {"a:b", 1})), std::invalid_argument);
}

TEST_CASE("a payment can be cancelled until 00:14:59 of the next day in Japan") {
    const auto in_japan = [](const char* day, int minute) {
        return to_instant({LocalDate::parse(day).value(), *MinuteOfDay::of(minute)});
    };
    CHECK(cancel_window_end(in_japan("2026-12-31", 23 * 60 + 59)) == in_japan("2027-01-01", 15));
    CHECK(cancel_window_end(in_japan("2026-12-31", 0)) == in_japan("2027-01-01", 15));
    CHECK(cancel_window_end(in_japan("2027-01-01", 0)) == in_japan("2027-01-02", 15));
}
