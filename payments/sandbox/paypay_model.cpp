#include "payments/sandbox/paypay_model.hpp"

#include "domain/core/utf8.hpp"
#include "payments/json_fields.hpp"
#include "payments/paypay/answers.hpp"
#include "payments/paypay/cancel_window.hpp"
#include "payments/sandbox/random_id.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace hiroba::sandbox {
namespace {

using nlohmann::json;
using payments::number_at;
using payments::object_at;
using payments::text_at;

constexpr std::int64_t code_lives_seconds = 5 * 60;
constexpr std::int64_t forgotten_after_seconds = 10 * 60; // an unpaid code, after it has expired
constexpr std::int64_t refundable_seconds = 365 * 24 * 60 * 60;
constexpr std::int64_t refund_pause_seconds = 60;
constexpr std::size_t longest_description = 255; // characters
constexpr std::int64_t retry_pause_ms = 100;
constexpr int most_tries = 4;
constexpr std::int64_t delay_ms = 30'000;

std::int64_t epoch_seconds(Instant at) { return at.epoch_ms() / 1000; }

json envelope(const std::string& code, const std::string& message, json data) {
    return {{"resultInfo", {{"code", code}, {"message", message}, {"codeId", "08100001"}}}, {"data", std::move(data)}};
}
OpaAnswer success(int status, json data) { return {status, envelope("SUCCESS", "Success", std::move(data))}; }
OpaAnswer failure(int status, const std::string& code) { return {status, envelope(code, code, nullptr)}; }

json yen(std::int64_t amount) { return {{"amount", amount}, {"currency", "JPY"}}; }

// Seconds as in 2026-12-01T02:03:04Z.
std::string iso8601(std::int64_t seconds) {
    std::array<char, 32> text{};
    const std::time_t time = seconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    const auto length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return {text.data(), length};
}

// What is wrong with the money of a request, or nothing.
bool is_yen(const json& money) {
    const auto amount = number_at(money, "amount");
    return amount && *amount >= 1 && *amount <= 1'000'000 && text_at(money, "currency") == "JPY";
}

std::string wrong_in_create(const json& request) {
    for (const char* const name : {"merchantPaymentId", "amount", "codeType"})
        if (!request.contains(name)) return "MISSING_REQUEST_PARAMS";
    if (!payments::paypay::is_reference(text_at(request, "merchantPaymentId"))) return "INVALID_REQUEST_PARAMS";
    if (!is_yen(object_at(request, "amount")) || text_at(request, "codeType") != "ORDER_QR")
        return "INVALID_REQUEST_PARAMS";
    if (count_characters(text_at(request, "orderDescription")) > longest_description) return "INVALID_REQUEST_PARAMS";
    if (!text_at(request, "redirectUrl").empty() && text_at(request, "redirectType").empty())
        return "INVALID_REQUEST_PARAMS";
    return {};
}

std::string rest_after(const std::string& path, std::string_view prefix) {
    if (!path.starts_with(prefix)) return {};
    const std::string rest = path.substr(prefix.size());
    return payments::paypay::is_reference(rest) ? rest : std::string{};
}

bool is_unpaid(const QrPayment& payment) { return payment.status == "CREATED"; }

// The payment, const as the map is; nullptr when no payment has that code.
auto* with_code(auto& payments, const std::string& code_id) {
    const auto found = std::ranges::find_if(payments, [&](const auto& each) { return each.second.code_id == code_id; });
    return found == payments.end() || code_id.empty() ? nullptr : &found->second;
}

} // namespace

void to_json(json& out, const QrPayment& payment) {
    out = {{"merchant_payment_id", payment.merchant_payment_id},
           {"code_id", payment.code_id},
           {"payment_id", payment.payment_id},
           {"amount", payment.amount},
           {"description", payment.description},
           {"redirect_url", payment.redirect_url},
           {"fingerprint", payment.fingerprint},
           {"expires_at", payment.expires_at},
           {"status", payment.status},
           {"accepted_at", payment.accepted_at},
           {"is_scanned", payment.is_scanned},
           {"is_deleted", payment.is_deleted}};
}

