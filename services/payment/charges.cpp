#include "services/payment/charges.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "persistence/repositories/ticket_books.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/payment_due.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/refund_ways.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Obligation;
using persistence::Refund;
using persistence::RefundState;
using persistence::RevenueShare;
using persistence::RevenueShares;
using persistence::Session;

using ByAccount = std::map<AccountCode, Yen>;

RevenueShares shares_of(const ByAccount& amounts) {
    RevenueShares shares;
    for (const auto& [account, amount] : amounts)
        if (amount > Yen{0}) shares.push_back({account, amount});
    return shares;
}

const Facility& facility_of(const TownInForce& town, const FacilityCode& code) {
    const Facility* facility = find_facility(town.town, code);
    if (facility == nullptr) throw std::logic_error("a facility with bookings has left the town");
    return *facility;
}

// Charged and not paid, over the application's bookings.
RevenueShares missing_of(Session& session, const std::vector<Booking>& bookings) {
    ByAccount missing;
    for (const Booking& booking : bookings)
        for (const auto& charge : persistence::charges_by_account(session, booking.id))
            missing[charge.account] += charge.charged - charge.paid;
    return shares_of(missing);
}

// Of permits that were paid and cost more since, the earliest; nothing while a permit among them waits for its payment,
// because that one ends by its own deadline.
std::optional<Instant> due_of_difference(const TownInForce& town, const std::vector<Booking>& bookings, Instant now) {
    std::optional<Instant> due;
    for (const Booking& booking : bookings) {
        if (booking.charged == booking.paid) continue;
        if (booking.state == BookingState::permitted_unpaid) return std::nullopt;
        const Instant own = payment_due_at(town, booking.facility, now, to_instant(booking.start));
        if (!due || own < *due) due = own;
    }
    return due;
}

// What is owed already keeps its term, unless the use has moved to before it.
void follow_due(Session& session, const Obligation& owed, std::optional<Instant> due) {
    if (owed.due_at.has_value() != due.has_value() || (due && *due < *owed.due_at))
        persistence::set_due(session, owed.id, due);
}

Result<void> take_back(Session& session, const Obligation& obligation, Instant now) {
    const auto attempt = persistence::newest_attempt_of(session, obligation.application);
    if (attempt && attempt->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}});
    if (!persistence::settle_obligation(session, obligation.id, "released"))
        throw std::logic_error("an obligation is replaced that is not owed, or whose part was not settled before");
    post_released(session, obligation, now);
    return {};
}

// What was overpaid has paid for nothing, so giving it back takes nothing away.
bool counts(const Refund& refund) {
    return refund.state != RefundState::taken_back && refund.ground != persistence::RefundGround::overpaid;
}

Yen given_back_of(const std::vector<Refund>& refunds, ObligationId obligation) {
    Yen sum;
    for (const Refund& refund : refunds)
        if (refund.obligation == obligation && counts(refund)) sum += refund.amount;
    return sum;
}

// So much of the shares, in their order; they become what is left of them.
RevenueShares take_from(RevenueShares& shares, Yen amount) {
    RevenueShares taken;
    for (RevenueShare& share : shares) {
        const Yen part = std::min(amount, share.amount);
        if (part == Yen{0}) continue;
        taken.push_back({share.account, part});
        share.amount = share.amount - part;
        amount = amount - part;
    }
    return taken;
}

void write_refund(Session& session, std::optional<BookingId> booking, const Obligation& obligation,
                  const RefundOrder& order, const RefundWay& way, RevenueShares shares, Instant now) {
    Refund refund{.id = RefundId{persistence::new_id(now)},
                  .application = obligation.application,
                  .booking = booking,
                  .obligation = obligation.id,
                  .ground = order.ground,
                  .cause = order.cause,
                  .state = RefundState::due,
                  .amount = way.amount,
                  .shares = std::move(shares),
                  .percent = order.percent,
                  .article = order.article,
                  .decided_by = order.decided_by,
                  .reason = order.reason,
                  .set_off_against = std::nullopt,
                  .created_at = now};
    if (order.set_off_against != nullptr) {
        refund.state = RefundState::set_off;
        refund.set_off_against = order.set_off_against->id;
    }
    persistence::insert_refund(session, refund);
    post_refund_due(session, obligation, refund, now);
    if (order.set_off_against != nullptr)
        post_set_off(session, *order.set_off_against, refund, now);
    else
        set_aside(session, refund, way.attempt, order.decided_by, now);
}

