#include "services/payment/late_money.hpp"

#include "payments/attempt_life.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/booking/state_left.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/receive.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Attempt;
using persistence::Booking;
using persistence::CounterPayment;
using persistence::CounterPaymentState;
using persistence::Obligation;
using persistence::Refund;
using persistence::RefundGround;
using persistence::Session;

constexpr std::string_view came_late = "paid_late";

// Still whole: nothing of it is being given back.
bool is_whole(Session& session, const Attempt& attempt) {
    const auto attempts = persistence::refundable_attempts(session, attempt.application);
    return std::ranges::any_of(
        attempts, [&](const auto& each) { return each.attempt.id == attempt.id && each.left == attempt.amount; });
}

struct Late {
    ApplicationId application;
    ObligationId obligation; // that it was meant for
    Yen amount;
    std::variant<Attempt, CounterPayment> money;
};

Result<Late> late_money(Session& session, AttemptId id) {
    auto attempt = persistence::find_attempt(session, id).value();
    if (attempt.state != came_late || !is_whole(session, attempt))
        return refuse("wrong_state", {{"state", attempt.state}});
    return Late{attempt.application, attempt.obligation, attempt.amount, std::move(attempt)};
}

Result<Late> late_money(Session& session, CounterPaymentId id) {
    auto payment = persistence::find_counter_payment(session, id).value();
    if (payment.state != CounterPaymentState::unapplied)
        return refuse("wrong_state", {{"state", std::string{name_of(payment.state)}}});
    return Late{payment.application, payment.obligation, payment.amount, std::move(payment)};
}

Result<Late> late_money(Session& session, const LateMoney& money) {
    return std::visit([&](auto id) { return late_money(session, id); }, money);
}

// It waited for money when it ended; what tickets had paid for whole did not.
bool was_given_up_unpaid(Session& session, const Booking& booking) {
    if (booking.state != BookingState::expired && booking.state != BookingState::cancelled) return false;
    if (booking.paid > Yen{0} || booking.total == Yen{0}) return false;
    return state_left(session, booking) == BookingState::permitted_unpaid;
}

std::vector<Booking> to_seat(Session& session, ApplicationId application) {
    auto bookings = persistence::bookings_of_application(session, application);
    std::erase_if(bookings, [&](const Booking& booking) { return !was_given_up_unpaid(session, booking); });
    return bookings;
}

Result<void> seat(Session& session, const TownInForce& town, const Application& application, const Booking& booking,
                  AccountId by, Instant now) {
    const auto again = occupied_again(town, application, booking);
    if (!again) return tl::unexpected(again.error());
    const auto seated = occupy_again(session, town, *again, {.event = BookingEvent::seated_again, .at = now, .by = by});
    if (!seated) return tl::unexpected(seated.error());
    charge(session, town, *persistence::find_booking(session, booking.id));
    notify(session, application, {.kind = "permitted", .booking = &booking}, now);
    return {};
}

// The obligation that the late money pays, which must be exactly its amount.
Result<persistence::Obligation> obligation_for(Session& session, const Late& money) {
    auto owed = persistence::owed_obligation_of(session, money.application);
    const Yen amount = owed ? persistence::rest_of(*owed) : Yen{0};
    if (amount != money.amount)
        return refuse("amount_differs", {{"owed_yen", amount.amount()}, {"paid_yen", money.amount.amount()}});
    return std::move(*owed);
}

// The money moves to what it pays now.
Result<void> move_money(Session& session, const Attempt& attempt, const Obligation& pays, AccountId by, Instant now) {
    const persistence::AttemptChange change{std::string{name_of(payments::AttemptEvent::seated_again)}, attempt.state,
                                            "account " + std::to_string(by.value()), now};
    if (!persistence::move_late_attempt(session, attempt, pays.id, change)) return refuse("attempt_changed");
    post_seated_again(session, *persistence::find_obligation(session, attempt.obligation), pays, attempt, now);
    return {};
}
Result<void> move_money(Session& session, const CounterPayment& payment, const Obligation& pays, AccountId /*by*/,
                        Instant now) {
    if (!persistence::apply_counter_payment(session, payment.id, pays.id))
        throw std::logic_error("an unapplied payment of a locked application was moved by somebody else");
    post_seated_again(session, *persistence::find_obligation(session, payment.obligation), pays, payment, now);
    return {};
}