void from_json(const json& in, QrPayment& payment) {
    in.at("merchant_payment_id").get_to(payment.merchant_payment_id);
    in.at("code_id").get_to(payment.code_id);
    in.at("payment_id").get_to(payment.payment_id);
    in.at("amount").get_to(payment.amount);
    in.at("description").get_to(payment.description);
    in.at("redirect_url").get_to(payment.redirect_url);
    in.at("fingerprint").get_to(payment.fingerprint);
    in.at("expires_at").get_to(payment.expires_at);
    in.at("status").get_to(payment.status);
    in.at("accepted_at").get_to(payment.accepted_at);
    in.at("is_scanned").get_to(payment.is_scanned);
    in.at("is_deleted").get_to(payment.is_deleted);
}

void to_json(json& out, const QrRefund& refund) {
    out = {{"merchant_refund_id", refund.merchant_refund_id},
           {"payment_id", refund.payment_id},
           {"amount", refund.amount},
           {"status", refund.status},
           {"requested_at", refund.requested_at}};
}

void from_json(const json& in, QrRefund& refund) {
    in.at("merchant_refund_id").get_to(refund.merchant_refund_id);
    in.at("payment_id").get_to(refund.payment_id);
    in.at("amount").get_to(refund.amount);
    in.at("status").get_to(refund.status);
    in.at("requested_at").get_to(refund.requested_at);
}

PayPayModel::PayPayModel(Options options, const json& saved) : options_(std::move(options)) {
    if (saved.is_null()) return;
    for (const json& payment : saved.at("payments"))
        payments_.emplace(payment.at("merchant_payment_id").get<std::string>(), payment.get<QrPayment>());
    for (const json& refund : saved.at("refunds"))
        refunds_.emplace(refund.at("merchant_refund_id").get<std::string>(), refund.get<QrRefund>());
    for (const json& message : saved.at("pending"))
        pending_.push_back({message.at("number"), message.at("body"), message.at("tries"), message.at("next_try_ms")});
    last_number_ = saved.at("last_number");
}

json PayPayModel::state() const {
    json saved = {{"payments", json::array()},
                  {"refunds", json::array()},
                  {"pending", json::array()},
                  {"last_number", last_number_}};
    for (const auto& [id, payment] : payments_)
        saved["payments"].push_back(payment);
    for (const auto& [id, refund] : refunds_)
        saved["refunds"].push_back(refund);
    for (const Pending& message : pending_)
        saved["pending"].push_back({{"number", message.number},
                                    {"body", message.body},
                                    {"tries", message.tries},
                                    {"next_try_ms", message.next_try_ms}});
    return saved;
}

OpaAnswer PayPayModel::answer(const OpaCall& call, Instant now, Instant wall_clock) {
    if (behaviour_.under_maintenance) return failure(503, "MAINTENANCE_MODE");
    const payments::paypay::OpaRequest signed_parts{call.method, call.path, call.content_type, call.body};
    if (!payments::paypay::verify_authorization(options_.keys, signed_parts, call.authorization, wall_clock))
        return failure(401, "UNAUTHORIZED");
    return route(call, now);
}

OpaAnswer PayPayModel::route(const OpaCall& call, Instant now) {
    const auto id_after = [&](std::string_view prefix) { return rest_after(call.path, prefix); };
    if (call.method == "POST" && call.path == "/v2/codes") return create(call, now);
    if (call.method == "POST" && call.path == "/v2/refunds") return refund(call, now);
    if (call.method == "GET") {
        if (const auto id = id_after("/v2/codes/payments/"); !id.empty()) return details(id, now);
        if (const auto id = id_after("/v2/refunds/"); !id.empty()) return refund_details(id);
    }
    if (call.method == "DELETE") {
        if (const auto id = id_after("/v2/codes/"); !id.empty()) return delete_code(id);
        if (const auto id = id_after("/v2/payments/"); !id.empty()) return cancel(id, now);
    }
    return failure(404, "RESOURCE_NOT_FOUND");
}