// A permit that waited for money of which nothing is left to pay (its fee became less, tickets pay for all of it, or
// others did not need it).
void permit_what_is_paid(Session& session, const std::vector<Booking>& bookings, Instant now) {
    for (const Booking& booking : bookings) {
        if (booking.state != BookingState::permitted_unpaid || booking.total == Yen{0} ||
            booking.charged != booking.paid)
            continue;
        if (booking.paid == Yen{0} && persistence::covered_by_tickets(session, booking.id).empty()) continue;
        if (!persistence::advance(session, booking.id, {.event = BookingEvent::paid, .at = now}))
            throw std::logic_error("a booking of a locked application was moved by somebody else");
    }
}

} // namespace

RevenueShares spread_over(Yen amount, const RevenueShares& shares) {
    std::vector<Yen> weights;
    weights.reserve(shares.size());
    for (const RevenueShare& share : shares)
        weights.push_back(share.amount);
    RevenueShares parts;
    if (amount == Yen{0}) return parts;
    const auto amounts = spread(amount, weights);
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (amounts[i] > Yen{0}) parts.push_back({shares[i].account, amounts[i]});
    return parts;
}

RevenueShares shares_of_fee(const TownInForce& town, const Booking& booking) {
    if (booking.total == Yen{0}) return {};
    ByAccount amounts;
    const auto fee = nlohmann::json::parse(booking.quote_json);
    for (const auto& line : fee.at("lines")) {
        // Fees of before accounts were told belong under the facility's own.
        const auto code = line.at("account_code").get<std::string>();
        const AccountCode account =
            code.empty() ? facility_of(town, booking.facility).revenue_account : AccountCode{code};
        amounts[account] += Yen{line.at("yen").get<std::int64_t>()};
    }
    auto shares = shares_of(amounts);
    if (persistence::sum_of(shares) != booking.total)
        throw std::logic_error("the lines of a fee do not add up to it under their accounts");
    return shares;
}

RevenueShares shares_of(const Quote& quote) {
    ByAccount amounts;
    for (const AccountTotal& total : quote.accounts)
        amounts[total.account] += total.total;
    return shares_of(amounts);
}

std::optional<FacilityCode> managed_by(const TownInForce& town, const persistence::Application& application) {
    if (!facility_of(town, application.facility).manager) return std::nullopt;
    return application.facility;
}

Result<void> reassess(Session& session, const TownInForce& town, const persistence::Application& application,
                      Instant now) {
    const auto bookings = persistence::bookings_of_application(session, application.id);
    permit_what_is_paid(session, bookings, now);
    const RevenueShares missing = missing_of(session, bookings);
    const auto owed = persistence::owed_obligation_of(session, application.id);
    const auto due = due_of_difference(town, bookings, now);
    if (owed && owed->shares == missing) {
        follow_due(session, *owed, due);
        return {};
    }
    if (owed)
        if (auto taken = take_back(session, *owed, now); !taken) return taken;
    if (missing.empty()) return {};
    const LocalDate today = to_town_time(now).date;
    const Obligation obligation{.id = ObligationId{persistence::new_id(now)},
                                .application = application.id,
                                .state = "owed",
                                .amount = persistence::sum_of(missing),
                                .shares = missing,
                                .assessed_on = today,
                                .fiscal_year = fiscal_year_of_receipt(today),
                                .managed_by = managed_by(town, application),
                                .due_at = due};
    persistence::insert_obligation(session, obligation);
    post_assessed(session, obligation, now);
    return {};
}

ByAccount kept_by_account(Session& session, const Booking& booking) {
    ByAccount kept;
    for (const RevenueShare& share : part_of(session, booking))
        kept[share.account] += share.amount;
    if (booking.paid == Yen{0}) return kept;
    for (const auto& charge : persistence::charges_by_account(session, booking.id))
        kept[charge.account] += charge.paid;
    for (const Refund& refund : persistence::refunds_of_booking(session, booking.id))
        if (counts(refund))
            for (const RevenueShare& share : refund.shares)
                kept[share.account] = kept[share.account] - share.amount;
    return kept;
}

PaidFee paid_fee_of(Session& session, const Booking& booking) {
    const Yen part = persistence::sum_of(part_of(session, booking));
    Yen kept = booking.paid + part;
    if (booking.paid > Yen{0})
        for (const Refund& refund : persistence::refunds_of_booking(session, booking.id))
            if (counts(refund)) kept = kept - refund.amount;
    return {kept + (booking.charged - booking.paid - part), kept};
}

Yen kept_of(Session& session, const Booking& booking) { return paid_fee_of(session, booking).paid; }

RevenueShares without_tickets(Session& session, BookingId booking, const RevenueShares& fee) {
    return beside(fee, persistence::covered_by_tickets(session, booking));
}

