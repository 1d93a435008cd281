// PayPay Open Payment API, dynamic QR code paid at once (https://www.paypay.ne.jp/opa/doc/v1.0/dynamicqrcode). The
// payer follows the code's address: on a phone it opens the app, on a large screen it shows the code.
#pragma once

#include "payments/patience.hpp"
#include "payments/paypay/opa_auth.hpp"
#include "payments/port.hpp"

#include <functional>
#include <string>

namespace hiroba::payments {
struct HttpResponse;
}

namespace hiroba::payments::paypay {

struct PayPayOptions {
    std::string base_url = "https://apigw.paypay.ne.jp"; // without a path; plain http only to this machine
    OpaKeys keys;
    std::string merchant_id;
    Secret webhook_token; // the last part of the address that PayPay's messages are sent to; nothing else proves them
    std::function<Instant()> clock; // signatures are made and refused by the second
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds create_timeout{longest_request}; // PayPay: at least 30 s, of refunds too
    std::chrono::milliseconds other_timeout{15'000};
};

class PayPayGateway final : public PaymentGateway {
public:
    // Throws std::invalid_argument for a blank key, secret, merchant or token, or an address in clear text.
    explicit PayPayGateway(PayPayOptions options);

    [[nodiscard]] std::string_view provider() const override { return "paypay"; }
    [[nodiscard]] Capabilities capabilities() const override;
    [[nodiscard]] Result<std::string> prepare_start(const StartRequest& request) const override;
    // A code that was made before and whose address is lost is taken back (`method_unavailable`): nobody has seen it.
    [[nodiscard]] GatewayResult<Started> start(const std::string& idempotency_key,
                                               const std::string& prepared_bytes) override;
    [[nodiscard]] GatewayResult<PaymentView> query(const PaymentKey& key) override;
    // Deletes the code; who has scanned it before can still pay, so what is open then is cancelled as well, which
    // PayPay accepts until a quarter past midnight.
    [[nodiscard]] GatewayResult<PaymentView> cancel(const PaymentKey& key) override;
    // Always by the refund API, also while the payment could still be cancelled: a refund is told by an id of ours, and
    // can be a part; a cancellation cannot be told from a payment that failed.
    [[nodiscard]] Result<std::string> prepare_refund(const RefundRequest& request) const override;
    [[nodiscard]] GatewayResult<RefundView> refund(const RefundKey& key, const std::string& prepared_bytes) override;
    [[nodiscard]] GatewayResult<RefundView> query_refund(const RefundKey& key) override;
    // Nothing but payments is told of.
    [[nodiscard]] NoticeKind kind_of(std::string_view) const override { return NoticeKind::other; }
    // `proof` is the token of the address.
    [[nodiscard]] Result<Notice> verify_notice(std::string_view proof, std::string_view raw_body,
                                               Instant now) const override;

private:
    struct Call;
    [[nodiscard]] GatewayResult<HttpResponse> send(const Call& call) const;
    [[nodiscard]] GatewayResult<PaymentView> details(const std::string& attempt_ref) const;
    [[nodiscard]] GatewayResult<void> delete_code(const std::string& code_id) const;
    [[nodiscard]] GatewayResult<void> take_back(const std::string& attempt_ref) const;
    [[nodiscard]] GatewayResult<Started> already_begun(const std::string& attempt_ref, const GatewayError& told) const;

    PayPayOptions options_;
};

} // namespace hiroba::payments::paypay
