#include "services/booking/revoke.hpp"

#include "services/approval/approval_case.hpp"
#include "services/approval/follow.hpp"
#include "services/booking/capped_days.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/booking/state_left.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/payment_due.hpp"
#include "services/payment/set_off.hpp"
#include "services/payment/settle_attempt.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::Session;

Instant new_deadline(const TownInForce& town, const Booking& booking, BookingState to, Instant now) {
    const Instant start = to_instant(booking.start);
    return to == BookingState::under_review ? start : payment_due_at(town, booking.facility, now, start);
}

// Why tickets come back: only what the applicant caused is judged by the terms.
persistence::TicketReturnGround returned_for(RefundCause cause) {
    return cause == RefundCause::user ? persistence::TicketReturnGround::given_up
                                      : persistence::TicketReturnGround::revoked;
}

// Nothing pays any more for what tickets paid for: it waits for money.
Result<void> owe_what_tickets_paid(Session& session, const TownInForce& town, BookingId id, AccountId by, Instant now) {
    const Booking booking = persistence::find_booking(session, id).value();
    if (booking.state != BookingState::permitted || booking.paid > Yen{0} || booking.charged == Yen{0} ||
        !persistence::covered_by_tickets(session, id).empty())
        return {};
    return wait_for_payment(session, town, booking, {by, now});
}

// What the booking owes again, or does not have to be given back any more.
Result<void> restore_charges(Session& session, const TownInForce& town, const Application& application,
                             const Booking& booking, BookingState to, AccountId by, Instant now) {
    if (!take_back_refunds(session, booking, persistence::RefundGround::revoked, now)) return refuse("refund_sent");
    if (to == BookingState::under_review) return {};
    if (auto settled = settle_part(session, application.id, now); !settled) return settled;
    take_tickets_again(session, booking);
    // Also of a paid one: a change may have added to its fee what was not paid yet.
    charge(session, town, booking);
    if (auto owing = owe_what_tickets_paid(session, town, booking.id, by, now); !owing) return owing;
    return reassess(session, town, application, now);
}

// With what is owed of it now, if anything.
void tell_reinstated(Session& session, const Application& application, BookingId id, Instant now) {
    const Booking booking = persistence::find_booking(session, id).value();
    News news{.kind = "reinstated", .booking = &booking};
    const Yen owed = booking.charged - booking.paid;
    if (owed > Yen{0}) news.yen.emplace_back("owed_yen", owed);
    notify(session, application, news, now);
}

CauseTerms cause_terms(const PaidFee& paid, int percent, Yen amount, Text article) {
    return {.of = paid,
            .percent = percent,
            .amount = amount,
            .divided = {.set_off = {}, .due = amount},
            .article = std::move(article)};
}

// A space that has left the town has no rule any more: what the town takes back is refunded whole.
Result<CauseTerms> terms_for_cause(const TownInForce& town, const Booking& booking, RefundCause cause,
                                   const PaidFee& paid, Instant now) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr) return cause_terms(paid, 100, refund_of_revocation(paid.paid), {});
    const RefundRule& rule = refund_of(*facility, *space);
    auto percent = refund_percent(rule, cause, to_town_time(now).date, booking.start.date);
    // What the town itself takes back is refunded whole, also where the rule does not say so.
    if (!percent && cause == RefundCause::town)
        return cause_terms(paid, 100, refund_of_revocation(paid.paid), rule.article);
    if (!percent) return tl::unexpected(percent.error());
    if (cause == RefundCause::user) percent = std::min(*percent, booking.refund_cap_percent);
    return cause_terms(paid, *percent, refund_of(rule, paid, *percent), rule.article);
}

bool can_be_refunded(BookingState state) {
    return state == BookingState::cancelled || state == BookingState::used || state == BookingState::no_show ||
           state == BookingState::revoked;
}

// As a notice tells them: what was decided, and where a part of it pays what is owed, how it is divided.
std::vector<std::pair<std::string, Yen>> amounts_of(const DividedRefund& refund) {
    std::vector<std::pair<std::string, Yen>> amounts{{"refund_yen", refund.total()}};
    if (refund.set_off == Yen{0}) return amounts;
    amounts.emplace_back("set_off_yen", refund.set_off);
    amounts.emplace_back("pay_out_yen", refund.due);
    return amounts;
}

// A hold is nobody's application yet, and one under review is refused; only a permit is revoked.
Result<void> decide_against(Session& session, const TownInForce& town, const Application& application,
                            const Booking& before, const Revocation& revocation, Instant now) {
    if (before.state == BookingState::held) return {};
    const bool was_reviewed = before.state == BookingState::under_review;
    const auto decided = decide(session, town, application,
                                {.kind = was_reviewed ? DecisionKind::refusal : DecisionKind::revocation,
                                 .bookings = {before.id},
                                 .by = revocation.by,
                                 .post = revocation.post,
                                 .as_deputy = revocation.as_deputy,
                                 .reason = revocation.reason,
                                 .outside_number = revocation.outside_number},
                                now);
    return decided ? Result<void>{} : tl::unexpected(decided.error());
}

