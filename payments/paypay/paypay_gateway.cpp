#include "payments/paypay/paypay_gateway.hpp"

#include "domain/core/utf8.hpp"
#include "payments/paypay/answers.hpp"
#include "payments/paypay/cancel_window.hpp"
#include "payments/transport.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <random>
#include <stdexcept>
#include <utility>

namespace hiroba::payments::paypay {
namespace {

constexpr std::string_view content_type = "application/json";
constexpr std::size_t longest_description = 255;

std::string fresh_nonce() {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t length = 16;
    std::random_device source;
    std::uniform_int_distribution<std::size_t> pick{0, alphabet.size() - 1};
    std::string nonce;
    while (nonce.size() < length)
        nonce.push_back(alphabet[pick(source)]);
    return nonce;
}

const std::string& checked(const std::string& reference) {
    if (!is_reference(reference)) throw std::invalid_argument("not a reference of PayPay");
    return reference;
}

// Proved: no money has come, and none will.
PaymentView closed(const PaymentKey& key) {
    return {.provider_ref = key.provider_ref,
            .attempt_ref = key.attempt_ref,
            .state = PaymentState::expired,
            .amount_in_smallest_unit = 0,
            .currency = "JPY",
            .provider_payment_id = {},
            .paid_at = std::nullopt};
}

bool is_settled(PaymentState state) { return state == PaymentState::paid || state == PaymentState::expired; }

} // namespace

struct PayPayGateway::Call {
    std::string method;
    std::string path;
    std::chrono::milliseconds timeout;
    std::string body{};
};

PayPayGateway::PayPayGateway(PayPayOptions options) : options_(std::move(options)) {
    if (options_.keys.api_key.empty()) throw std::invalid_argument("the API key of PayPay is blank");
    if (options_.keys.api_secret.is_blank()) throw std::invalid_argument("the API secret of PayPay is blank");
    if (options_.webhook_token.is_blank()) throw std::invalid_argument("the webhook token of PayPay is blank");
    if (options_.merchant_id.empty()) throw std::invalid_argument("the merchant id of PayPay is blank");
    options_.base_url = safe_base_url(std::move(options_.base_url));
}

// One to one million yen: what a PayPay balance can hold.
Capabilities PayPayGateway::capabilities() const {
    return {.methods = {{PaymentMethod::paypay, Yen{1}, Yen{1'000'000}}},
            .finds_by_attempt_ref = true,
            .signs_its_messages = false,
            .ask_every = std::chrono::seconds{3},
            .refund_repeats_for = std::chrono::days{180}}; // a refund under an id is the same one for good
}

Result<std::string> PayPayGateway::prepare_start(const StartRequest& request) const {
    if (request.amount <= Yen{0}) return refuse("amount_not_positive", {{"amount_yen", request.amount.amount()}});
    return nlohmann::ordered_json{
        {"merchantPaymentId", checked(request.attempt_ref)},
        {"amount", {{"amount", request.amount.amount()}, {"currency", "JPY"}}},
        {"codeType", "ORDER_QR"},
        {"orderDescription", std::string{beginning_of(request.description, longest_description)}},
        {"isAuthorization", false},
        {"redirectUrl", request.success_url},
        {"redirectType", "WEB_LINK"},
        {"requestedAt", options_.clock().epoch_ms() / 1000}}
        .dump();
}

GatewayResult<HttpResponse> PayPayGateway::send(const Call& call) const {
    const OpaStamp stamp{fresh_nonce(), options_.clock().epoch_ms() / 1000};
    HttpRequest request;
    request.method = call.method;
    request.url = options_.base_url + call.path;
    request.headers = {{"Authorization",
                        authorization_header(options_.keys, {call.method, call.path, content_type, call.body}, stamp)},
                       {"X-ASSUME-MERCHANT", options_.merchant_id},
                       {"Accept", "application/json"},
                       {"User-Agent", "hiroba"}};
    if (!call.body.empty()) request.headers.emplace_back("Content-Type", std::string{content_type});
    request.body = call.body;
    request.connect_timeout = options_.connect_timeout;
    request.total_timeout = call.timeout;
    auto response = exchange(request);
    if (!response) return tl::unexpected(payments::error_of(response.error()));
    if (response->status < 200 || response->status > 299) return tl::unexpected(error_of(*response));
    return std::move(*response);
}

GatewayResult<Started> PayPayGateway::start(const std::string& idempotency_key, const std::string& prepared_bytes) {
    const auto response = send({"POST", "/v2/codes", options_.create_timeout, prepared_bytes});
    if (response) return code_of(*response);
    if (response.error().fault != GatewayFault::conflict) return tl::unexpected(response.error());
    return already_begun(checked(idempotency_key), response.error());
}

GatewayResult<Started> PayPayGateway::already_begun(const std::string& attempt_ref, const GatewayError& told) const {
    auto begun = details(attempt_ref);
    if (!begun) return tl::unexpected(GatewayError{told});
    if (begun->state == PaymentState::paid)
        return Started{.provider_ref = {}, .redirect_url = {}, .state = begun->state};
    if (begun->state != PaymentState::expired)
        if (const auto taken_back = take_back(attempt_ref); !taken_back) return tl::unexpected(GatewayError{told});
    return tl::unexpected(
        GatewayError{GatewayFault::method_unavailable, told.http_status, told.provider_code, told.request_id});
}

GatewayResult<PaymentView> PayPayGateway::details(const std::string& attempt_ref) const {
    const auto response = send({"GET", "/v2/codes/payments/" + checked(attempt_ref), options_.other_timeout});
    if (!response) return tl::unexpected(response.error());
    auto view = details_of(*response);
    if (view && view->attempt_ref != attempt_ref) return tl::unexpected(unreadable(*response));
    return view;
}

GatewayResult<PaymentView> PayPayGateway::query(const PaymentKey& key) {
    auto view = details(key.attempt_ref);
    if (view) view->provider_ref = key.provider_ref;
    return view;
}

GatewayResult<void> PayPayGateway::delete_code(const std::string& code_id) const {
    const auto response = send({"DELETE", "/v2/codes/" + checked(code_id), options_.other_timeout});
    if (!response) return tl::unexpected(response.error());
    return {};
}

GatewayResult<void> PayPayGateway::take_back(const std::string& attempt_ref) const {
    const auto response = send({"DELETE", "/v2/payments/" + checked(attempt_ref), options_.other_timeout});
    if (!response) return tl::unexpected(response.error());
    return {};
}

GatewayResult<PaymentView> PayPayGateway::cancel(const PaymentKey& key) {
    // A code that is gone, used or expired is refused, which is as good; what holds then, the details tell.
    const bool is_deleted = !key.provider_ref.empty() && delete_code(key.provider_ref).has_value();
    auto view = query(key);
    const bool is_known = view || view.error().fault != GatewayFault::not_found;
    if (view && is_settled(view->state)) return view;
    if (!is_known && is_deleted) return closed(key);
    if (options_.clock() >= cancel_window_end(key.begun_at)) {
        if (!is_known) return closed(key); // a day later, PayPay would have told of it
        return view ? tl::unexpected(GatewayError{GatewayFault::not_cancellable, 0, "cancel_window_closed", ""}) : view;
    }
    const auto taken_back = take_back(key.attempt_ref);
    if (taken_back || (!is_known && taken_back.error().fault == GatewayFault::not_found)) return closed(key);
    return tl::unexpected(taken_back.error());
}

Result<std::string> PayPayGateway::prepare_refund(const RefundRequest& request) const {
    if (request.amount <= Yen{0}) return refuse("amount_not_positive", {{"amount_yen", request.amount.amount()}});
    return nlohmann::ordered_json{{"merchantRefundId", checked(request.refund_ref)},
                                  {"paymentId", checked(request.provider_payment_id)},
                                  {"amount", {{"amount", request.amount.amount()}, {"currency", "JPY"}}},
                                  {"requestedAt", request.asked_at.epoch_ms() / 1000},
                                  {"reason", std::string{beginning_of(request.reason, longest_description)}}}
        .dump();
}

GatewayResult<RefundView> PayPayGateway::refund(const RefundKey& key, const std::string& prepared_bytes) {
    const auto response = send({"POST", "/v2/refunds", options_.create_timeout, prepared_bytes});
    if (!response) return tl::unexpected(response.error());
    auto view = refund_of(*response);
    if (view && view->refund_ref != key.refund_ref) return tl::unexpected(unreadable(*response));
    return view;
}

GatewayResult<RefundView> PayPayGateway::query_refund(const RefundKey& key) {
    const auto response =
        send({"GET", "/v2/refunds/" + checked(key.refund_ref) + "?paymentId=" + checked(key.provider_payment_id),
              options_.other_timeout});
    if (!response) return tl::unexpected(response.error());
    auto view = refund_of(*response);
    if (view && view->refund_ref != key.refund_ref) return tl::unexpected(unreadable(*response));
    return view;
}

Result<Notice> PayPayGateway::verify_notice(std::string_view proof, std::string_view raw_body, Instant now) const {
    const std::string_view token = options_.webhook_token.reveal();
    if (proof.empty()) return refuse("missing_signature");
    if (proof.size() != token.size() || CRYPTO_memcmp(proof.data(), token.data(), token.size()) != 0)
        return refuse("bad_signature");
    return notice_of(raw_body, now);
}

} // namespace hiroba::payments::paypay
