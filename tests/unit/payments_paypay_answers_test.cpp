#include "payments/paypay/answers.hpp"
#include "payments/paypay/paypay_gateway.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

using namespace hiroba;
using namespace hiroba::payments;
using namespace hiroba::payments::paypay;
using nlohmann::json;

namespace {

const Instant now = Instant::from_epoch_ms(1'790'000'000'000);

HttpResponse answer(int status, const std::string& code, json data = nullptr) {
    const json body = {{"resultInfo", {{"code", code}, {"message", "m"}, {"codeId", "1"}}}, {"data", std::move(data)}};
    return {status, {{"x-request-id", "req-1"}}, body.dump()};
}

json details(const std::string& status) {
    return {{"paymentId", "0123"},
            {"status", status},
            {"acceptedAt", 1790000100},
            {"merchantPaymentId", "attempt-1"},
            {"amount", {{"amount", 470}, {"currency", "JPY"}}}};
}

PayPayOptions options(const std::string& url = "http://127.0.0.1:1") {
    return {.base_url = url,
            .keys = {"key", Secret{"secret"}},
            .merchant_id = "merchant",
            .webhook_token = Secret{"the-token"},
            .clock = [] { return now; }};
}

json transaction() {
    return {{"notification_type", "Transaction"},
            {"merchant_id", "m"},
            {"order_id", "0123"},
            {"merchant_order_id", "attempt-1"},
            {"order_amount", "470"},
            {"paid_at", "2026-12-01T00:00:00Z"},
            {"state", "COMPLETED"}};
}

} // namespace

TEST_CASE("PayPay's errors are told apart by what they mean for the money") {
    struct Row {
        int status;
        const char* code;
        GatewayFault fault;
    };
    const Row rows[] = {
        {400, "INVALID_REQUEST_PARAMS", GatewayFault::invalid_request},
        {400, "DYNAMIC_QR_BAD_REQUEST", GatewayFault::invalid_request},
        {400, "DUPLICATE_DYNAMIC_QR_REQUEST", GatewayFault::conflict},
        {400, "DYNAMIC_QR_PAYMENT_NOT_FOUND", GatewayFault::not_found},
        {404, "DYNAMIC_QR_NOT_FOUND", GatewayFault::not_found},
        {400, "DYNAMIC_QR_ALREADY_PAID", GatewayFault::not_cancellable},
        {400, "ORDER_NOT_REVERSIBLE", GatewayFault::not_cancellable},
        {400, "ORDER_NO_LONGER_AVAILABLE", GatewayFault::not_cancellable},
        {401, "UNAUTHORIZED", GatewayFault::configuration},
        {401, "OP_OUT_OF_SCOPE", GatewayFault::configuration},
        {429, "RATE_LIMIT", GatewayFault::rate_limited},
        {500, "INTERNAL_SERVER_ERROR", GatewayFault::provider_down},
        {503, "MAINTENANCE_MODE", GatewayFault::provider_down},
        {302, "", GatewayFault::provider_down},
    };
    for (const Row& row : rows) {
        CAPTURE(row.code);
        const GatewayError error = error_of(answer(row.status, row.code));
        CHECK(name_of(error.fault) == name_of(row.fault));
        CHECK(error.provider_code == row.code);
        CHECK(error.request_id == "req-1");
    }
    CHECK(error_of({502, {}, "<html>bad gateway</html>"}).fault == GatewayFault::provider_down);
}

TEST_CASE("each status of a payment has one meaning, and one that is not known proves nothing") {
    const std::pair<const char*, PaymentState> rows[] = {
        {"CREATED", PaymentState::open},    {"AUTHORIZED", PaymentState::processing},
        {"COMPLETED", PaymentState::paid},  {"REFUNDED", PaymentState::paid},
        {"FAILED", PaymentState::expired},  {"CANCELED", PaymentState::expired},
        {"EXPIRED", PaymentState::expired}, {"REAUTHORIZING", PaymentState::processing}};
    for (const auto& [status, state] : rows) {
        CAPTURE(status);
        const auto view = details_of(answer(200, "SUCCESS", details(status)));
        REQUIRE(view);
        CHECK(view->state == state);
        CHECK(view->is_exactly(Yen{470}));
        CHECK(view->paid_at.has_value() == (state == PaymentState::paid));
    }
    CHECK(details_of(answer(200, "SUCCESS", details("SURPRISE"))).error().fault == GatewayFault::provider_down);
    CHECK(details_of(answer(200, "FAILURE", details("COMPLETED"))).error().fault == GatewayFault::provider_down);
    CHECK(details_of({200, {}, "{"}).error().fault == GatewayFault::provider_down);
    json as_text = details("COMPLETED");
    as_text["amount"]["amount"] = "470";
    CHECK(details_of(answer(200, "SUCCESS", as_text)).error().fault == GatewayFault::provider_down);
}

