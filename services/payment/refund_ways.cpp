#include "services/payment/refund_ways.hpp"

#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/refund_payouts.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::CounterPayment;
using persistence::Obligation;
using persistence::RefundableAttempt;
using persistence::Session;

// Money that lies in suspense pays no other refund.
bool can_give_back(const RefundableAttempt& candidate) {
    return candidate.attempt.state == "paid" && candidate.attempt.payment_ref && candidate.left > Yen{0};
}

// Of the amount, what these attempts can give back.
Yen take(std::vector<RefundWay>& ways, const std::vector<RefundableAttempt>& attempts, Yen amount) {
    Yen taken;
    for (const auto& [attempt, left] : attempts) {
        const Yen part = std::min(amount - taken, left);
        if (part == Yen{0}) break;
        ways.push_back({part, attempt.id});
        taken += part;
    }
    return taken;
}

// What the desk received of the obligation.
Yen received_by_hand(Session& session, const Obligation& obligation) {
    Yen received;
    for (const CounterPayment& payment : persistence::counter_payments_of(session, obligation.application))
        if (payment.obligation == obligation.id && payment.state == persistence::CounterPaymentState::received)
            received += payment.amount;
    return received;
}

} // namespace

std::vector<RefundWay> ways_back(Session& session, const Obligation& obligation, Yen amount) {
    auto own = persistence::refundable_attempts(session, obligation.application);
    std::erase_if(own, [](const RefundableAttempt& candidate) { return !can_give_back(candidate); });
    const auto others = std::stable_partition(own.begin(), own.end(), [&](const RefundableAttempt& candidate) {
        return candidate.attempt.obligation == obligation.id;
    });
    const std::vector<RefundableAttempt> of_others(others, own.end());
    own.erase(others, own.end());

    std::vector<RefundWay> ways;
    const Yen left = amount - take(ways, own, amount);
    const Yen by_hand = std::min(left, received_by_hand(session, obligation));
    const Yen rest = left - by_hand - take(ways, of_others, left - by_hand);
    if (by_hand + rest > Yen{0}) ways.push_back({by_hand + rest});
    return ways;
}

} // namespace hiroba::services
