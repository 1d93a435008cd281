#include "payments/stripe/answers.hpp"

#include "payments/json_fields.hpp"
#include "payments/voucher_limits.hpp"

#include <algorithm>

namespace hiroba::payments::stripe {
namespace {

using nlohmann::json;

std::string upper_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return text;
}

GatewayFault fault_of(int status, const std::string& type, const std::string& code) {
    if (type == "idempotency_error" || status == 409) return GatewayFault::conflict;
    if (status == 429 || code == "rate_limit") return GatewayFault::rate_limited;
    switch (status) {
    case 400:
        return GatewayFault::invalid_request;
    case 401:
    case 403:
        return GatewayFault::configuration;
    case 402:
        return GatewayFault::declined;
    case 404:
        return GatewayFault::not_found;
    default:
        return GatewayFault::provider_down;
    }
}

std::optional<PaymentState> state_of(const std::string& status, const std::string& payment_status) {
    if (status == "open") return PaymentState::open;
    if (status == "expired") return PaymentState::expired;
    if (status == "complete" && payment_status == "paid") return PaymentState::paid;
    if (status == "complete" && payment_status == "unpaid") return PaymentState::processing;
    return std::nullopt;
}

// What was received, and when, is told by the PaymentIntent and its charge, when they came with the session.
void read_payment_intent(const json& session, PaymentView& view) {
    const json intent = object_at(session, "payment_intent");
    view.provider_payment_id = intent.is_null() ? text_at(session, "payment_intent") : text_at(intent, "id");
    if (view.state != PaymentState::paid) return;
    if (const auto received = number_at(intent, "amount_received")) view.amount_in_smallest_unit = *received;
    if (const std::string currency = text_at(intent, "currency"); !currency.empty())
        view.currency = upper_case(currency);
    if (const auto charged_at = number_at(object_at(intent, "latest_charge"), "created"))
        view.paid_at = Instant::from_epoch_ms(*charged_at * 1000);
}

std::vector<std::string> methods_of(const json& session) {
    std::vector<std::string> methods;
    const auto types = session.find("payment_method_types");
    if (types == session.end() || !types->is_array()) return methods;
    for (const json& type : *types)
        if (type.is_string()) methods.push_back(type.get<std::string>());
    return methods;
}

// What is too long to be what it should be is not told.
std::string bounded(const std::string& text, std::size_t longest) {
    return text.size() > longest ? std::string{} : text;
}

// https://docs.stripe.com/api/payment_intents/object#payment_intent_object-next_action-konbini_display_details
std::optional<Voucher> voucher_of(const json& session, const json& intent) {
    const json details = object_at(object_at(intent, "next_action"), "konbini_display_details");
    const auto expires_at = number_at(details, "expires_at");
    if (!expires_at) return std::nullopt;
    Voucher voucher;
    voucher.url = bounded(text_at(details, "hosted_voucher_url"), longest_voucher_url);
    voucher.expires_at = Instant::from_epoch_ms(*expires_at * 1000);
    voucher.payer_mail = bounded(text_at(object_at(session, "customer_details"), "email"), longest_payer_mail);
    const json stores = object_at(details, "stores");
    for (const auto& [store, numbers] : stores.items()) {
        const std::string code = bounded(text_at(numbers, "payment_code"), longest_store_text);
        if (code.empty() || store.empty() || store.size() > longest_store_text) continue;
        voucher.stores.push_back({store, code, bounded(text_at(numbers, "confirmation_number"), longest_store_text)});
    }
    if (voucher.stores.empty()) return std::nullopt;
    return voucher;
}

// A number for a store was given out. It is not paid any more when its PaymentIntent has gone back to waiting for
// another means, which a finished session cannot bring, or was cancelled.
void read_voucher(const json& session, PaymentView& view) {
    const json intent = object_at(session, "payment_intent");
    const std::string status = text_at(intent, "status");
    if (view.state != PaymentState::processing || intent.is_null()) return;
    if (status == "requires_payment_method" || status == "canceled") view.state = PaymentState::expired;
    if (status == "requires_action") view.voucher = voucher_of(session, intent);
}

std::optional<RefundProgress> progress_of(const std::string& status) {
    if (status == "pending") return RefundProgress::pending;
    if (status == "requires_action") return RefundProgress::needs_bank_account;
    if (status == "succeeded") return RefundProgress::succeeded;
    if (status == "failed" || status == "canceled") return RefundProgress::failed;
    return std::nullopt;
}

std::optional<RefundView> read_refund(const json& refund) {
    const auto progress = progress_of(text_at(refund, "status"));
    const auto amount = number_at(refund, "amount");
    if (text_at(refund, "object") != "refund" || !progress || !amount || text_at(refund, "id").empty())
        return std::nullopt;
    RefundView view;
    view.provider_ref = text_at(refund, "id");
    view.refund_ref = text_at(object_at(refund, "metadata"), "refund_ref");
    view.progress = *progress;
    view.amount_in_smallest_unit = *amount;
    view.currency = upper_case(text_at(refund, "currency"));
    view.fault = text_at(refund, "failure_reason");
    if (view.fault.empty() && *progress == RefundProgress::failed) view.fault = text_at(refund, "status");
    const json details = object_at(object_at(refund, "next_action"), "display_details");
    if (const auto until = number_at(details, "expires_at")) view.payer_until = Instant::from_epoch_ms(*until * 1000);
    return view;
}

} // namespace

