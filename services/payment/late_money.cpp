#include "services/payment/late_money.hpp"

#include "payments/attempt_life.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/receive.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Attempt;
using persistence::Booking;
using persistence::Refund;
using persistence::RefundGround;
using persistence::Session;

constexpr std::string_view late = "paid_late";

// Still whole: nothing of it is being given back.
bool is_whole(Session& session, const Attempt& attempt) {
    const auto attempts = persistence::refundable_attempts(session, attempt.application);
    return std::ranges::any_of(
        attempts, [&](const auto& each) { return each.attempt.id == attempt.id && each.left == attempt.amount; });
}

Result<Attempt> late_attempt(Session& session, AttemptId id) {
    auto attempt = persistence::find_attempt(session, id).value();
    if (attempt.state != late || !is_whole(session, attempt)) return refuse("wrong_state", {{"state", attempt.state}});
    return attempt;
}

bool was_given_up_unpaid(const Booking& booking) {
    return (booking.state == BookingState::expired || booking.state == BookingState::cancelled) &&
           booking.paid == Yen{0} && booking.total > Yen{0};
}

Result<void> seat(Session& session, const TownInForce& town, const Application& application, const Booking& booking,
                  AccountId by, Instant now) {
    if (now >= to_instant(booking.start))
        return refuse("use_has_begun", {{"began_at_ms", to_instant(booking.start).epoch_ms()}});
    const auto again = occupied_again(town, application, booking);
    if (!again) return tl::unexpected(again.error());
    const auto seated = occupy_again(session, town, *again, {.event = BookingEvent::seated_again, .at = now, .by = by});
    if (!seated) return tl::unexpected(seated.error());
    charge(session, town, *persistence::find_booking(session, booking.id));
    notify(session, application, {.kind = "permitted", .booking = &booking}, now);
    return {};
}

// The obligation that the late money pays, which must be exactly its amount.
Result<persistence::Obligation> obligation_for(Session& session, const Attempt& attempt) {
    auto owed = persistence::owed_obligation_of(session, attempt.application);
    const Yen amount = owed ? persistence::rest_of(*owed) : Yen{0};
    if (amount != attempt.amount)
        return refuse("amount_differs", {{"owed_yen", amount.amount()}, {"paid_yen", attempt.amount.amount()}});
    return std::move(*owed);
}

Result<void> pay(Session& session, const Attempt& attempt, const persistence::Obligation& obligation, AccountId by,
                 Instant now) {
    const persistence::AttemptChange change{std::string{name_of(payments::AttemptEvent::seated_again)}, attempt.state,
                                            "account " + std::to_string(by.value()), now};
    if (!persistence::move_late_attempt(session, attempt, obligation.id, change)) return refuse("attempt_changed");
    post_seated_again(session, *persistence::find_obligation(session, attempt.obligation), obligation, attempt, now);
    if (!receive(session, obligation, attempt.amount, now))
        throw std::logic_error("less is owed of a locked application than was read");
    return {};
}

} // namespace

Result<void> seat_again(Session& session, const TownInForce& town, AttemptId id, AccountId by, Instant now) {
    const auto attempt = late_attempt(session, id);
    if (!attempt) return tl::unexpected(attempt.error());
    const auto newest = persistence::newest_attempt_of(session, attempt->application);
    if (newest && newest->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(newest->id.value())}});
    const auto application = *persistence::find_application(session, attempt->application);
    if (!persistence::owed_obligation_of(session, application.id)) {
        for (const auto& booking : persistence::bookings_of_application(session, application.id))
            if (was_given_up_unpaid(booking))
                if (auto seated = seat(session, town, application, booking, by, now); !seated) return seated;
        if (auto assessed = reassess(session, town, application, now); !assessed) return assessed;
    }
    const auto obligation = obligation_for(session, *attempt);
    if (!obligation) return tl::unexpected(obligation.error());
    return pay(session, *attempt, *obligation, by, now);
}

Result<RefundId> refund_late_money(Session& session, AttemptId id, AccountId by, const std::string& reason,
                                   Instant now) {
    const auto attempt = late_attempt(session, id);
    if (!attempt) return tl::unexpected(attempt.error());
    const Refund refund{.id = RefundId{persistence::new_id(now)},
                        .application = attempt->application,
                        .booking = std::nullopt,
                        .obligation = attempt->obligation,
                        .ground = RefundGround::overpaid,
                        .cause = RefundCause::user,
                        .state = RefundState::due,
                        .amount = attempt->amount,
                        .shares = {},
                        .percent = 100,
                        .article = {},
                        .decided_by = by,
                        .reason = reason.empty() ? std::nullopt : std::optional{reason},
                        .set_off_against = std::nullopt,
                        .created_at = now};
    persistence::insert_refund(session, refund);
    // It goes back to where it came from: all of that payment is set aside for it.
    persistence::RefundPayout payout;
    payout.refund = refund.id;
    payout.attempt = attempt->id;
    const bool is_set_aside =
        persistence::reserve_refund(session, attempt->id, refund.amount) &&
        persistence::save_payout(session, payout, {.event = "due", .by = by, .evidence = reason, .at = now});
    if (!is_set_aside) return refuse("wrong_state", {{"state", attempt->state}});
    post_overpaid_due(session, *persistence::find_obligation(session, attempt->obligation), refund, now);
    notify(session, *persistence::find_application(session, attempt->application),
           {.kind = "refund_decided", .yen = std::pair{std::string{"refund_yen"}, refund.amount.amount()}}, now);
    return refund.id;
}

} // namespace hiroba::services
