#include "payments/stripe/checkout_gateway.hpp"

#include "payments/stripe/answers.hpp"
#include "payments/stripe/form_body.hpp"
#include "payments/stripe/signature.hpp"
#include "payments/transport.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hiroba::payments::stripe {
namespace {

constexpr std::string_view sessions_path = "/v1/checkout/sessions";
constexpr std::string_view refunds_path = "/v1/refunds";
constexpr std::string_view intents_path = "/v1/payment_intents";

// References come from our own database, but end up in an address: letters, digits and underscores, as Stripe's are.
bool is_reference(std::string_view text) {
    const auto belongs = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    };
    return !text.empty() && text.size() <= 255 && std::all_of(text.begin(), text.end(), belongs);
}

std::string session_path(const std::string& provider_ref) {
    if (!is_reference(provider_ref)) throw std::invalid_argument("not a reference of a Checkout Session");
    return std::string{sessions_path} + "/" + provider_ref;
}

std::int64_t epoch_seconds(Instant at) { return at.epoch_ms() / 1000; }

// What the stored bytes of a start ask for; an attempt outlives the program that prepared it.
std::string method_asked_for(const std::string& prepared_bytes) {
    const auto fields = decode_form(prepared_bytes);
    const auto asked = fields ? fields->find("allowed_payment_method_types[0]") : FormFields::const_iterator{};
    if (!fields || asked == fields->end()) throw std::invalid_argument("not a prepared Checkout Session");
    return asked->second;
}

} // namespace

struct CheckoutGateway::Call {
    std::string method;
    std::string path;
    std::string body{};
    std::string idempotency_key{};
};

CheckoutGateway::CheckoutGateway(StripeOptions options)
    : options_(std::move(options)),
      is_live_mode_(options_.secret_key.reveal().find("_live_") != std::string_view::npos) {
    if (options_.secret_key.is_blank()) throw std::invalid_argument("the secret key of Stripe is blank");
    if (options_.webhook_secret.is_blank()) throw std::invalid_argument("the webhook secret of Stripe is blank");
    options_.base_url = safe_base_url(std::move(options_.base_url));
}

