#include "services/payment/set_off.hpp"

#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {

using persistence::Obligation;
using persistence::Refund;
using persistence::RevenueShares;
using persistence::Session;

namespace {

RevenueShares rest_after(const RevenueShares& shares, const RevenueShares& taken) {
    RevenueShares rest;
    for (const auto& [account, amount] : shares) {
        const auto part = std::ranges::find(taken, account, &persistence::RevenueShare::account);
        const Yen left = part == taken.end() ? amount : amount - part->amount;
        if (left > Yen{0}) rest.push_back({account, left});
    }
    return rest;
}

// The same refund of so much.
Refund anew(Refund refund, RevenueShares shares, Instant now) {
    refund.id = RefundId{persistence::new_id(now)};
    refund.amount = persistence::sum_of(shares);
    refund.shares = std::move(shares);
    refund.created_at = now;
    return refund;
}

} // namespace

std::vector<DuePart> due_parts(Session& session, ApplicationId application, Yen need) {
    std::vector<DuePart> parts;
    if (need == Yen{0}) return parts;
    auto refunds = persistence::refunds_of(session, application);
    std::ranges::stable_sort(refunds, {}, &Refund::created_at);
    for (Refund& refund : refunds) {
        if (refund.state != RefundState::due || !refund.booking) continue;
        const Yen amount = std::min(need, refund.amount);
        if (amount == Yen{0}) break;
        need = need - amount;
        parts.push_back({std::move(refund), amount});
    }
    return parts;
}

Yen sum_of(const std::vector<DuePart>& parts) {
    Yen sum;
    for (const DuePart& part : parts)
        sum += part.amount;
    return sum;
}

void set_off_part(Session& session, const DuePart& part, const Obligation& pays, Instant now) {
    const Refund& refund = part.refund;
    const auto way = persistence::payout_of(session, refund.id).attempt;
    if (!take_back_refund(session, refund, now))
        throw std::logic_error("a refund of a locked application was paid by somebody else");
    const Obligation refunded = *persistence::find_obligation(session, refund.obligation);
    const RevenueShares shares = spread_over(part.amount, refund.shares);
    Refund paying = anew(refund, shares, now);
    paying.state = RefundState::set_off;
    paying.set_off_against = pays.id;
    persistence::insert_refund(session, paying);
    post_refund_due(session, refunded, paying, now);
    post_set_off(session, pays, paying, now);
    RevenueShares rest = rest_after(refund.shares, shares);
    if (rest.empty()) return;
    const Refund still_due = anew(refund, std::move(rest), now);
    persistence::insert_refund(session, still_due);
    post_refund_due(session, refunded, still_due, now);
    set_aside(session, still_due, way, std::nullopt, now);
}

} // namespace hiroba::services
