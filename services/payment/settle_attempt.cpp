#include "services/payment/settle_attempt.hpp"

#include "domain/core/utf8.hpp"
#include "persistence/repositories/attempt_history.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/provider_inbox.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/give_back.hpp"
#include "services/log.hpp"
#include "services/payment/back_off.hpp"
#include "services/payment/charges.hpp"
#include "services/payment/keep_voucher.hpp"
#include "services/payment/part_payment.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/receive.hpp"
#include "services/payment/set_off.hpp"
#include "services/tickets/give_tickets_back.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace hiroba::services {
namespace {

using payments::AttemptEvent;
using payments::AttemptState;
using persistence::Attempt;
using persistence::Session;

AttemptState state_of(const Attempt& attempt) {
    const auto state = payments::attempt_state_named(attempt.state);
    if (!state) throw std::logic_error("a stored attempt has an unknown state");
    return *state;
}

bool is_terminal(AttemptState state) { return !payments::is_live(state); }

// The attempt as it stands after the news.
Attempt changed(const Attempt& before, AttemptState to, const AttemptNews& news) {
    Attempt after = before;
    after.state = std::string{payments::name_of(to)};
    after.live = payments::is_live(to);
    after.tries = news.event == AttemptEvent::could_not_ask ? before.tries + 1 : 0;
    // What is over is left alone; but a message spoke of it, so a question that got no answer is asked again.
    const bool is_over = is_terminal(to) && news.event != AttemptEvent::could_not_ask;
    after.next_step_at = is_over ? std::nullopt : news.next_step_at;
    if (payments::is_dead_without_money(to) && before.live) after.next_step_at = news.look_back_at;
    if (news.started) {
        if (!news.started->provider_ref.empty()) after.provider_ref = news.started->provider_ref;
        if (news.started->expires_at) after.expires_at = *news.started->expires_at;
        if (!news.started->redirect_url.empty()) after.redirect_url = news.started->redirect_url;
    }
    if (news.view) {
        if (!news.view->provider_payment_id.empty()) after.payment_ref = news.view->provider_payment_id;
        if (!after.entrusted_at) after.entrusted_at = news.view->paid_at; // posted under this date: never moved
    }
    if (news.view && news.view->voucher && after.live) {
        after.expires_at = news.view->voucher->expires_at + store_report;
        after.redirect_url = std::nullopt; // who has finished on the page has nothing to do there any more
    }
    if (is_terminal(to)) after.redirect_url = std::nullopt;
    return after;
}

// A message (doubled, late or forged) can make the provider be asked before the look back is due. That it has no money
// then says nothing of later: the look back stays due, counted from when the attempt was given up.
std::optional<Instant> look_back_still_due(Session& session, const Attempt& before, AttemptState to,
                                           const AttemptNews& news, Instant now) {
    const bool is_looked_at_again = payments::is_dead_without_money(to) && !before.live;
    if (!is_looked_at_again || !news.look_back_at || news.event == AttemptEvent::could_not_ask) return std::nullopt;
    const auto given_up_at = persistence::in_this_state_since(session, before.id);
    if (!given_up_at) return std::nullopt;
    const Instant due = *given_up_at + (*news.look_back_at - now);
    return now < due ? std::optional{due} : std::nullopt;
}

void confirm(Session& session, const Attempt& attempt, Instant now) {
    const auto obligation = *persistence::find_obligation(session, attempt.obligation);
    if (!receive(session, obligation, attempt.amount, now))
        throw std::logic_error("a live attempt is for more than is owed");
    post_paid(session, obligation, attempt, now);
}

persistence::PaymentCase case_about(PaymentCaseKind kind, const Attempt& attempt, std::string_view facts, Instant now) {
    return {.kind = kind,
            .application = attempt.application,
            .attempt = attempt.id,
            .amount = attempt.amount,
            .facts = std::string{beginning_of(facts, 200)},
            .opened_at = now};
}

// What is paid is then only the part, and not what came late for the rest.
bool was_given_up_in_part(Session& session, ApplicationId application) {
    return std::ranges::any_of(
        persistence::bookings_of_application(session, application),
        [](const persistence::Booking& booking) { return !occupies(booking.state) && booking.paid < booking.total; });
}

void report_late(Session& session, const Attempt& attempt, Instant now) {
    const auto obligation = *persistence::find_obligation(session, attempt.obligation);
    post_paid_late(session, obligation, attempt, now);
    const bool is_twice = obligation.state == "paid" && !was_given_up_in_part(session, attempt.application);
    const auto kind = is_twice ? PaymentCaseKind::paid_twice : PaymentCaseKind::paid_late;
    persistence::open_case(session, case_about(kind, attempt, "", now));
    log::error("paid_late", {{"attempt_id", std::to_string(attempt.id.value())}});
}

// When somebody asked to give the application back while the provider's page was open; nothing when only the town
// wanted the page closed, or the payer wants to pay in another way. A provider that closed it unasked is as good as the
// payer.
std::optional<Instant> given_back_at(Session& session, AttemptId attempt, Instant now) {
    const auto asked = persistence::proofs_of(session, attempt, payments::name_of(AttemptEvent::cancel_asked));
    if (asked.empty()) return now;
    const auto by_payer = std::ranges::find_if(asked, [](const persistence::AttemptProof& proof) {
        return !proof.evidence.starts_with(closed_by_town) && proof.evidence != another_way;
    });
    return by_payer == asked.end() ? std::nullopt : std::optional{by_payer->at};
}

// Now no money can come for what was given back. The terms are those of the day on which it was, however long the
// provider took to answer.
void give_up(Session& session, const TownInForce& town, const Attempt& attempt, Instant now) {
    const auto at = given_back_at(session, attempt.id, now);
    if (!at) return;
    if (!give_up_unpaid(session, town, attempt.application, {.event = BookingEvent::cancelled, .at = *at}, now))
        throw std::logic_error("a cancelled attempt belongs to an application that cannot be given up");
}

void follow(Session& session, const TownInForce& town, const Attempt& attempt, AttemptState to, Instant now) {
    switch (to) {
    case AttemptState::paid:
        confirm(session, attempt, now);
        break;
    case AttemptState::paid_late:
        report_late(session, attempt, now);
        break;
    case AttemptState::cancelled:
        give_up(session, town, attempt, now);
        break;
    case AttemptState::created:
    case AttemptState::sent:
    case AttemptState::awaiting_user:
    case AttemptState::cancel_requested:
    case AttemptState::unknown:
    case AttemptState::declined:
    case AttemptState::expired:
        break;
    }
}

bool brings_money(AttemptState state) { return state == AttemptState::paid || state == AttemptState::paid_late; }

// Recorded, not believed: the attempt stays as it is, and nobody asks again before staff have looked.
Result<AttemptState> quarantine(Session& session, Attempt attempt, const std::optional<payments::PaymentView>& view,
                                Instant now) {
    const std::string from = attempt.state;
    attempt.next_step_at = std::nullopt;
    if (view && !view->provider_payment_id.empty()) attempt.payment_ref = view->provider_payment_id;
    log::error("payment_differs", {{"attempt_id", std::to_string(attempt.id.value())}});
    if (!persistence::save_attempt(session, attempt, {"quarantined", from, "amount or currency differs", now}))
        return refuse("attempt_changed");
    if (attempt.payment_ref) persistence::apply_unmatched_again(session, attempt.provider, *attempt.payment_ref);
    const std::string told =
        view ? view->currency + " " + std::to_string(view->amount_in_smallest_unit) : std::string{"no amount"};
    persistence::open_case(session, case_about(PaymentCaseKind::amount_differs, attempt, told, now));
    return state_of(attempt);
}

// A provider that has told nothing for as long as the town sets is a matter for staff, too; it is asked on.
void watch_doubt(Session& session, const TownInForce& town, const Attempt& after, const AttemptNews& news,
                 Instant now) {
    if (news.event != AttemptEvent::could_not_ask)
        return persistence::resolve_case(session, PaymentCaseKind::attempt_in_doubt, after.id, now);
    if (after.live && is_beyond_horizon(in_doubt_since(session, after, now), town.town.money, now))
        persistence::open_case(session, case_about(PaymentCaseKind::attempt_in_doubt, after, news.evidence, now));
}

bool is_meant(const persistence::Booking& booking, const GivingUp& giving_up) {
    const auto& due_by = giving_up.only_if_due_by;
    return !due_by || (booking.expires_at && *booking.expires_at <= *due_by);
}

} // namespace