// https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts: at least 50 yen; at most 8 digits.
// https://docs.stripe.com/payments/konbini: 120 to 300,000 yen.
Capabilities CheckoutGateway::capabilities() const {
    return {
        .methods = {{PaymentMethod::card, Yen{50}, Yen{99'999'999}}, {PaymentMethod::konbini, Yen{120}, Yen{300'000}}},
        .finds_by_attempt_ref = false,
        .signs_its_messages = true,
        .ask_every = std::chrono::seconds{15},
        .refund_repeats_for = std::chrono::hours{12}}; // keys may be forgotten after a day
}

Result<std::string> CheckoutGateway::prepare_start(const StartRequest& request) const {
    if (request.amount <= Yen{0}) return refuse("amount_not_positive", {{"amount_yen", request.amount.amount()}});
    FormBody body;
    body.add("mode", "payment")
        .add("allowed_payment_method_types[0]", name_of(request.method))
        .add("line_items[0][quantity]", 1)
        .add("line_items[0][price_data][currency]", "jpy")
        .add("line_items[0][price_data][unit_amount]", request.amount.amount()) // yen have no smaller unit
        .add("line_items[0][price_data][product_data][name]", request.description)
        .add("client_reference_id", request.attempt_ref)
        .add("metadata[attempt_ref]", request.attempt_ref)
        .add("payment_intent_data[metadata][attempt_ref]", request.attempt_ref)
        .add("locale", request.locale)
        .add("expires_at", epoch_seconds(request.expires_at))
        .add("success_url", request.success_url)
        .add("cancel_url", request.cancel_url);
    if (request.payer_mail) body.add("customer_email", *request.payer_mail);
    if (request.method == PaymentMethod::konbini)
        body.add("payment_method_options[konbini][expires_after_days]", request.voucher_days);
    return body.text();
}

GatewayResult<HttpResponse> CheckoutGateway::send(const Call& call) const {
    HttpRequest request;
    request.method = call.method;
    request.url = options_.base_url + call.path;
    request.headers = {{"Authorization", "Bearer " + std::string{options_.secret_key.reveal()}},
                       {"Stripe-Version", std::string{api_version}},
                       {"Accept", "application/json"},
                       {"User-Agent", "hiroba"}};
    if (call.method == "POST") request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
    if (!call.idempotency_key.empty()) request.headers.emplace_back("Idempotency-Key", call.idempotency_key);
    request.body = call.body;
    request.connect_timeout = options_.connect_timeout;
    request.total_timeout = options_.total_timeout;
    auto response = exchange(request);
    if (!response) return tl::unexpected(error_of(response.error()));
    if (response->status < 200 || response->status > 299) return tl::unexpected(error_of(*response));
    return std::move(*response);
}

GatewayResult<Started> CheckoutGateway::start(const std::string& idempotency_key, const std::string& prepared_bytes) {
    if (idempotency_key.empty()) throw std::invalid_argument("a payment is never started without an idempotency key");
    const auto response = send({"POST", std::string{sessions_path}, prepared_bytes, idempotency_key});
    if (!response) return tl::unexpected(response.error());
    const auto session = session_of(*response, is_live_mode_);
    if (!session) return tl::unexpected(session.error());
    const std::string asked = method_asked_for(prepared_bytes);
    if (std::ranges::find(session->methods, asked) != session->methods.end())
        return Started{session->view.provider_ref, session->url, session->view.state};

    // Stripe drops means of payment it cannot offer without saying so. Nobody shall see such a page.
    const auto withdrawn = close_session(session->view.provider_ref);
    const GatewayError vanished{GatewayFault::method_unavailable, response->status, asked,
                                response->header("request-id")};
    if (!withdrawn) return tl::unexpected(withdrawn.error());
    if (withdrawn->state != PaymentState::expired)
        return tl::unexpected(GatewayError{GatewayFault::conflict, 0, asked, vanished.request_id});
    return tl::unexpected(vanished);
}

GatewayResult<PaymentView> CheckoutGateway::query_session(const std::string& provider_ref) {
    const auto response = send({"GET", session_path(provider_ref) + "?expand[0]=payment_intent.latest_charge"});
    if (!response) return tl::unexpected(response.error());
    auto session = session_of(*response, is_live_mode_);
    if (!session) return tl::unexpected(session.error());
    if (session->view.provider_ref != provider_ref) return tl::unexpected(unreadable(*response));
    return std::move(session->view);
}

// No idempotency key: a stored 500 would be replayed for a day, and a second expiry does no harm.
GatewayResult<PaymentView> CheckoutGateway::expire(const std::string& provider_ref) {
    const auto response = send({"POST", session_path(provider_ref) + "/expire"});
    if (!response) return tl::unexpected(response.error());
    auto session = session_of(*response, is_live_mode_);
    if (!session) return tl::unexpected(session.error());
    return std::move(session->view);
}

GatewayResult<PaymentView> CheckoutGateway::close_session(const std::string& provider_ref) {
    auto expired = expire(provider_ref);
    // Only an open session can be expired; what it is instead, it says itself.
    if (expired || expired.error().fault != GatewayFault::invalid_request) return expired;
    auto view = query_session(provider_ref);
    if (!view || view->state != PaymentState::open) return view;
    return tl::unexpected(GatewayError{GatewayFault::not_cancellable, expired.error().http_status,
                                       expired.error().provider_code, expired.error().request_id});
}

// A number for a store that is being paid at this moment cannot be taken back: it is asked again what became of it.
// No idempotency key, as for the expiry.
GatewayResult<PaymentView> CheckoutGateway::cancel_intent(const PaymentView& finished) {
    if (!is_reference(finished.provider_payment_id)) throw std::invalid_argument("not a reference of a PaymentIntent");
    const auto cancelled = send({"POST", std::string{intents_path} + "/" + finished.provider_payment_id + "/cancel",
                                 "cancellation_reason=requested_by_customer"});
    if (!cancelled && cancelled.error().fault != GatewayFault::invalid_request)
        return tl::unexpected(cancelled.error());
    auto view = query_session(finished.provider_ref);
    if (!view || view->state == PaymentState::paid || view->state == PaymentState::expired) return view;
    if (cancelled) return tl::unexpected(GatewayError{GatewayFault::not_cancellable, 200, "not_cancelled_yet", ""});
    return tl::unexpected(GatewayError{GatewayFault::not_cancellable, cancelled.error().http_status,
                                       cancelled.error().provider_code, cancelled.error().request_id});
}

GatewayResult<PaymentView> CheckoutGateway::query(const PaymentKey& key) { return query_session(key.provider_ref); }

GatewayResult<PaymentView> CheckoutGateway::close_page(const PaymentKey& key) {
    return close_session(key.provider_ref);
}

GatewayResult<PaymentView> CheckoutGateway::cancel(const PaymentKey& key) {
    auto closed = close_session(key.provider_ref);
    if (!closed || closed->state != PaymentState::processing) return closed;
    // What a repeat of the expiry answers does not name the payment.
    if (closed->provider_payment_id.empty())
        return tl::unexpected(GatewayError{GatewayFault::not_cancellable, 200, "no_payment_intent", ""});
    return cancel_intent(*closed);
}

// https://docs.stripe.com/api/refunds/create
Result<std::string> CheckoutGateway::prepare_refund(const RefundRequest& request) const {
    if (request.amount <= Yen{0}) return refuse("amount_not_positive", {{"amount_yen", request.amount.amount()}});
    FormBody body;
    body.add("payment_intent", request.provider_payment_id)
        .add("amount", request.amount.amount())
        .add("reason", "requested_by_customer")
        .add("metadata[refund_ref]", request.refund_ref)
        .add("metadata[attempt_ref]", request.payment.attempt_ref);
    if (request.payer_mail) body.add("instructions_email", *request.payer_mail);
    return body.text();
}

GatewayResult<RefundView> CheckoutGateway::refund(const RefundKey& key, const std::string& prepared_bytes) {
    if (key.refund_ref.empty()) throw std::invalid_argument("nothing is refunded without an idempotency key");
    const auto response = send({"POST", std::string{refunds_path}, prepared_bytes, key.refund_ref});
    if (!response) return tl::unexpected(response.error());
    return refund_of(*response);
}

GatewayResult<RefundView> CheckoutGateway::query_refund(const RefundKey& key) {
    if (key.provider_ref.empty()) return find_refund(key);
    if (!is_reference(key.provider_ref)) throw std::invalid_argument("not a reference of a Refund");
    const auto response = send({"GET", std::string{refunds_path} + "/" + key.provider_ref});
    if (!response) return tl::unexpected(response.error());
    auto view = refund_of(*response);
    if (view && view->provider_ref != key.provider_ref) return tl::unexpected(unreadable(*response));
    return view;
}

GatewayResult<RefundView> CheckoutGateway::find_refund(const RefundKey& key) const {
    constexpr int most_pages = 10; // of a hundred refunds of one payment
    if (!is_reference(key.provider_payment_id)) throw std::invalid_argument("not a reference of a PaymentIntent");
    const std::string list = std::string{refunds_path} + "?payment_intent=" + key.provider_payment_id + "&limit=100";
    std::string after;
    for (int page = 0; page < most_pages; ++page) {
        const auto response = send({"GET", list + after});
        if (!response) return tl::unexpected(response.error());
        const auto found = refund_in(*response, key.refund_ref);
        if (!found) return tl::unexpected(found.error());
        if (found->refund) return *found->refund;
        if (!found->has_more)
            return tl::unexpected(GatewayError{GatewayFault::not_found, response->status, "no_such_refund",
                                               response->header("request-id")});
        if (!is_reference(found->last_ref)) return tl::unexpected(unreadable(*response));
        after = "&starting_after=" + found->last_ref;
    }
    return tl::unexpected(GatewayError{GatewayFault::provider_down, 200, "too_many_refunds", ""});
}

GatewayResult<EventPage> CheckoutGateway::events_since(Instant since, const std::string& cursor) {
    if (!cursor.empty() && !is_reference(cursor)) throw std::invalid_argument("not a reference of an Event");
    std::string path = "/v1/events?limit=100&created[gte]=" + std::to_string(epoch_seconds(since));
    for (std::size_t number = 0; number < handled_types.size(); ++number)
        path.append("&types[").append(std::to_string(number)).append("]=").append(handled_types.at(number));
    if (!cursor.empty()) path += "&starting_after=" + cursor;
    const auto response = send({"GET", path});
    if (!response) return tl::unexpected(response.error());
    return events_of(*response, is_live_mode_);
}

NoticeKind CheckoutGateway::kind_of(std::string_view provider_kind) const { return stripe::kind_of(provider_kind); }

Result<Notice> CheckoutGateway::verify_notice(std::string_view proof, std::string_view raw_body, Instant now) const {
    return verify_signature(options_.webhook_secret, proof, raw_body, now).and_then([&](Instant) {
        return notice_of(raw_body, is_live_mode_);
    });
}

} // namespace hiroba::payments::stripe