json PayPayModel::code_json(const QrPayment& payment) const {
    const std::string url = options_.public_url + "/paypay/" + payment.code_id;
    return {{"codeId", payment.code_id},
            {"url", url},
            {"deeplink", "paypay://payment?link_key=" + url},
            {"expiryDate", payment.expires_at},
            {"merchantPaymentId", payment.merchant_payment_id},
            {"amount", yen(payment.amount)},
            {"orderDescription", payment.description},
            {"codeType", "ORDER_QR"},
            {"redirectUrl", payment.redirect_url},
            {"redirectType", "WEB_LINK"},
            {"isAuthorization", false}};
}

OpaAnswer PayPayModel::create(const OpaCall& call, Instant now) {
    const json request = payments::parsed(call.body);
    if (!request.is_object()) return failure(400, "INVALID_REQUEST_PARAMS");
    if (const auto wrong = wrong_in_create(request); !wrong.empty()) return failure(400, wrong);
    const std::string id = text_at(request, "merchantPaymentId");
    if (const auto known = payments_.find(id); known != payments_.end()) {
        const bool is_same = known->second.fingerprint == request.dump();
        if (behaviour_.repeats_are_refused || !is_same || known->second.code_id.empty())
            return failure(400, "DUPLICATE_DYNAMIC_QR_REQUEST");
        return success(201, code_json(known->second));
    }
    QrPayment payment;
    payment.merchant_payment_id = id;
    payment.code_id = random_id("", 20);
    payment.payment_id = random_digits(20);
    payment.amount = *number_at(object_at(request, "amount"), "amount");
    payment.description = text_at(request, "orderDescription");
    payment.redirect_url = text_at(request, "redirectUrl");
    payment.fingerprint = request.dump();
    payment.expires_at = epoch_seconds(now) + code_lives_seconds;
    ++version_;
    return success(201, code_json(payments_.emplace(id, std::move(payment)).first->second));
}

OpaAnswer PayPayModel::details(const std::string& merchant_payment_id, Instant now) const {
    const auto found = payments_.find(merchant_payment_id);
    const bool is_forgotten = found != payments_.end() && is_unpaid(found->second) &&
                              found->second.expires_at + forgotten_after_seconds <= epoch_seconds(now);
    if (found == payments_.end() || is_forgotten || found->second.code_id.empty())
        return failure(400, "DYNAMIC_QR_PAYMENT_NOT_FOUND");
    const QrPayment& payment = found->second;
    auto refunds = json::array();
    for (const auto& [id, refund] : refunds_)
        if (refund.payment_id == payment.payment_id)
            refunds.push_back({{"status", refund.status},
                               {"merchantRefundId", refund.merchant_refund_id},
                               {"amount", yen(refund.amount)}});
    return success(200, {{"paymentId", payment.payment_id},
                         {"status", payment.status},
                         {"acceptedAt", payment.accepted_at},
                         {"refunds", {{"data", std::move(refunds)}}},
                         {"merchantPaymentId", payment.merchant_payment_id},
                         {"amount", yen(payment.amount)},
                         {"orderDescription", payment.description},
                         {"requestedAt", payment.expires_at - code_lives_seconds},
                         {"assumeMerchant", options_.merchant_id}});
}

OpaAnswer PayPayModel::delete_code(const std::string& code_id) {
    QrPayment* const payment = with_code(payments_, code_id);
    if (payment == nullptr || payment->is_deleted) return failure(404, "DYNAMIC_QR_NOT_FOUND");
    if (!is_unpaid(*payment)) return failure(400, "DYNAMIC_QR_ALREADY_PAID");
    payment->is_deleted = true;
    ++version_;
    return success(200, {{"qrStatus", "DELETED"}});
}

