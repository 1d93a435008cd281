#include "payments/paypay/answers.hpp"

#include "payments/json_fields.hpp"

#include <algorithm>
#include <array>
#include <iomanip>
#include <openssl/evp.h>
#include <sstream>
#include <stdexcept>

namespace hiroba::payments::paypay {
namespace {

using nlohmann::json;

struct CodeMeaning {
    std::string_view code;
    GatewayFault fault;
};
// https://www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode, the error codes of each operation. What is not listed has the
// meaning of its HTTP status.
constexpr std::array meanings = std::to_array<CodeMeaning>({
    {"DUPLICATE_DYNAMIC_QR_REQUEST", GatewayFault::conflict},
    {"DYNAMIC_QR_PAYMENT_NOT_FOUND", GatewayFault::not_found},
    {"DYNAMIC_QR_NOT_FOUND", GatewayFault::not_found},
    {"RESOURCE_NOT_FOUND", GatewayFault::not_found},
    {"DYNAMIC_QR_ALREADY_PAID", GatewayFault::not_cancellable},
    {"ORDER_NOT_REVERSIBLE", GatewayFault::not_cancellable},
    {"ORDER_NO_LONGER_AVAILABLE", GatewayFault::not_cancellable},
    {"RATE_LIMIT", GatewayFault::rate_limited},
    {"NO_SUCH_REFUND_ORDER", GatewayFault::not_found},
    {"THROTTLED_MULTIPLE_REFUND_REJECTED", GatewayFault::rate_limited}, // after a minute it may be tried again
    {"MERCHANT_MULTIPLE_REFUND_REJECTED", GatewayFault::invalid_request},
    {"USER_STATE_IS_NOT_ACTIVE", GatewayFault::invalid_request},
});

GatewayFault fault_of(int status, std::string_view code) {
    const auto known = std::ranges::find(meanings, code, &CodeMeaning::code);
    if (known != meanings.end()) return known->fault;
    switch (status) {
    case 400:
        return GatewayFault::invalid_request;
    case 401:
    case 403:
        return GatewayFault::configuration;
    case 404:
        return GatewayFault::not_found;
    case 429:
        return GatewayFault::rate_limited;
    default:
        return GatewayFault::provider_down;
    }
}

std::optional<PaymentState> state_of(const std::string& status) {
    if (status == "CREATED") return PaymentState::open;
    if (status == "AUTHORIZED" || status == "REAUTHORIZING") return PaymentState::processing;
    if (status == "COMPLETED" || status == "REFUNDED") return PaymentState::paid;
    if (status == "FAILED" || status == "CANCELED" || status == "EXPIRED") return PaymentState::expired;
    return std::nullopt;
}

NoticeKind kind_of(const std::string& state) {
    if (state == "COMPLETED") return NoticeKind::payment_completed;
    if (state == "FAILED" || state == "CANCELED") return NoticeKind::payment_failed;
    if (state == "EXPIRED" || state == "EXPIRED_USER_CONFIRMATION") return NoticeKind::payment_expired;
    return NoticeKind::other;
}

std::string sha256_hex(std::string_view text) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 failed");
    std::ostringstream hex;
    for (unsigned int at = 0; at < length; ++at)
        hex << std::hex << std::setw(2) << std::setfill('0') << int{digest[at]};
    return hex.str();
}

std::string request_id(const HttpResponse& response) { return response.header("x-request-id"); }

// The data of a success, or null.
json data_of(const HttpResponse& response) {
    const json answer = parsed(response.body);
    return text_at(object_at(answer, "resultInfo"), "code") == "SUCCESS" ? object_at(answer, "data") : json(nullptr);
}

Result<Notice> transaction_notice(const json& message, Instant now) {
    const std::string attempt_ref = text_at(message, "merchant_order_id");
    const std::string payment = text_at(message, "order_id");
    const std::string state = text_at(message, "state");
    if (!is_reference(attempt_ref) || payment.empty() || state.empty()) return refuse("not_an_event");
    Notice notice;
    notice.dedupe_key = sha256_hex(payment + "|" + state + "|" + text_at(message, "paid_at"));
    notice.kind = kind_of(state);
    notice.provider_kind = "Transaction " + std::string{state.substr(0, 40)};
    notice.attempt_ref = attempt_ref;
    notice.occurred_at = now;
    return notice;
}

} // namespace

bool is_reference(std::string_view text) {
    constexpr std::size_t longest = 64;
    const auto belongs = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= longest && std::ranges::all_of(text, belongs);
}

GatewayError error_of(const HttpResponse& response) {
    const std::string code = text_at(object_at(parsed(response.body), "resultInfo"), "code");
    return {fault_of(response.status, code), response.status, code, request_id(response)};
}

GatewayError unreadable(const HttpResponse& response) {
    return {GatewayFault::provider_down, response.status, "unreadable_answer", request_id(response)};
}

GatewayResult<Started> code_of(const HttpResponse& response) {
    const json data = data_of(response);
    const auto expires_at = number_at(data, "expiryDate");
    const Started code{.provider_ref = text_at(data, "codeId"), .redirect_url = text_at(data, "url")};
    if (!is_reference(code.provider_ref) || code.redirect_url.empty() || !expires_at || *expires_at <= 0)
        return tl::unexpected(unreadable(response));
    Started started = code;
    started.expires_at = Instant::from_epoch_ms(*expires_at * 1000);
    return started;
}

GatewayResult<PaymentView> details_of(const HttpResponse& response) {
    const json data = data_of(response);
    const json money = object_at(data, "amount");
    const auto state = state_of(text_at(data, "status"));
    const auto amount = number_at(money, "amount");
    PaymentView view;
    view.attempt_ref = text_at(data, "merchantPaymentId");
    view.currency = text_at(money, "currency");
    if (!state || !amount || view.attempt_ref.empty()) return tl::unexpected(unreadable(response));
    view.state = *state;
    view.amount_in_smallest_unit = *amount;
    if (view.state != PaymentState::paid) return view;
    view.provider_payment_id = text_at(data, "paymentId");
    if (const auto accepted_at = number_at(data, "acceptedAt"); accepted_at && *accepted_at > 0)
        view.paid_at = Instant::from_epoch_ms(*accepted_at * 1000);
    return view;
}

GatewayResult<RefundView> refund_of(const HttpResponse& response) {
    const json data = data_of(response);
    const json money = object_at(data, "amount");
    const std::string status = text_at(data, "status");
    const auto amount = number_at(money, "amount");
    RefundView view;
    view.refund_ref = text_at(data, "merchantRefundId");
    view.provider_ref = view.refund_ref; // PayPay gives refunds no number of its own
    view.currency = text_at(money, "currency");
    if (view.refund_ref.empty() || !amount) return tl::unexpected(unreadable(response));
    view.amount_in_smallest_unit = *amount;
    if (status == "REFUNDED")
        view.progress = RefundProgress::succeeded;
    else if (status == "CREATED" || status == "REFUND_FAILED")
        view.progress = RefundProgress::pending;
    else
        return tl::unexpected(unreadable(response));
    return view;
}

Result<Notice> notice_of(std::string_view raw_body, Instant now) {
    const json message = parsed(raw_body);
    if (message.is_discarded()) return refuse("not_json");
    const std::string type = text_at(message, "notification_type");
    if (type == "Transaction") return transaction_notice(message, now);
    if (type != "file.created") return refuse("not_an_event");
    Notice notice;
    notice.dedupe_key = sha256_hex(type + "|" + text_at(message, "notification_id"));
    notice.provider_kind = type;
    notice.occurred_at = now;
    return notice;
}

} // namespace hiroba::payments::paypay
