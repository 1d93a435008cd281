#include "services/payment/fee_change.hpp"

#include "persistence/repositories/ticket_books.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/set_off.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Obligation;
using persistence::RevenueShare;
using persistence::RevenueShares;
using persistence::Session;

using ByAccount = std::map<AccountCode, Yen>;

// What one change means, account by account.
struct Settled {
    RevenueShares moved_from; // kept under accounts that have too much, paying …
    RevenueShares moved_to;   // … what the booking costs under others
    RevenueShares refund;
    RevenueShares need; // charged in addition
};

void add(ByAccount& sums, const RevenueShares& shares) {
    for (const RevenueShare& share : shares)
        sums[share.account] += share.amount;
}

RevenueShares without(const RevenueShares& shares, const RevenueShares& taken) {
    ByAccount left;
    add(left, shares);
    for (const RevenueShare& share : taken)
        left[share.account] = left[share.account] - share.amount;
    RevenueShares rest;
    for (const auto& [account, amount] : left)
        if (amount > Yen{0}) rest.push_back({account, amount});
    return rest;
}

RevenueShares in_money(Session& session, const FeeChange& change) {
    return change.tickets ? beside(change.fee, *change.tickets)
                          : without_tickets(session, change.before.id, change.fee);
}

Settled settle(Session& session, const FeeChange& change) {
    ByAccount missing; // what it costs, without what is kept; below 0 what is too much
    add(missing, in_money(session, change));
    for (const auto& [account, amount] : kept_by_account(session, change.before))
        missing[account] = missing[account] - amount;
    RevenueShares surplus;
    RevenueShares need;
    for (const auto& [account, amount] : missing) {
        if (amount < Yen{0}) surplus.push_back({account, -amount});
        if (amount > Yen{0}) need.push_back({account, amount});
    }
    const Yen moved = std::min(persistence::sum_of(surplus), persistence::sum_of(need));
    Settled settled;
    settled.moved_from = spread_over(moved, surplus);
    settled.moved_to = spread_over(moved, need);
    settled.need = without(need, settled.moved_to);
    settled.refund = spread_over(change.refund, without(surplus, settled.moved_from));
    return settled;
}

// What is paid already of a permit; only that can be set off against.
bool was_paid(const FeeChange& change) {
    return change.before.paid > Yen{0} && change.before.state != BookingState::permitted_unpaid;
}

struct Plan {
    std::vector<Settled> settled;     // of each change
    SetOff set_off;                   // of the refunds of some against the needs of others that were paid
    std::vector<DuePart> earlier;     // of refunds that were due before, what pays the rest of these needs
    std::vector<Yen> set_off_needs;   // of each change, what of its need is paid so
    std::vector<Yen> set_off_refunds; // of each change, what of its refund pays
};

Plan plan_of(Session& session, const std::vector<FeeChange>& changes) {
    Plan plan;
    std::vector<Yen> needs;
    std::vector<Yen> refunds;
    Yen need;
    Yen refund;
    for (const FeeChange& change : changes) {
        plan.settled.push_back(settle(session, change));
        const Settled& settled = plan.settled.back();
        needs.push_back(was_paid(change) ? persistence::sum_of(settled.need) : Yen{0});
        refunds.push_back(persistence::sum_of(settled.refund));
        need += needs.back();
        refund += refunds.back();
    }
    plan.set_off = set_off(refund, need);
    if (!changes.empty())
        plan.earlier = due_parts(session, changes.front().before.application, need - plan.set_off.set_off);
    const std::vector<Yen> nothing(changes.size());
    const Yen paid_so = plan.set_off.set_off + sum_of(plan.earlier);
    plan.set_off_needs = paid_so > Yen{0} ? spread(paid_so, needs) : nothing;
    plan.set_off_refunds = plan.set_off.set_off > Yen{0} ? spread(plan.set_off.set_off, refunds) : nothing;
    return plan;
}

RevenueShares joined(const RevenueShares& some, const RevenueShares& others) {
    ByAccount sums;
    add(sums, some);
    add(sums, others);
    RevenueShares shares;
    for (const auto& [account, amount] : sums)
        shares.push_back({account, amount});
    return shares;
}

// Under each account what was paid, and what the fee costs there besides.
void charge_change(Session& session, const FeeChange& change, const Settled& settled) {
    ByAccount charged;
    for (const auto& before : persistence::charges_by_account(session, change.before.id))
        if (before.paid > Yen{0}) charged[before.account] += before.paid;
    add(charged, settled.moved_to);
    add(charged, settled.need);
    RevenueShares shares;
    for (const auto& [account, amount] : charged)
        shares.push_back({account, amount});
    persistence::save_charge(session, change.before.id, shares);
}

