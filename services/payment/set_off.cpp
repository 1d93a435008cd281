#include "services/payment/set_off.hpp"

#include "persistence/repositories/new_id.hpp"
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

void write_anew(Session& session, const Obligation& refunded, Refund refund, RevenueShares shares,
                const Obligation* pays, Instant now) {
    if (shares.empty()) return;
    refund.id = RefundId{persistence::new_id(now)};
    refund.amount = persistence::sum_of(shares);
    refund.shares = std::move(shares);
    refund.state = pays == nullptr ? RefundState::due : RefundState::set_off;
    refund.set_off_against = pays == nullptr ? std::nullopt : std::optional{pays->id};
    refund.created_at = now;
    persistence::insert_refund(session, refund);
    post_refund_due(session, refunded, refund, now);
    if (pays != nullptr) post_set_off(session, *pays, refund, now);
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
    if (!persistence::take_back_refund(session, refund.id))
        throw std::logic_error("a refund of a locked application was paid by somebody else");
    const Obligation refunded = *persistence::find_obligation(session, refund.obligation);
    post_refund_taken_back(session, refunded, refund, now);
    const RevenueShares paying = spread_over(part.amount, refund.shares);
    write_anew(session, refunded, refund, paying, &pays, now);
    write_anew(session, refunded, refund, rest_after(refund.shares, paying), nullptr, now);
}

} // namespace hiroba::services