Result<AttemptState> settle_attempt(Session& session, const TownInForce& town, const Attempt& attempt,
                                    const AttemptNews& news, Instant now) {
    if (news.event == AttemptEvent::seated_again) throw std::logic_error("late money is accepted by seat_again");
    const AttemptState from = state_of(attempt);
    const auto to = payments::next(from, news.event);
    if (!to) return to;
    if (brings_money(*to) && *to != from && !(news.view && news.view->is_exactly(attempt.amount)))
        return quarantine(session, attempt, news.view, now);

    persistence::lock_application(session, attempt.application);
    Attempt after = changed(attempt, *to, news);
    if (brings_money(*to) && !after.entrusted_at) after.entrusted_at = now;
    if (const auto due = look_back_still_due(session, attempt, *to, news, now)) after.next_step_at = due;
    if (!persistence::save_attempt(session, after,
                                   {std::string{payments::name_of(news.event)}, attempt.state,
                                    std::string{beginning_of(news.evidence, 500)}, now}))
        return refuse("attempt_changed");
    if (news.view && news.view->voucher) keep_voucher(session, town, after, *news.view->voucher, now);
    watch_doubt(session, town, after, news, now);
    // A charge back can be told of before we know the number of its payment: after a downtime both come at once.
    if (*to != from && brings_money(*to) && after.payment_ref)
        persistence::apply_unmatched_again(session, attempt.provider, *after.payment_ref);
    if (*to != from) follow(session, town, after, *to, now);
    return to;
}

