#include "services/payment/charges.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/payment/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Obligation;
using persistence::Refund;
using persistence::RefundState;
using persistence::Session;

Yen charged_in_all(Session& session, ApplicationId application) {
    Yen sum;
    for (const Booking& booking : persistence::bookings_of_application(session, application))
        sum += booking.charged;
    return sum;
}

Yen paid_in_all(Session& session, ApplicationId application) {
    Yen sum;
    for (const Obligation& obligation : persistence::obligations_of(session, application))
        if (obligation.state == "paid") sum += obligation.amount;
    return sum;
}

Result<void> take_back(Session& session, const Obligation& obligation, Instant now) {
    const auto attempt = persistence::newest_attempt_of(session, obligation.application);
    if (attempt && attempt->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}});
    if (!persistence::settle_obligation(session, obligation.id, "released"))
        throw std::logic_error("an owed obligation of a locked application was settled by somebody else");
    post_released(session, obligation, now);
    return {};
}

void assess(Session& session, ApplicationId application, const AccountCode& account, Yen amount, Instant now) {
    const LocalDate today = to_town_time(now).date;
    const Obligation obligation{ObligationId{persistence::new_id(now)}, application, "owed", amount, account, today,
                                fiscal_year_of_receipt(today)};
    persistence::insert_obligation(session, obligation);
    post_assessed(session, obligation, now);
}

Yen given_back_of(const std::vector<Refund>& refunds, ObligationId obligation) {
    Yen sum;
    for (const Refund& refund : refunds)
        if (refund.obligation == obligation && refund.state == RefundState::due) sum += refund.amount;
    return sum;
}

} // namespace

const AccountCode& revenue_account(const TownInForce& town, const persistence::Application& application) {
    const Facility* facility = find_facility(town.town, application.facility);
    if (facility == nullptr) throw std::logic_error("a facility with bookings has left the town");
    return facility->revenue_account;
}

Result<void> reassess(Session& session, ApplicationId application, const AccountCode& account, Instant now) {
    const Yen missing = charged_in_all(session, application) - paid_in_all(session, application);
    if (missing < Yen{0}) throw std::logic_error("more was paid for an application than was charged");
    const auto owed = persistence::owed_obligation_of(session, application);
    if (owed && owed->amount == missing) return {};
    if (owed)
        if (auto taken = take_back(session, *owed, now); !taken) return taken;
    if (missing > Yen{0}) assess(session, application, account, missing, now);
    return {};
}

void uncharge(Session& session, const Booking& booking) {
    if (booking.charged != booking.paid) persistence::save_charge(session, booking.id, booking.paid);
}

Yen kept_of(Session& session, const Booking& booking) {
    Yen kept = booking.paid;
    for (const Refund& refund : persistence::refunds_of_booking(session, booking.id))
        if (refund.state == RefundState::due) kept = kept - refund.amount;
    return kept;
}

Yen charge_for(Session& session, const Booking& booking, Yen total) {
    const Yen kept = kept_of(session, booking);
    return total > kept ? booking.paid + (total - kept) : booking.paid;
}

void order_refund(Session& session, const Booking& booking, const RefundOrder& order, Instant now) {
    if (order.amount == Yen{0}) return;
    if (order.amount > kept_of(session, booking)) throw std::logic_error("more would be refunded than was paid");
    const auto before = persistence::refunds_of(session, booking.application);
    const auto obligations = persistence::obligations_of(session, booking.application);
    Yen left = order.amount;
    for (auto obligation = obligations.rbegin(); obligation != obligations.rend() && left > Yen{0}; ++obligation) {
        if (obligation->state != "paid") continue;
        const Yen amount = std::min(left, obligation->amount - given_back_of(before, obligation->id));
        if (amount == Yen{0}) continue;
        const Refund refund{.id = RefundId{persistence::new_id(now)},
                            .application = booking.application,
                            .booking = booking.id,
                            .obligation = obligation->id,
                            .ground = order.ground,
                            .state = RefundState::due,
                            .amount = amount,
                            .percent = order.percent,
                            .article = order.article,
                            .created_at = now};
        persistence::insert_refund(session, refund);
        post_refund_due(session, *obligation, refund, now);
        left = left - amount;
    }
    if (left > Yen{0}) throw std::logic_error("more would be refunded than the application has paid");
}

bool take_back_refunds(Session& session, const Booking& booking, persistence::RefundGround ground, Instant now) {
    for (const Refund& refund : persistence::refunds_of_booking(session, booking.id)) {
        if (refund.ground != ground || refund.state == RefundState::taken_back) continue;
        if (!persistence::take_back_refund(session, refund.id)) return false;
        post_refund_taken_back(session, *persistence::find_obligation(session, refund.obligation), refund, now);
    }
    return true;
}

} // namespace hiroba::services
