// Stripe Checkout (card, convenience stores): https://docs.stripe.com/api/checkout/sessions, pinned to one version of
// the API.
#pragma once

#include "payments/event_source.hpp"
#include "payments/http_client/http_client.hpp"
#include "payments/patience.hpp"
#include "payments/port.hpp"
#include "payments/secret.hpp"

#include <chrono>
#include <string>
#include <string_view>

namespace hiroba::payments::stripe {

constexpr std::string_view api_version = "2026-10-28.endive";

struct StripeOptions {
    std::string base_url = "https://api.stripe.com"; // without a path; plain http only to this machine
    Secret secret_key;                               // sk_…: decides between test and live mode
    Secret webhook_secret;                           // whsec_… of the endpoint
    std::chrono::milliseconds connect_timeout{5'000};
    std::chrono::milliseconds total_timeout{longest_request};
};

class CheckoutGateway final : public PaymentGateway, public EventSource {
public:
    // Throws std::invalid_argument for a blank secret, or an address that would send the key in clear text.
    explicit CheckoutGateway(StripeOptions options);

    [[nodiscard]] std::string_view provider() const override { return "stripe"; }
    [[nodiscard]] Capabilities capabilities() const override;
    [[nodiscard]] Result<std::string> prepare_start(const StartRequest& request) const override;
    [[nodiscard]] GatewayResult<Started> start(const std::string& idempotency_key,
                                               const std::string& prepared_bytes) override;
    [[nodiscard]] GatewayResult<PaymentView> query(const PaymentKey& key) override;
    // https://docs.stripe.com/api/payment_intents/cancel: a number for a store, while Stripe still can.
    [[nodiscard]] GatewayResult<PaymentView> cancel(const PaymentKey& key) override;
    [[nodiscard]] GatewayResult<PaymentView> close_page(const PaymentKey& key) override;
    [[nodiscard]] Result<std::string> prepare_refund(const RefundRequest& request) const override;
    [[nodiscard]] GatewayResult<RefundView> refund(const RefundKey& key, const std::string& prepared_bytes) override;
    // By its number, else among the refunds of the payment by our reference.
    [[nodiscard]] GatewayResult<RefundView> query_refund(const RefundKey& key) override;
    // https://docs.stripe.com/api/events/list: of the last thirty days.
    [[nodiscard]] GatewayResult<EventPage> events_since(Instant since, const std::string& cursor) override;
    [[nodiscard]] NoticeKind kind_of(std::string_view provider_kind) const override;
    [[nodiscard]] Result<Notice> verify_notice(std::string_view proof, std::string_view raw_body,
                                               Instant now) const override;

private:
    struct Call; // what differs between calls: method, path, body, key
    [[nodiscard]] GatewayResult<HttpResponse> send(const Call& call) const;
    [[nodiscard]] GatewayResult<RefundView> find_refund(const RefundKey& key) const;
    [[nodiscard]] GatewayResult<PaymentView> query_session(const std::string& provider_ref);
    [[nodiscard]] GatewayResult<PaymentView> close_session(const std::string& provider_ref);
    [[nodiscard]] GatewayResult<PaymentView> cancel_intent(const PaymentView& finished);
    [[nodiscard]] GatewayResult<PaymentView> expire(const std::string& provider_ref);

    StripeOptions options_;
    bool is_live_mode_;
};

} // namespace hiroba::payments::stripe
