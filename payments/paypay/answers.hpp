// Reads what PayPay answers: its envelope {"resultInfo", "data"}, the details of a payment, and its messages.
#pragma once

#include "payments/http_client/http_client.hpp"
#include "payments/port.hpp"

#include <nlohmann/json_fwd.hpp>

namespace hiroba::payments::paypay {

// An answer that is no success. `provider_code` is the code of resultInfo.
[[nodiscard]] GatewayError error_of(const HttpResponse& response);
// An answer that says "done" but cannot be understood: whether something was done is unknown.
[[nodiscard]] GatewayError unreadable(const HttpResponse& response);

// The answer of POST /v2/codes.
[[nodiscard]] GatewayResult<Started> code_of(const HttpResponse& response);
// The answer of GET /v2/codes/payments/{merchantPaymentId}. COMPLETED is money, and so is REFUNDED: it was there.
[[nodiscard]] GatewayResult<PaymentView> details_of(const HttpResponse& response);

// The answer of POST /v2/refunds and GET /v2/refunds/{merchantRefundId}. PayPay tries on until it is REFUNDED, so a
// temporary REFUND_FAILED is pending.
[[nodiscard]] GatewayResult<RefundView> refund_of(const HttpResponse& response);

// The fields of a message. PayPay signs nothing and numbers nothing: one is told from another by what it says.
// Refused: `not_json`, `not_an_event`.
[[nodiscard]] Result<Notice> notice_of(std::string_view raw_body, Instant now);

// Ids on both sides are up to 64 letters, digits, hyphens and underscores; they end up in addresses.
[[nodiscard]] bool is_reference(std::string_view text);

} // namespace hiroba::payments::paypay