// With what was paid in part, now that it is paid for its bookings.
std::vector<FeeChange> as_settled(Session& session, std::vector<FeeChange> changes) {
    for (FeeChange& change : changes)
        if (change.before.charged != change.before.paid)
            change.before.paid = persistence::find_booking(session, change.before.id).value().paid;
    return changes;
}

RefundOrder order_for(const FeeChange& change, const FeeChangeGround& ground) {
    return {.ground = ground.ground,
            .cause = ground.cause,
            .amount = {},
            .shares = {},
            .percent = change.percent,
            .article = change.article,
            .decided_by = ground.decided_by,
            .reason = ground.reason,
            .set_off_against = nullptr};
}

void order_shares(Session& session, const Booking& booking, RefundOrder order, const RevenueShares& shares,
                  Instant now) {
    order.amount = persistence::sum_of(shares);
    order.shares = shares;
    order_refund(session, booking, order, now);
}

} // namespace

bool owes_its_fee(BookingState state) { return state != BookingState::held && state != BookingState::under_review; }

Yen excess_of(Session& session, const Booking& before, const RevenueShares& fee) {
    return excess_beside(session, before, fee, persistence::covered_by_tickets(session, before.id));
}

Yen excess_beside(Session& session, const Booking& before, const RevenueShares& fee, const RevenueShares& tickets) {
    const Yen kept = kept_of(session, before);
    const Yen total = persistence::sum_of(beside(fee, tickets));
    return kept > total ? kept - total : Yen{0};
}

FeeDifference difference_of(Session& session, const std::vector<FeeChange>& changes) {
    const Plan plan = plan_of(session, changes);
    FeeDifference difference;
    difference.set_off = plan.set_off.set_off;
    difference.earlier_set_off = sum_of(plan.earlier);
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Settled& settled = plan.settled[i];
        // Of a permit that is not paid yet, only what it costs more than it did.
        const PaidFee before = paid_fee_of(session, changes[i].before);
        const Yen unpaid = before.fee - before.paid;
        const Yen need = persistence::sum_of(settled.need);
        difference.additional.push_back(need > unpaid ? need - unpaid : Yen{0});
        difference.refunds.push_back(persistence::sum_of(settled.refund));
        difference.moved += persistence::sum_of(settled.moved_from);
        difference.to_pay += difference.additional.back();
        difference.to_refund += difference.refunds.back();
    }
    difference.to_refund = difference.to_refund - difference.set_off;
    const Yen paid_so = difference.set_off + difference.earlier_set_off;
    difference.to_pay = difference.to_pay > paid_so ? difference.to_pay - paid_so : Yen{0};
    return difference;
}

Result<void> carry_out(Session& session, const TownInForce& town, const persistence::Application& application,
                       const std::vector<FeeChange>& planned, const FeeChangeGround& ground, Instant now) {
    if (auto settled = settle_part(session, application.id, now); !settled) return settled;
    const auto changes = as_settled(session, planned);
    const Plan plan = plan_of(session, changes);
    ByAccount set_off_accounts;
    std::vector<RevenueShares> paid_so;
    std::vector<RevenueShares> paying;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Settled& settled = plan.settled[i];
        paid_so.push_back(joined(settled.moved_to, spread_over(plan.set_off_needs[i], settled.need)));
        add(set_off_accounts, paid_so.back());
        charge_change(session, changes[i], settled);
        paying.push_back(spread_over(plan.set_off_refunds[i], settled.refund));
        order_shares(session, changes[i].before, order_for(changes[i], ground), without(settled.refund, paying.back()),
                     now);
    }
    if (!set_off_accounts.empty()) {
        const Obligation paid = assess_set_off(session, town, application, set_off_accounts, now);
        for (std::size_t i = 0; i < changes.size(); ++i) {
            RefundOrder order = order_for(changes[i], ground);
            order.set_off_against = &paid;
            order_shares(session, changes[i].before, order, paying[i], now);
            order.percent = 100; // what was paid goes on paying for the same booking
            order_shares(session, changes[i].before, order, plan.settled[i].moved_from, now);
        }
        for (const DuePart& part : plan.earlier)
            set_off_part(session, part, paid, now);
        for (std::size_t i = 0; i < changes.size(); ++i)
            if (!paid_so[i].empty()) persistence::add_paid(session, changes[i].before.id, paid_so[i]);
    }
    return reassess(session, town, application, now);
}

} // namespace hiroba::services
