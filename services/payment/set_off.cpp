#include "services/payment/set_off.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {

using persistence::Booking;
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

// What a permit that stands costs besides what paid for it, money or tickets, and has not been paid.
struct Debt {
    BookingId booking;
    RevenueShares left;
};
std::vector<Debt> debts_of(Session& session, ApplicationId application) {
    std::vector<Debt> debts;
    for (const Booking& booking : persistence::bookings_of_application(session, application)) {
        if (booking.state == BookingState::permitted_unpaid) continue;
        Debt debt{booking.id, {}};
        for (const auto& charge : persistence::charges_by_account(session, booking.id))
            if (charge.charged > charge.paid) debt.left.push_back({charge.account, charge.charged - charge.paid});
        if (!debt.left.empty()) debts.push_back(std::move(debt));
    }
    return debts;
}

// What of the debts so much pays, each under its own accounts.
std::vector<Debt> paid_of(const std::vector<Debt>& debts, Yen amount) {
    std::vector<Yen> needs;
    needs.reserve(debts.size());
    for (const Debt& debt : debts)
        needs.push_back(persistence::sum_of(debt.left));
    const auto parts = spread(amount, needs);
    std::vector<Debt> paid;
    for (std::size_t i = 0; i < debts.size(); ++i)
        if (parts[i] > Yen{0}) paid.push_back({debts[i].booking, spread_over(parts[i], debts[i].left)});
    return paid;
}

Yen sum_of(const std::vector<Debt>& debts) {
    Yen sum;
    for (const Debt& debt : debts)
        sum += persistence::sum_of(debt.left);
    return sum;
}

// Somebody may pay what is owed at this moment.
bool is_being_paid(Session& session, ApplicationId application) {
    const auto attempt = persistence::newest_attempt_of(session, application);
    return attempt && attempt->live;
}

// What debts_of will tell of it once what was paid in part is settled.
Unpaid unpaid_beside(const Booking& booking, Yen part) {
    const Yen unpaid = booking.charged - booking.paid - part;
    return {unpaid, booking.state == BookingState::permitted_unpaid ? Yen{0} : unpaid};
}

Yen part_for(const std::map<BookingId, Yen>& parts, BookingId booking) {
    const auto part = parts.find(booking);
    return part == parts.end() ? Yen{0} : part->second;
}

// Of the amount, under the accounts of the order, else in proportion to what is kept of the booking.
RevenueShares shares_of(Session& session, const Booking& booking, const RefundOrder& order) {
    if (!order.shares.empty()) return order.shares;
    RevenueShares kept;
    for (const auto& [account, amount] : kept_by_account(session, *persistence::find_booking(session, booking.id)))
        if (amount > Yen{0}) kept.push_back({account, amount});
    return spread_over(order.amount, kept);
}

// The debts are paid by the order, each under its own accounts, and what is left of the order is due.
void pay_debts(Session& session, const TownInForce& town, const Booking& booking, const RefundOrder& order,
               const std::vector<Debt>& paid, Instant now) {
    std::map<AccountCode, Yen> accounts;
    for (const Debt& part : paid)
        for (const auto& [account, amount] : part.left)
            accounts[account] += amount;
    const auto application = *persistence::find_application(session, booking.application);
    const Obligation pays = assess_set_off(session, town, application, accounts, now);
    const RevenueShares shares = shares_of(session, booking, order);
    RefundOrder paying = order;
    paying.amount = pays.amount;
    paying.shares = spread_over(pays.amount, shares);
    paying.set_off_against = &pays;
    order_refund(session, booking, paying, now);
    RefundOrder rest = order;
    rest.shares = rest_after(shares, paying.shares);
    rest.amount = persistence::sum_of(rest.shares);
    order_refund(session, booking, rest, now);
    for (const Debt& part : paid)
        persistence::add_paid(session, part.booking, part.left);
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

Obligation assess_set_off(Session& session, const TownInForce& town, const persistence::Application& application,
                          const std::map<AccountCode, Yen>& accounts, Instant now) {
    const LocalDate today = to_town_time(now).date;
    RevenueShares shares;
    for (const auto& [account, amount] : accounts)
        shares.push_back({account, amount});
    const Yen total = persistence::sum_of(shares);
    Obligation obligation{.id = ObligationId{persistence::new_id(now)},
                          .application = application.id,
                          .state = "paid",
                          .amount = total,
                          .paid = total,
                          .shares = std::move(shares),
                          .assessed_on = today,
                          .fiscal_year = fiscal_year_of_receipt(today),
                          .managed_by = managed_by(town, application)};
    persistence::insert_obligation(session, obligation);
    post_assessed(session, obligation, now);
    return obligation;
}

Result<DividedRefund> order_refund_beyond_debts(Session& session, const TownInForce& town, const Booking& booking,
                                                const RefundOrder& order, Instant now) {
    const bool is_owing = order.amount > Yen{0} && !debts_of(session, booking.application).empty();
    if (!is_owing || is_being_paid(session, booking.application)) {
        order_refund(session, booking, order, now);
        return DividedRefund{{}, order.amount};
    }
    if (auto settled = settle_part(session, booking.application, now); !settled) return tl::unexpected(settled.error());
    const auto application = *persistence::find_application(session, booking.application);
    const auto debts = debts_of(session, booking.application);
    DividedRefund divided{std::min(order.amount, sum_of(debts)), {}};
    divided.due = order.amount - divided.set_off;
    if (debts.empty()) // the part had paid them
        order_refund(session, booking, order, now);
    else
        pay_debts(session, town, booking, order, paid_of(debts, divided.set_off), now);
    if (auto assessed = reassess(session, town, application, now); !assessed) return tl::unexpected(assessed.error());
    return divided;
}

Unpaid unpaid_of(const ApplicationView& view, const Booking& booking) {
    const auto owed = std::ranges::find(view.obligations, "owed", &Obligation::state);
    if (owed == view.obligations.end()) return unpaid_beside(booking, {});
    return unpaid_beside(booking, part_for(parts_of(view.bookings, *owed), booking.id));
}

DividedRefund divided_by_debts(Session& session, ApplicationId application, Yen amount) {
    if (is_being_paid(session, application)) return {{}, amount};
    const auto bookings = persistence::bookings_of_application(session, application);
    const auto parts = parts_of(bookings, persistence::owed_obligation_of(session, application));
    Yen owing;
    for (const Booking& booking : bookings)
        owing += unpaid_beside(booking, part_for(parts, booking.id)).older_difference;
    const Yen set_off = std::min(amount, owing);
    return {set_off, amount - set_off};
}

} // namespace hiroba::services
