#include "services/payment/refund_requests.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Refund;
using persistence::RefundableAttempt;
using persistence::RefundGround;
using persistence::RefundRequestSent;
using persistence::Session;

// Money that lies in suspense pays no other refund.
bool can_take(const RefundableAttempt& candidate, const Refund& refund, const payments::Gateways& gateways) {
    const auto& [attempt, left] = candidate;
    return attempt.state != "paid_late" && left >= refund.amount && attempt.payment_ref &&
           gateways.named(attempt.provider) != nullptr;
}

std::string reason_for(const Refund& refund) {
    switch (refund.ground) {
    case RefundGround::cancelled:
        return "使用の取消し";
    case RefundGround::changed:
        return "使用の変更";
    case RefundGround::revoked:
        return "使用許可の取消し";
    case RefundGround::reduced:
        return "使用料の減免";
    case RefundGround::decided:
        return "使用料の還付";
    case RefundGround::overpaid:
        return "過誤納金の還付";
    }
    throw std::logic_error("not a ground of a refund");
}

} // namespace

void choose_way(Session& session, const payments::Gateways& gateways, const persistence::PayableRefund& refund,
                persistence::RefundPayout& payout) {
    if (payout.attempt) return; // what was overpaid goes back to where it came from
    auto candidates = persistence::refundable_attempts(session, refund.refund.application);
    std::erase_if(candidates, [&](const auto& each) { return !can_take(each, refund.refund, gateways); });
    std::stable_partition(candidates.begin(), candidates.end(),
                          [&](const auto& each) { return each.attempt.obligation == refund.refund.obligation; });
    for (const auto& [attempt, left] : candidates) {
        if (!persistence::reserve_refund(session, attempt.id, refund.refund.amount)) continue;
        payout.attempt = attempt.id;
        return;
    }
}

std::optional<RefundRequestSent> new_request(Session& session, const payments::Gateways& gateways, const Refund& refund,
                                             AttemptId id, const std::string& ref, Instant now) {
    const Attempt attempt = *persistence::find_attempt(session, id);
    const auto* const gateway = gateways.named(attempt.provider);
    if (gateway == nullptr) return std::nullopt;
    auto body = gateway->prepare_refund(
        {.refund_ref = ref,
         .payment = {attempt.attempt_ref, attempt.provider_ref.value_or(""), attempt.created_at},
         .provider_payment_id = attempt.payment_ref.value(),
         .amount = refund.amount,
         .reason = reason_for(refund),
         .payer_mail = std::nullopt,
         .asked_at = now});
    if (!body) throw std::logic_error("a refund of nothing was approved");
    return RefundRequestSent{.ref = ref, .body = std::move(*body)};
}

} // namespace hiroba::services