// What can be revoked, and what the town's rule gives back of it. The application is locked.
struct Revocable {
    Booking booking;
    CauseTerms terms;
};
Result<Revocable> revocable(Session& session, const TownInForce& town, const Revocation& revocation, Instant now) {
    if (revocation.reason.empty()) return refuse("reason_required");
    auto booking = locked_booking(session, revocation.booking);
    if (!booking) return refuse("booking_not_found");
    if (const auto to = next_state(booking->state, BookingEvent::revoked); !to) return tl::unexpected(to.error());
    auto terms = terms_for_cause(town, *booking, revocation.cause, paid_fee_of(session, *booking), now);
    if (!terms) return tl::unexpected(terms.error());
    const auto attempt = persistence::newest_attempt_of(session, booking->application);
    if (attempt && attempt->live)
        return refuse("attempt_in_progress", {{"attempt_id", std::to_string(attempt->id.value())}});
    return Revocable{std::move(*booking), std::move(*terms)};
}

} // namespace

Result<void> check_revocation(Session& session, const TownInForce& town, const Revocation& revocation, Instant now) {
    const auto found = revocable(session, town, revocation, now);
    return found ? Result<void>{} : tl::unexpected(found.error());
}

Result<Revoked> revoke(Session& session, const TownInForce& town, const Revocation& revocation, Instant now) {
    const auto found = revocable(session, town, revocation, now);
    if (!found) return tl::unexpected(found.error());
    const auto& [booking, terms] = *found;
    if (booking.charged != booking.paid)
        if (auto settled = settle_part(session, booking.application, now); !settled)
            return tl::unexpected(settled.error());
    const auto moved =
        give_back(session, town, booking,
                  {.event = BookingEvent::revoked, .at = now, .by = revocation.by, .note = revocation.reason});
    if (!moved) return tl::unexpected(moved.error());
    uncharge(session, booking);
    give_tickets_back(session, booking,
                      {.ground = returned_for(revocation.cause),
                       .refund_percent = terms.percent,
                       .by = revocation.by,
                       .reason = revocation.reason,
                       .by_revocation = true},
                      now);
    const auto application = *persistence::find_application(session, booking.application);
    if (auto assessed = reassess(session, town, application, now); !assessed) return tl::unexpected(assessed.error());
    order_refund(session, booking,
                 {.ground = persistence::RefundGround::revoked,
                  .cause = revocation.cause,
                  .amount = terms.amount,
                  .percent = terms.percent,
                  .article = terms.article,
                  .decided_by = revocation.by,
                  .reason = revocation.reason},
                 now);
    notify(session, application,
           {.kind = booking.state == BookingState::held ? "hold_ended" : "revoked",
            .reason = revocation.reason,
            .booking = &booking,
            .yen = {{"refund_yen", terms.amount}}},
           now);
    if (booking.state == BookingState::under_review)
        follow_application(session, application.id, {.by = revocation.by}, now);
    if (const auto decided = decide_against(session, town, application, booking, revocation, now); !decided)
        return tl::unexpected(decided.error());
    if (const auto refunded = decide_refunds(session, town, application,
                                             {.by = revocation.by,
                                              .post = revocation.post,
                                              .as_deputy = revocation.as_deputy,
                                              .reason = revocation.reason},
                                             now);
        !refunded)
        return tl::unexpected(refunded.error());
    return Revoked{booking.state, terms.amount};
}

Result<BookingState> reinstate(Session& session, const TownInForce& town, const PricingTowns& priced_by, BookingId id,
                               AccountId by, Instant now) {
    const auto booking = locked_booking(session, id);
    if (!booking) return refuse("booking_not_found");
    const auto from = booking->state == BookingState::revoked ? state_left(session, *booking) : std::nullopt;
    const auto event = from ? reinstatement_to(*from) : std::nullopt;
    if (!event) return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
    if (auto to_come = check_to_come({*booking}, now); !to_come) return tl::unexpected(to_come.error());
    const auto application = *persistence::find_application(session, booking->application);
    if (auto locked = lock_days_of(session, priced_by, application, {*booking}); !locked)
        return tl::unexpected(locked.error());
    auto again = occupied_again(town, application, *booking);
    if (!again) return tl::unexpected(again.error());
    persistence::Advance step{.event = *event, .at = now, .by = by};
    if (*from != BookingState::permitted) step.new_deadline = new_deadline(town, *booking, *from, now);
    const auto reinstated = occupy_again(session, town, *again, step);
    if (!reinstated) return reinstated;
    if (const auto restored = restore_charges(session, town, application, *booking, *from, by, now); !restored)
        return tl::unexpected(restored.error());
    persistence::withdraw_notices(session, id, "revoked");
    tell_reinstated(session, application, id, now);
    if (*reinstated == BookingState::under_review) begin_review(session, application.id, now);
    if (auto left = charge_what_is_left(session, town, priced_by, id, by, now); !left)
        return tl::unexpected(left.error());
    const auto decided =
        decide(session, town, application, {.kind = DecisionKind::reinstatement, .bookings = {id}, .by = by}, now);
    if (!decided) return tl::unexpected(decided.error());
    return persistence::find_booking(session, id).value().state;
}