Instant in_doubt_since(Session& session, const Attempt& attempt, Instant now) {
    const auto since = state_of(attempt) == AttemptState::cancel_requested
                           ? persistence::in_this_state_since(session, attempt.id)
                           : persistence::unanswered_since(session, attempt.id);
    return std::min(attempt.expires_at, since.value_or(now));
}

Result<void> give_up_unpaid(Session& session, const TownInForce& town, ApplicationId id, const GivingUp& giving_up,
                            Instant now) {
    if (auto settled = settle_part(session, id, now); !settled) return settled;
    std::vector<std::pair<persistence::Booking, RefundOrder>> orders; // once all that is given up owes nothing
    for (const auto& booking : persistence::bookings_of_application(session, id)) {
        if (booking.state != BookingState::permitted_unpaid || !is_meant(booking, giving_up)) continue;
        const auto terms = terms_of(town, booking, paid_fee_of(session, booking), giving_up.at);
        const auto given_up =
            give_back(session, town, booking, {.event = giving_up.event, .at = now, .by = giving_up.by});
        if (!given_up) return tl::unexpected(given_up.error());
        uncharge(session, booking);
        give_tickets_back(session, booking,
                          {.ground = persistence::TicketReturnGround::given_up,
                           .refund_percent = terms ? terms->percent : 0,
                           .by = giving_up.by},
                          now);
        if (terms)
            orders.push_back({booking,
                              {.ground = giving_up.ground,
                               .amount = terms->amount,
                               .percent = terms->percent,
                               .article = terms->article}});
    }
    for (const auto& [booking, order] : orders)
        if (auto ordered = order_refund_beyond_debts(session, town, booking, order, now); !ordered)
            return tl::unexpected(ordered.error());
    const auto application = *persistence::find_application(session, id);
    if (auto assessed = reassess(session, town, application, now); !assessed) return assessed;
    return decide_refunds(session, town, application, {}, now);
}

} // namespace hiroba::services
