// Numbers for convenience stores: given out on the hosted page, paid at a store, expired, or cancelled by the merchant
// (https://docs.stripe.com/payments/konbini/accept-a-payment).
#include "domain/core/local_time.hpp"
#include "payments/sandbox/checkout_model.hpp"
#include "payments/sandbox/random_id.hpp"

#include <algorithm>
#include <string_view>

namespace hiroba::sandbox {
namespace {

using nlohmann::json;
using payments::stripe::FormFields;

constexpr std::string_view intents_path = "/v1/payment_intents";
constexpr std::size_t longest_payer_field = 200;

const json no_request = {{"id", nullptr}, {"idempotency_key", nullptr}};

std::int64_t epoch_seconds(Instant at) { return at.epoch_ms() / 1000; }

StripeError no_such_intent(const std::string& id) {
    return {404, "invalid_request_error", "resource_missing", "No such payment_intent: '" + id + "'", "intent"};
}

// 23:59:59 in Japan of that many days after today.
std::int64_t end_of_day_after(int days, Instant now) {
    const LocalDate last = to_town_time(now).date + std::chrono::days{days + 1};
    return epoch_seconds(to_instant({last, MinuteOfDay{}})) - 1;
}

bool offers_stores(const Session& session) {
    return std::ranges::find(session.payment_method_types, "konbini") != session.payment_method_types.end();
}

bool is_complete(const StorePayer& payer) {
    return !payer.name.empty() && payer.name.size() <= longest_payer_field &&
           payer.email.find('@') != std::string::npos && payer.email.size() <= longest_payer_field;
}

// A store may have taken the money of a number that has ended since: it comes late.
bool can_get_to(const Session& session, VoucherOutcome outcome) {
    const VoucherStatus status = session.voucher;
    if (outcome == VoucherOutcome::paid) return status != VoucherStatus::none && status != VoucherStatus::paid;
    return status == VoucherStatus::open || status == VoucherStatus::processing;
}

} // namespace

bool CheckoutModel::give_out_voucher(const std::string& session_id, const StorePayer& payer, Instant now) {
    expire_due(now);
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end() || found->second.status != SessionStatus::open) return false;
    Session& session = found->second;
    if (!offers_stores(session) || !is_complete(payer)) return false;
    session.status = SessionStatus::complete;
    session.payment_intent_id = random_id("pi_", 24);
    session.voucher = VoucherStatus::open;
    session.payer_name = payer.name;
    session.payer_email = payer.email;
    session.payment_code = random_digits(11);
    session.voucher_created = epoch_seconds(now);
    session.voucher_expires_at = end_of_day_after(session.order.konbini_days, now);
    add_event("checkout.session.completed", session, no_request, now);
    return true;
}

bool CheckoutModel::settle_voucher(const std::string& session_id, VoucherOutcome outcome, Instant now) {
    const auto found = sessions_.find(session_id);
    if (found == sessions_.end() || !can_get_to(found->second, outcome)) return false;
    Session& session = found->second;
    ++version_;
    switch (outcome) {
    case VoucherOutcome::being_paid:
        session.voucher = VoucherStatus::processing;
        break;
    case VoucherOutcome::paid:
        session.voucher = VoucherStatus::paid;
        session.charge_id = random_id("py_", 24);
        session.paid_at = epoch_seconds(now);
        add_event("checkout.session.async_payment_succeeded", session, no_request, now);
        break;
    case VoucherOutcome::expired:
        session.voucher = VoucherStatus::expired;
        add_event("checkout.session.async_payment_failed", session, no_request, now);
        break;
    }
    return true;
}

void CheckoutModel::expire_due_vouchers(Instant now) {
    for (const auto& [id, session] : sessions_)
        if (session.voucher == VoucherStatus::open && session.voucher_expires_at < epoch_seconds(now))
            settle_voucher(id, VoucherOutcome::expired, now);
}

const Session* CheckoutModel::find_intent(const std::string& intent_id) const {
    const auto found = std::ranges::find_if(
        sessions_, [&](const auto& each) { return !intent_id.empty() && each.second.payment_intent_id == intent_id; });
    return found == sessions_.end() ? nullptr : &found->second;
}

StripeResult<json> CheckoutModel::get_intent(const ApiCall& call) const {
    const std::string id = call.path.substr(intents_path.size() + 1);
    const Session* const session = find_intent(id);
    if (session == nullptr) return tl::unexpected(no_such_intent(id));
    return payment_intent_object(*session, options_.public_url, false);
}

StripeResult<json> CheckoutModel::cancel_intent(const std::string& intent_id, const FormFields& fields,
                                                const json& request, Instant now) {
    Session* const session = with_intent(intent_id);
    if (session == nullptr) return tl::unexpected(no_such_intent(intent_id));
    for (const auto& [name, value] : fields)
        if (name != "cancellation_reason" || value != "requested_by_customer")
            return tl::unexpected(StripeError{400, "invalid_request_error", "parameter_unknown",
                                              "Received unknown parameter: " + name, name});
    const bool can_be_cancelled = session->voucher == VoucherStatus::open || session->voucher == VoucherStatus::expired;
    if (refuses_cancels_ || !can_be_cancelled)
        return tl::unexpected(StripeError{400, "invalid_request_error", "payment_intent_unexpected_state",
                                          "You cannot cancel this PaymentIntent in its present state.", "intent"});
    session->voucher = VoucherStatus::cancelled;
    const json object = payment_intent_object(*session, options_.public_url, false);
    add_event("payment_intent.canceled", object, request, now);
    return object;
}

} // namespace hiroba::sandbox
