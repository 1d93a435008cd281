// What becomes of refunds: POST and GET /v1/refunds, and what the bank says days later.
#include "payments/sandbox/checkout_model.hpp"
#include "payments/sandbox/checkout_parameters.hpp"
#include "payments/sandbox/random_id.hpp"

#include <algorithm>
#include <charconv>

namespace hiroba::sandbox {
namespace {

using nlohmann::json;

constexpr std::string_view refunds_path = "/v1/refunds";
constexpr std::int64_t bank_account_seconds = 45 * 24 * 60 * 60;

StripeError no_such(const std::string& what, const std::string& id) {
    return {404, "invalid_request_error", "resource_missing", "No such " + what + ": '" + id + "'", what};
}

std::string status_named(RefundOutcome outcome) {
    switch (outcome) {
    case RefundOutcome::pending:
        return "pending";
    case RefundOutcome::requires_action:
        return "requires_action";
    case RefundOutcome::succeeded:
        break;
    }
    return "succeeded";
}

} // namespace

Session* CheckoutModel::with_intent(const std::string& payment_intent) {
    const auto found = std::ranges::find_if(
        sessions_, [&](const auto& each) { return each.second.payment_intent_id == payment_intent; });
    return found == sessions_.end() ? nullptr : &found->second;
}

std::int64_t CheckoutModel::left_of(const Session& session) const {
    std::int64_t left = session.order.amount_total();
    for (const auto& [id, refund] : refunds_)
        if (refund.order.payment_intent == session.payment_intent_id && refund.takes_money())
            left -= refund.order.amount;
    return left;
}

StripeResult<json> CheckoutModel::create_refund(payments::stripe::FormFields fields, const json& request, Instant now) {
    auto order = read_refund(std::move(fields));
    if (!order) return tl::unexpected(order.error());
    Session* const session = order->payment_intent.empty() ? nullptr : with_intent(order->payment_intent);
    if (session == nullptr) return tl::unexpected(no_such("payment_intent", order->payment_intent));
    if (!session->is_paid())
        return tl::unexpected(StripeError{400, "invalid_request_error", "",
                                          "This PaymentIntent does not have a successful charge to refund.", ""});
    const bool at_a_store = session->voucher != VoucherStatus::none;
    if (at_a_store && order->instructions_email.empty())
        return tl::unexpected(StripeError{400, "invalid_request_error", "parameter_missing",
                                          "Missing required param: instructions_email.", "instructions_email"});
    const std::int64_t left = left_of(*session);
    if (left == 0)
        return tl::unexpected(StripeError{400, "invalid_request_error", "charge_already_refunded",
                                          "Charge " + session->charge_id + " has already been refunded.", ""});
    if (order->amount == 0) order->amount = left;
    if (order->amount > left)
        return tl::unexpected(StripeError{400, "invalid_request_error", "",
                                          "Refund amount (¥" + std::to_string(order->amount) +
                                              ") is greater than unrefunded amount on charge (¥" +
                                              std::to_string(left) + ")",
                                          "amount"});
    StripeRefund refund;
    refund.id = random_id("re_", 24);
    refund.charge_id = session->charge_id;
    refund.order = std::move(*order);
    // What was paid at a store has no way back: the payer is asked for a bank account.
    refund.status = at_a_store ? "requires_action" : status_named(refund_outcome_);
    refund.created = now.epoch_ms() / 1000;
    if (refund.status == "requires_action") refund.email_until = refund.created + bank_account_seconds;
    const json object = refund_object(refund);
    add_event("refund.created", object, request, now);
    refunds_.emplace(refund.id, std::move(refund));
    session->refunded = session->order.amount_total() - left_of(*session);
    ++version_;
    return object;
}

void CheckoutModel::change_status(StripeRefund& refund, const std::string& status, const json& request, Instant now) {
    refund.status = status;
    if (status == "failed") refund.failure_reason = "expired_or_canceled_card";
    Session* const session = with_intent(refund.order.payment_intent);
    session->refunded = session->order.amount_total() - left_of(*session);
    ++version_;
    add_event("refund.updated", refund_object(refund), request, now);
    if (status == "failed") add_event("refund.failed", refund_object(refund), request, now);
}

StripeResult<json> CheckoutModel::cancel_refund(const std::string& refund_id, const json& request, Instant now) {
    const auto found = refunds_.find(refund_id);
    if (found == refunds_.end()) return tl::unexpected(no_such("refund", refund_id));
    if (found->second.status != "requires_action")
        return tl::unexpected(StripeError{400, "invalid_request_error", "",
                                          "Only refunds with a status of requires_action can be canceled.", ""});
    change_status(found->second, "canceled", request, now);
    return refund_object(found->second);
}

bool CheckoutModel::move_refund(const std::string& refund_id, const std::string& status, Instant now) {
    const auto found = refunds_.find(refund_id);
    if (found == refunds_.end()) return false;
    change_status(found->second, status, {{"id", nullptr}, {"idempotency_key", nullptr}}, now);
    return true;
}

StripeResult<json> CheckoutModel::get_refund(const ApiCall& call) const {
    if (call.path == refunds_path) return list_refunds(call.query);
    const std::string id = call.path.substr(std::min(call.path.size(), refunds_path.size() + 1));
    const auto found = refunds_.find(id);
    if (found == refunds_.end()) return tl::unexpected(no_such("refund", id));
    return refund_object(found->second);
}

// Newest first; payment_intent, starting_after, limit (1 … 100, 10 when not given).
json CheckoutModel::list_refunds(const payments::stripe::FormFields& query) const {
    const auto field = [&](const char* name) {
        const auto found = query.find(name);
        return found == query.end() ? std::string{} : found->second;
    };
    std::int64_t wanted = 10;
    const std::string digits = field("limit");
    std::from_chars(digits.data(), digits.data() + digits.size(), wanted);
    const auto limit = static_cast<std::size_t>(std::clamp<std::int64_t>(wanted, 1, 100));

    std::vector<const StripeRefund*> matching;
    const std::string intent = field("payment_intent");
    for (const auto& [id, refund] : refunds_)
        if (intent.empty() || refund.order.payment_intent == intent) matching.push_back(&refund);
    std::ranges::stable_sort(matching, [](const auto* a, const auto* b) { return a->created > b->created; });
    auto from = matching.begin();
    if (const std::string after = field("starting_after"); !after.empty()) {
        from = std::ranges::find(matching, after, &StripeRefund::id);
        if (from != matching.end()) ++from;
    }
    json data = json::array();
    for (; from != matching.end() && data.size() < limit; ++from)
        data.push_back(refund_object(**from));
    return {{"object", "list"}, {"data", data}, {"has_more", from != matching.end()}, {"url", refunds_path}};
}

} // namespace hiroba::sandbox