NoticeKind kind_of(std::string_view type) {
    if (type.starts_with("refund.")) return NoticeKind::refund;
    if (type.starts_with("charge.dispute.")) return NoticeKind::dispute;
    if (type == "checkout.session.completed" || type == "checkout.session.async_payment_succeeded")
        return NoticeKind::payment_completed;
    if (type == "checkout.session.async_payment_failed") return NoticeKind::payment_failed;
    if (type == "checkout.session.expired") return NoticeKind::payment_expired;
    return NoticeKind::other;
}

GatewayError error_of(const HttpResponse& response) {
    const json error = object_at(parsed(response.body), "error");
    const std::string type = text_at(error, "type");
    const std::string code = text_at(error, "code");
    const std::string parameter = text_at(error, "param");
    const std::string decline_code = text_at(error, "decline_code");
    std::string told = code.empty() ? type : code;
    if (!decline_code.empty()) told += " " + decline_code;
    if (!parameter.empty()) told += " " + parameter;
    return {fault_of(response.status, type, code), response.status, told, response.header("request-id")};
}

GatewayError unreadable(const HttpResponse& response) {
    return {GatewayFault::provider_down, response.status, "unreadable_answer", response.header("request-id")};
}

GatewayResult<CheckoutSession> session_of(const HttpResponse& response, bool is_live_mode) {
    const json session = parsed(response.body);
    if (text_at(session, "object") != "checkout.session") return tl::unexpected(unreadable(response));
    CheckoutSession read;
    const auto state = state_of(text_at(session, "status"), text_at(session, "payment_status"));
    const auto amount = number_at(session, "amount_total");
    read.view.provider_ref = text_at(session, "id");
    read.view.attempt_ref = text_at(session, "client_reference_id");
    read.view.currency = upper_case(text_at(session, "currency"));
    const auto live_mode = session.find("livemode");
    if (!state || !amount || read.view.provider_ref.empty() || live_mode == session.end() || !live_mode->is_boolean())
        return tl::unexpected(unreadable(response));
    if (live_mode->get<bool>() != is_live_mode)
        return tl::unexpected(
            GatewayError{GatewayFault::configuration, response.status, "wrong_mode", response.header("request-id")});
    read.view.state = *state;
    read.view.amount_in_smallest_unit = *amount;
    read_payment_intent(session, read.view);
    read_voucher(session, read.view);
    read.url = text_at(session, "url");
    read.methods = methods_of(session);
    return read;
}

GatewayResult<RefundView> refund_of(const HttpResponse& response) {
    auto view = read_refund(parsed(response.body));
    if (!view) return tl::unexpected(unreadable(response));
    return std::move(*view);
}

GatewayResult<FoundRefund> refund_in(const HttpResponse& list, std::string_view refund_ref) {
    const json page = parsed(list.body);
    const json* const data = page.is_object() && page.contains("data") ? &page.at("data") : nullptr;
    if (data == nullptr || !data->is_array()) return tl::unexpected(unreadable(list));
    FoundRefund found;
    for (const json& entry : *data) {
        auto view = read_refund(entry);
        if (!view) return tl::unexpected(unreadable(list));
        found.last_ref = view->provider_ref;
        if (view->refund_ref == refund_ref) found.refund = std::move(view);
    }
    const auto more = page.find("has_more");
    found.has_more = more != page.end() && more->is_boolean() && more->get<bool>() && !found.last_ref.empty();
    return found;
}

Result<Notice> notice_of(std::string_view raw_body, bool is_live_mode) {
    const json event = parsed(raw_body);
    if (event.is_discarded()) return refuse("not_json");
    const json object = object_at(object_at(event, "data"), "object");
    Notice notice;
    notice.dedupe_key = text_at(event, "id");
    notice.provider_kind = text_at(event, "type");
    const auto created = number_at(event, "created");
    const auto live_mode = event.is_object() ? event.find("livemode") : event.end();
    if (text_at(event, "object") != "event" || notice.dedupe_key.empty() || notice.provider_kind.empty() ||
        object.is_null() || !created || live_mode == event.end() || !live_mode->is_boolean())
        return refuse("not_an_event");
    if (live_mode->get<bool>() != is_live_mode) return refuse("wrong_mode");
    notice.kind = kind_of(notice.provider_kind);
    notice.attempt_ref = notice.kind == NoticeKind::refund ? text_at(object_at(object, "metadata"), "refund_ref")
                                                           : text_at(object, "client_reference_id");
    notice.provider_ref = text_at(object, notice.kind == NoticeKind::dispute ? "payment_intent" : "id");
    notice.occurred_at = Instant::from_epoch_ms(*created * 1000);
    return notice;
}

GatewayResult<EventPage> events_of(const HttpResponse& list, bool is_live_mode) {
    const json page = parsed(list.body);
    const json* const data = page.is_object() && page.contains("data") ? &page.at("data") : nullptr;
    const auto more = page.is_object() ? page.find("has_more") : page.end();
    if (data == nullptr || !data->is_array() || more == page.end() || !more->is_boolean())
        return tl::unexpected(unreadable(list));
    EventPage events;
    for (const json& event : *data) {
        std::string raw_body = event.dump();
        auto notice = notice_of(raw_body, is_live_mode);
        if (!notice) return tl::unexpected(unreadable(list));
        events.events.push_back({std::move(*notice), std::move(raw_body)});
    }
    if (more->get<bool>() && !events.events.empty()) events.next_cursor = events.events.back().notice.dedupe_key;
    return events;
}

} // namespace hiroba::payments::stripe
