#include "services/payment/refund_requests.hpp"

#include "persistence/repositories/vouchers.hpp"

#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Attempt;
using persistence::Refund;
using persistence::RefundGround;
using persistence::RefundRequestSent;
using persistence::Session;

std::string reason_for(const Refund& refund) {
    switch (refund.ground) {
    case RefundGround::cancelled:
        return "使用の取消し";
    case RefundGround::expired:
        return "納期限の経過による使用許可の失効";
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
    case RefundGround::tickets:
        return "回数券の未使用分の還付";
    }
    throw std::logic_error("not a ground of a refund");
}

} // namespace

void check_way(Session& session, const payments::Gateways& gateways, const persistence::PayableRefund& refund,
               persistence::RefundPayout& payout) {
    if (!payout.attempt) return;
    const Attempt attempt = *persistence::find_attempt(session, *payout.attempt);
    if (gateways.named(attempt.provider) != nullptr) return;
    persistence::release_refund(session, attempt.id, refund.refund.amount);
    payout.attempt = std::nullopt;
}

std::optional<RefundRequestSent> new_request(Session& session, const payments::Gateways& gateways, const Refund& refund,
                                             AttemptId id, const std::string& ref, Instant now) {
    const Attempt attempt = *persistence::find_attempt(session, id);
    const auto* const gateway = gateways.named(attempt.provider);
    if (gateway == nullptr) return std::nullopt;
    // Who paid at a store is asked by mail where to pay it to.
    const auto voucher = persistence::find_voucher(session, id);
    const bool has_mail = voucher && !voucher->payer_mail.empty();
    auto body = gateway->prepare_refund(
        {.refund_ref = ref,
         .payment = {attempt.attempt_ref, attempt.provider_ref.value_or(""), attempt.created_at},
         .provider_payment_id = attempt.payment_ref.value(),
         .amount = refund.amount,
         .reason = reason_for(refund),
         .payer_mail = has_mail ? std::optional{voucher->payer_mail} : std::nullopt,
         .asked_at = now});
    if (!body) throw std::logic_error("a refund of nothing was approved");
    return RefundRequestSent{.ref = ref, .body = std::move(*body)};
}

} // namespace hiroba::services