Result<CauseTerms> refund_for_cause(const Context& context, BookingId id, RefundCause cause) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    return context.database.read([&](Session& session) -> Result<CauseTerms> {
        const auto booking = persistence::find_booking(session, id);
        if (!booking) return refuse("booking_not_found");
        auto terms = terms_for_cause(*town, *booking, cause, paid_fee_of(session, *booking), now);
        if (!terms) return terms;
        terms->tickets =
            tickets_to_give_back(session, *booking, {.ground = returned_for(cause), .refund_percent = terms->percent});
        if (can_be_refunded(booking->state))
            terms->divided = divided_by_debts(session, booking->application, terms->amount);
        return terms;
    });
}

Result<DecidedRefund> decide_refund(const Context& context, const RefundDecision& decision) {
    if (decision.reason.empty()) return refuse("reason_required");
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    return context.database.transact([&](Session& session) -> Result<DecidedRefund> {
        const auto booking = locked_booking(session, decision.booking);
        if (!booking) return refuse("booking_not_found");
        if (!can_be_refunded(booking->state))
            return refuse("wrong_state", {{"state", std::string{name_of(booking->state)}}});
        const auto terms = terms_for_cause(*town, *booking, decision.cause, paid_fee_of(session, *booking), now);
        if (!terms) return tl::unexpected(terms.error());
        const auto tickets_back = give_tickets_back(session, *booking,
                                                    {.ground = returned_for(decision.cause),
                                                     .refund_percent = terms->percent,
                                                     .by = decision.by,
                                                     .reason = decision.reason},
                                                    now);
        if (terms->amount == Yen{0} && tickets_back == 0) return refuse("nothing_to_refund");
        const auto ordered = order_refund_beyond_debts(session, *town, *booking,
                                                       {.ground = persistence::RefundGround::decided,
                                                        .cause = decision.cause,
                                                        .amount = terms->amount,
                                                        .percent = terms->percent,
                                                        .article = terms->article,
                                                        .decided_by = decision.by,
                                                        .reason = decision.reason},
                                                       now);
        if (!ordered) return tl::unexpected(ordered.error());
        const auto application = *persistence::find_application(session, booking->application);
        notify(session, application,
               {.kind = "refund_decided", .reason = decision.reason, .booking = &*booking, .yen = amounts_of(*ordered)},
               now);
        const auto decided =
            decide_refunds(session, *town, application, {.by = decision.by, .reason = decision.reason}, now);
        if (!decided) return tl::unexpected(decided.error());
        return DecidedRefund{*persistence::find_booking(session, decision.booking), *ordered};
    });
}

Result<Booking> revoke_booking(const Context& context, const Revocation& revocation) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto after = context.database.transact([&](Session& session) -> Result<Booking> {
        if (auto possible = check_revocation(session, *town, revocation, now); !possible)
            return tl::unexpected(possible.error());
        const auto booking = persistence::find_booking(session, revocation.booking).value();
        const auto view = whole_application(session, *persistence::find_application(session, booking.application));
        const auto posts = route_of(*town, view, {booking.id}, ReviewMatter::revocation).posts;
        if (!posts.empty()) return refuse("approval_required", {{"post", posts.front().value()}});
        const auto revoked = revoke(session, *town, revocation, now);
        if (!revoked) return tl::unexpected(revoked.error());
        return *persistence::find_booking(session, revocation.booking);
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    return after;
}

Result<Booking> reinstate_booking(const Context& context, AccountId by, BookingId id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto after = with_pricing_towns(context, id, [&](const PricingTowns& priced_by) {
        return context.database.transact([&](Session& session) -> Result<Booking> {
            const auto reinstated = reinstate(session, *town, priced_by, id, by, now);
            if (!reinstated) return tl::unexpected(reinstated.error());
            return *persistence::find_booking(session, id);
        });
    });
    context.push_bell.ring();
    return after;
}

} // namespace hiroba::services