TEST_CASE("a code without id, address or end is no code") {
    const json whole = {{"codeId", "04-abc"}, {"url", "https://qr.paypay.ne.jp/1"}, {"expiryDate", 1790000300}};
    const auto code = code_of(answer(201, "SUCCESS", whole));
    REQUIRE(code);
    CHECK(code->provider_ref == "04-abc");
    CHECK(code->expires_at == Instant::from_epoch_ms(1'790'000'300'000));
    for (const char* const missing : {"codeId", "url", "expiryDate"}) {
        json part = whole;
        part.erase(missing);
        CHECK(code_of(answer(201, "SUCCESS", part)).error().fault == GatewayFault::provider_down);
    }
    json hostile = whole;
    hostile["codeId"] = "../payments/1";
    CHECK(code_of(answer(201, "SUCCESS", hostile)).error().fault == GatewayFault::provider_down);
}

TEST_CASE("a message is taken only with the token of the address, and says which payment to ask about") {
    const PayPayGateway gateway{options()};
    const auto verdict = [&](std::string_view token, const std::string& body) {
        const auto notice = gateway.verify_notice(token, body, now);
        return notice ? std::string{"taken"} : notice.error().code;
    };
    CHECK(verdict("the-token", transaction().dump()) == "taken");
    CHECK(verdict("", transaction().dump()) == "missing_signature");
    CHECK(verdict("the-tokem", transaction().dump()) == "bad_signature");
    CHECK(verdict("the-token-and-more", transaction().dump()) == "bad_signature");
    CHECK(verdict("the-token", "{") == "not_json");
    CHECK(verdict("the-token", "[]") == "not_an_event");
    CHECK(verdict("the-token", R"({"notification_type":"Other"})") == "not_an_event");
    for (const char* const wrong : {"", "../../x", "a b"}) {
        json message = transaction();
        message["merchant_order_id"] = wrong;
        CHECK(verdict("the-token", message.dump()) == "not_an_event");
    }
    const auto notice = gateway.verify_notice("the-token", transaction().dump(), now);
    REQUIRE(notice);
    CHECK(notice->attempt_ref == "attempt-1");
    CHECK(notice->kind == NoticeKind::payment_completed);
}

TEST_CASE("the same message twice has one key, and another state or payment another") {
    const auto key = [](const json& message) { return notice_of(message.dump(), now)->dedupe_key; };
    json later = transaction();
    later["order_amount"] = 470; // PayPay's documents say text, clients have seen numbers
    CHECK(key(transaction()) == key(later));
    later["state"] = "FAILED";
    CHECK(key(transaction()) != key(later));
    json other = transaction();
    other["order_id"] = "0124";
    CHECK(key(transaction()) != key(other));
}

TEST_CASE("the bytes of a request are made once, and say in yen what is asked for") {
    const PayPayGateway gateway{options()};
    StartRequest request;
    request.attempt_ref = "attempt-1";
    request.amount = Yen{470};
    request.description = "小会議室";
    request.success_url = "https://town.example/ja/back";
    CHECK(gateway.prepare_start(request).value() ==
          R"({"merchantPaymentId":"attempt-1","amount":{"amount":470,"currency":"JPY"},"codeType":"ORDER_QR",)"
          R"("orderDescription":"小会議室","isAuthorization":false,"redirectUrl":"https://town.example/ja/back",)"
          R"("redirectType":"WEB_LINK","requestedAt":1790000000})");
    request.amount = Yen{0};
    CHECK(gateway.prepare_start(request).error().code == "amount_not_positive");
}

TEST_CASE("the gateway does not start without keys, nor send them in clear text") {
    CHECK_THROWS_AS(PayPayGateway{options("http://apigw.paypay.ne.jp")}, std::invalid_argument);
    const auto without = [](auto&& take_away) {
        auto changed = options();
        take_away(changed);
        CHECK_THROWS_AS(PayPayGateway{std::move(changed)}, std::invalid_argument);
    };
    without([](PayPayOptions& changed) { changed.keys.api_key.clear(); });
    without([](PayPayOptions& changed) { changed.keys.api_secret = Secret{" "}; });
    without([](PayPayOptions& changed) { changed.merchant_id.clear(); });
    without([](PayPayOptions& changed) { changed.webhook_token = Secret{""}; });
}