RevenueShares beside(const RevenueShares& fee, const RevenueShares& covered) {
    if (covered.empty()) return fee;
    ByAccount left;
    for (const RevenueShare& share : fee)
        left[share.account] += share.amount;
    for (const RevenueShare& share : covered)
        left[share.account] = left[share.account] - share.amount;
    return shares_of(left);
}

void charge(Session& session, const TownInForce& town, const Booking& booking) {
    ByAccount charged;
    if (booking.paid > Yen{0})
        for (const auto& before : persistence::charges_by_account(session, booking.id))
            charged[before.account] += before.paid;
    const ByAccount kept = kept_by_account(session, booking);
    for (const RevenueShare& share : without_tickets(session, booking.id, shares_of_fee(town, booking))) {
        const auto known = kept.find(share.account);
        const Yen covered = known == kept.end() ? Yen{0} : known->second;
        if (share.amount > covered) charged[share.account] += share.amount - covered;
    }
    persistence::save_charge(session, booking.id, shares_of(charged));
}

void uncharge(Session& session, const Booking& booking) {
    if (booking.charged == booking.paid) return;
    ByAccount paid;
    for (const auto& charge : persistence::charges_by_account(session, booking.id))
        paid[charge.account] += charge.paid;
    persistence::save_charge(session, booking.id, shares_of(paid));
}

void order_refund(Session& session, const Booking& booking, const RefundOrder& order, Instant now) {
    if (order.amount == Yen{0}) return;
    // As it stands: a part of it may have been settled since it was read.
    const RevenueShares kept = shares_of(kept_by_account(session, *persistence::find_booking(session, booking.id)));
    if (order.amount > persistence::sum_of(kept)) throw std::logic_error("more would be refunded than was paid");
    RevenueShares shares = order.shares.empty() ? spread_over(order.amount, kept) : order.shares;
    const auto before = persistence::refunds_of(session, booking.application);
    const auto obligations = persistence::obligations_of(session, booking.application);
    Yen left = order.amount;
    for (auto obligation = obligations.rbegin(); obligation != obligations.rend() && left > Yen{0}; ++obligation) {
        if (obligation->state != "paid") continue;
        if (order.set_off_against != nullptr && obligation->id == order.set_off_against->id) continue;
        const Yen amount = std::min(left, obligation->amount - given_back_of(before, obligation->id));
        if (amount == Yen{0}) continue;
        if (order.set_off_against != nullptr)
            write_refund(session, booking.id, *obligation, order, {amount}, take_from(shares, amount), now);
        else
            for (const RefundWay& way : ways_back(session, *obligation, amount))
                write_refund(session, booking.id, *obligation, order, way, take_from(shares, way.amount), now);
        left = left - amount;
    }
    if (left > Yen{0}) throw std::logic_error("more would be refunded than the application has paid");
}

void order_book_refund(Session& session, const Obligation& paid, const RefundOrder& order, Instant now) {
    RevenueShares shares = spread_over(order.amount, paid.shares);
    for (const RefundWay& way : ways_back(session, paid, order.amount))
        write_refund(session, std::nullopt, paid, order, way, take_from(shares, way.amount), now);
}

void set_aside(Session& session, const Refund& refund, std::optional<AttemptId> attempt, std::optional<AccountId> by,
               Instant now) {
    persistence::RefundPayout payout;
    payout.refund = refund.id;
    payout.attempt = attempt;
    const bool is_set_aside =
        (!attempt || persistence::reserve_refund(session, *attempt, refund.amount)) &&
        persistence::save_payout(session, payout, {.event = "due", .by = by, .evidence = "", .at = now});
    if (!is_set_aside) throw std::logic_error("a payment of a locked application has less left than was read");
}

bool take_back_refund(Session& session, const Refund& refund, Instant now) {
    if (!persistence::take_back_refund(session, refund.id)) return false;
    if (const auto payout = persistence::payout_of(session, refund.id); payout.attempt)
        persistence::release_refund(session, *payout.attempt, refund.amount);
    post_refund_taken_back(session, *persistence::find_obligation(session, refund.obligation), refund, now);
    return true;
}

bool take_back_refunds(Session& session, const Booking& booking, persistence::RefundGround ground, Instant now) {
    for (const Refund& refund : persistence::refunds_of_booking(session, booking.id)) {
        if (refund.ground != ground || refund.state == RefundState::taken_back) continue;
        if (!take_back_refund(session, refund, now)) return false;
    }
    return true;
}

} // namespace hiroba::services