OpaAnswer PayPayModel::cancel(const std::string& merchant_payment_id, Instant now) {
    const OpaAnswer accepted{202, envelope("REQUEST_ACCEPTED", "Request accepted", nullptr)};
    const auto found = payments_.find(merchant_payment_id);
    if (found == payments_.end()) { // whatever comes under this id later is not wanted any more
        QrPayment& unwanted = payments_[merchant_payment_id];
        unwanted.merchant_payment_id = merchant_payment_id;
        unwanted.status = "CANCELED";
        ++version_;
        return accepted;
    }
    QrPayment& payment = found->second;
    const auto paid_at = Instant::from_epoch_ms(payment.accepted_at * 1000);
    if (payment.status == "REFUNDED") return failure(400, "ORDER_NO_LONGER_AVAILABLE");
    if (payment.accepted_at > 0 && now >= payments::paypay::cancel_window_end(paid_at))
        return failure(400, "ORDER_NOT_REVERSIBLE");
    if (!behaviour_.cancels_fail) payment.status = payment.accepted_at > 0 ? "FAILED" : "CANCELED";
    ++version_;
    return accepted;
}

OpaAnswer PayPayModel::refund(const OpaCall& call, Instant now) {
    const json request = payments::parsed(call.body);
    if (!request.is_object()) return failure(400, "INVALID_REQUEST_PARAMS");
    for (const char* const name : {"merchantRefundId", "paymentId", "amount", "requestedAt"})
        if (!request.contains(name)) return failure(400, "MISSING_REQUEST_PARAMS");
    const QrRefund wish{.merchant_refund_id = text_at(request, "merchantRefundId"),
                        .payment_id = text_at(request, "paymentId"),
                        .amount = number_at(object_at(request, "amount"), "amount").value_or(0),
                        .requested_at = epoch_seconds(now)};
    if (!payments::paypay::is_reference(wish.merchant_refund_id) || !is_yen(object_at(request, "amount")))
        return failure(400, "INVALID_PARAMS");
    const auto known = refunds_.find(wish.merchant_refund_id);
    if (known != refunds_.end() && known->second.payment_id == wish.payment_id)
        return refund_details(wish.merchant_refund_id);
    const auto payment =
        std::ranges::find_if(payments_, [&](const auto& each) { return each.second.payment_id == wish.payment_id; });
    if (payment == payments_.end() || payment->second.accepted_at == 0) return failure(404, "NO_SUCH_REFUND_ORDER");
    if (payment->second.status == "FAILED") return failure(400, "UNACCEPTABLE_OP");
    if (wish.requested_at - payment->second.accepted_at > refundable_seconds)
        return failure(400, "REFUND_WINDOW_EXCEED");
    return make_refund(payment->second, wish);
}

OpaAnswer PayPayModel::make_refund(QrPayment& payment, QrRefund refund) {
    std::int64_t given_back = 0;
    std::int64_t last_at = 0;
    for (const auto& [id, earlier] : refunds_) {
        if (earlier.payment_id != payment.payment_id) continue;
        given_back += earlier.amount;
        last_at = std::max(last_at, earlier.requested_at);
    }
    if (given_back > 0 && !behaviour_.several_refunds) return failure(403, "MERCHANT_MULTIPLE_REFUND_REJECTED");
    if (given_back > 0 && refund.requested_at - last_at < refund_pause_seconds)
        return failure(400, "THROTTLED_MULTIPLE_REFUND_REJECTED");
    if (given_back + refund.amount > payment.amount) return failure(400, "REFUND_LIMIT_EXCEEDED");
    refund.status = behaviour_.refunds_wait ? "CREATED" : "REFUNDED";
    payment.status = "REFUNDED";
    const std::string id = refund.merchant_refund_id;
    refunds_.insert_or_assign(id, std::move(refund));
    ++version_;
    return refund_details(id);
}

OpaAnswer PayPayModel::refund_details(const std::string& merchant_refund_id) const {
    const auto found = refunds_.find(merchant_refund_id);
    if (found == refunds_.end()) return failure(404, "NO_SUCH_REFUND_ORDER");
    const QrRefund& refund = found->second;
    return success(200, {{"status", refund.status},
                         {"acceptedAt", refund.requested_at},
                         {"merchantRefundId", refund.merchant_refund_id},
                         {"paymentId", refund.payment_id},
                         {"amount", yen(refund.amount)},
                         {"requestedAt", refund.requested_at}});
}