Result<void> pay(Session& session, const Late& late, const Obligation& obligation, AccountId by, Instant now) {
    const auto moved =
        std::visit([&](const auto& money) { return move_money(session, money, obligation, by, now); }, late.money);
    if (!moved) return moved;
    if (!receive(session, obligation, late.amount, now))
        throw std::logic_error("less is owed of a locked application than was read");
    return {};
}

// All of that payment is set aside for it.
bool set_aside(Session& session, const Attempt& attempt, persistence::RefundPayout& payout) {
    payout.attempt = attempt.id;
    return persistence::reserve_refund(session, attempt.id, attempt.amount);
}
bool set_aside(Session& session, const CounterPayment& payment, persistence::RefundPayout& /*by hand*/) {
    return persistence::return_counter_payment(session, payment.id);
}

} // namespace

Result<void> seat_again(Session& session, const TownInForce& town, const PricingTowns& priced_by,
                        const LateMoney& money, AccountId by, Instant now) {
    const auto late = late_money(session, money);
    if (!late) return tl::unexpected(late.error());
    const auto newest = persistence::newest_attempt_of(session, late->application);
    if (newest && newest->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(newest->id.value())}});
    const auto application = *persistence::find_application(session, late->application);
    std::vector<BookingId> seated;
    if (!persistence::owed_obligation_of(session, application.id)) {
        const auto bookings = to_seat(session, application.id);
        if (auto to_come = check_to_come(bookings, now); !to_come) return to_come;
        if (auto locked = lock_days_of(session, priced_by, application, bookings); !locked) return locked;
        for (const Booking& booking : bookings) {
            if (auto done = seat(session, town, application, booking, by, now); !done) return done;
            seated.push_back(booking.id);
        }
        if (auto assessed = reassess(session, town, application, now); !assessed) return assessed;
    }
    const auto obligation = obligation_for(session, *late);
    if (!obligation) return tl::unexpected(obligation.error());
    if (auto paid = pay(session, *late, *obligation, by, now); !paid) return paid;
    for (const BookingId id : seated)
        if (auto left = charge_what_is_left(session, town, priced_by, id, by, now); !left) return left;
    return {};
}

Result<RefundId> refund_late_money(Session& session, const LateMoney& money, AccountId by, const std::string& reason,
                                   Instant now) {
    const auto late = late_money(session, money);
    if (!late) return tl::unexpected(late.error());
    const Refund refund{.id = RefundId{persistence::new_id(now)},
                        .application = late->application,
                        .booking = std::nullopt,
                        .obligation = late->obligation,
                        .ground = RefundGround::overpaid,
                        .cause = RefundCause::user,
                        .state = RefundState::due,
                        .amount = late->amount,
                        .shares = {},
                        .percent = 100,
                        .article = {},
                        .decided_by = by,
                        .reason = reason.empty() ? std::nullopt : std::optional{reason},
                        .set_off_against = std::nullopt,
                        .created_at = now};
    persistence::insert_refund(session, refund);
    persistence::RefundPayout payout;
    payout.refund = refund.id;
    const bool is_set_aside =
        std::visit([&](const auto& paid) { return set_aside(session, paid, payout); }, late->money) &&
        persistence::save_payout(session, payout, {.event = "due", .by = by, .evidence = reason, .at = now});
    if (!is_set_aside) throw std::logic_error("late money of a locked application was moved by somebody else");
    post_overpaid_due(session, *persistence::find_obligation(session, late->obligation), refund, now);
    notify(session, *persistence::find_application(session, late->application),
           {.kind = "refund_decided", .yen = {{"refund_yen", refund.amount}}}, now);
    return refund.id;
}

Result<void> undo_record(Session& session, const CounterPayment& unapplied, const persistence::Undoing& undoing) {
    if (unapplied.state != CounterPaymentState::unapplied) return refuse("needs_refund");
    if (!persistence::undo_counter_payment(session, unapplied.id, undoing))
        throw std::logic_error("an unapplied payment of a locked application was moved by somebody else");
    post_counter_payment_undone(session, *persistence::find_obligation(session, unapplied.obligation), unapplied,
                                std::nullopt, undoing.at);
    for (const auto kind : {PaymentCaseKind::paid_late, PaymentCaseKind::paid_twice, PaymentCaseKind::overpaid})
        persistence::resolve_case(session, kind, unapplied.id, undoing.at);
    return {};
}

} // namespace hiroba::services