void PayPayModel::finish_refunds() {
    for (auto& [id, refund] : refunds_)
        refund.status = "REFUNDED";
    ++version_;
}

const QrPayment* PayPayModel::find_code(const std::string& code_id) const { return with_code(payments_, code_id); }

std::vector<QrPayment> PayPayModel::payments() const {
    std::vector<QrPayment> all;
    all.reserve(payments_.size());
    for (const auto& [id, payment] : payments_)
        all.push_back(payment);
    std::ranges::sort(all, {}, &QrPayment::expires_at);
    return all;
}

bool PayPayModel::scan(const std::string& code_id, Instant now) {
    QrPayment* const payment = with_code(payments_, code_id);
    if (payment == nullptr || payment->is_deleted || payment->expires_at <= epoch_seconds(now) || !is_unpaid(*payment))
        return false;
    payment->is_scanned = true;
    ++version_;
    return true;
}

QrOutcome PayPayModel::pay(const std::string& code_id, Instant now) {
    QrPayment* const payment = with_code(payments_, code_id);
    if (payment == nullptr) return QrOutcome::no_such_code;
    if (payment->accepted_at > 0) return QrOutcome::already_paid;
    if (!is_unpaid(*payment)) return QrOutcome::gone;
    if (!payment->is_scanned && !scan(code_id, now)) return QrOutcome::gone;
    if (behaviour_.wallet_is_short) return QrOutcome::wallet_short;
    payment->status = "COMPLETED";
    payment->accepted_at = epoch_seconds(now);
    ++version_;
    announce(*payment, now);
    return QrOutcome::paid;
}

// Messages come for payments only: a cancellation or refund is announced to nobody.
void PayPayModel::announce(const QrPayment& payment, Instant now) {
    json message = {{"notification_type", "Transaction"},
                    {"merchant_id", options_.merchant_id},
                    {"store_id", ""},
                    {"pos_id", ""},
                    {"order_id", payment.payment_id},
                    {"merchant_order_id", payment.merchant_payment_id},
                    {"authorized_at", nullptr},
                    {"paid_at", iso8601(payment.accepted_at)},
                    {"order_amount", std::to_string(payment.amount)},
                    {"state", "COMPLETED"}};
    const std::int64_t at_ms = now.epoch_ms();
    switch (behaviour_.webhooks) {
    case QrWebhookMode::drop:
        return;
    case QrWebhookMode::delay:
        return post(message, at_ms + delay_ms);
    case QrWebhookMode::duplicate:
        post(message, at_ms);
        break;
    case QrWebhookMode::forge: // somebody who knows the address tells of money for every code that is not paid
        for (const auto& [id, other] : payments_)
            if (is_unpaid(other)) {
                message["merchant_order_id"] = id;
                post(message, at_ms);
            }
        message["merchant_order_id"] = payment.merchant_payment_id;
        break;
    case QrWebhookMode::deliver:
        break;
    }
    post(message, at_ms);
}

void PayPayModel::post(const json& message, std::int64_t at_ms) {
    pending_.push_back({++last_number_, message.dump(), 0, at_ms});
    ++version_;
}

std::vector<QrMessage> PayPayModel::due_messages(Instant now) const {
    std::vector<QrMessage> due;
    for (const Pending& message : pending_)
        if (message.next_try_ms <= now.epoch_ms()) due.push_back({message.number, message.body});
    return due;
}

void PayPayModel::note_message(std::int64_t number, bool was_accepted, Instant now) {
    const auto message = std::ranges::find(pending_, number, &Pending::number);
    if (message == pending_.end()) return;
    message->next_try_ms = now.epoch_ms() + retry_pause_ms;
    if (was_accepted || ++message->tries >= most_tries) pending_.erase(message);
    ++version_;
}

} // namespace hiroba::sandbox
