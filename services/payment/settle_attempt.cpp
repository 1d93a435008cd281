#include "services/payment/settle_attempt.hpp"

#include "domain/core/utf8.hpp"
#include "services/booking/booking_number.hpp"
#include "services/log.hpp"
#include "services/payment/posting.hpp"

#include <stdexcept>

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
    if (news.started) {
        after.provider_ref = news.started->provider_ref;
        if (!news.started->redirect_url.empty()) after.redirect_url = news.started->redirect_url;
    }
    if (news.view) {
        if (!news.view->provider_payment_id.empty()) after.payment_ref = news.view->provider_payment_id;
        if (!after.entrusted_at) after.entrusted_at = news.view->paid_at; // posted under this date: never moved
    }
    if (is_terminal(to)) after.redirect_url = std::nullopt;
    return after;
}

void confirm(Session& session, const Attempt& attempt, Instant now) {
    const auto obligation = *persistence::obligation_of(session, attempt.booking);
    if (!persistence::settle_obligation(session, obligation.id, "paid"))
        throw std::logic_error("a live attempt belongs to an obligation that is not owed");
    post_paid(session, obligation, attempt, now);
    const auto confirmed = persistence::advance(session, attempt.booking, {.event = BookingEvent::paid, .at = now});
    if (!confirmed) throw std::logic_error("a live attempt belongs to a booking that does not await payment");
    while (!persistence::give_number(session, attempt.booking, new_booking_number())) {
    }
}

void report_late(Session& session, const Attempt& attempt, Instant now) {
    post_paid_late(session, *persistence::obligation_of(session, attempt.booking), attempt, now);
    log::error("paid_late", {{"attempt_id", std::to_string(attempt.id.value())}});
}

void follow(Session& session, const Attempt& attempt, AttemptState to, Instant now) {
    switch (to) {
    case AttemptState::paid:
        confirm(session, attempt, now);
        break;
    case AttemptState::paid_late:
        report_late(session, attempt, now);
        break;
    case AttemptState::cancelled:
        if (auto given_up = give_up_unpaid(session, attempt.booking, BookingEvent::given_up, std::nullopt, now);
            !given_up)
            throw std::logic_error("a cancelled attempt belongs to a booking that cannot be given up");
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
Result<AttemptState> quarantine(Session& session, Attempt attempt, Instant now) {
    const std::string from = attempt.state;
    attempt.next_step_at = std::nullopt;
    log::error("payment_differs", {{"attempt_id", std::to_string(attempt.id.value())}});
    if (!persistence::save_attempt(session, attempt, {"quarantined", from, "amount or currency differs", now}))
        return refuse("attempt_changed");
    return state_of(attempt);
}

} // namespace

Result<AttemptState> settle_attempt(Session& session, const Attempt& attempt, const AttemptNews& news, Instant now) {
    const AttemptState from = state_of(attempt);
    const auto to = payments::next(from, news.event);
    if (!to) return to;
    if (brings_money(*to) && *to != from && !(news.view && news.view->is_exactly(attempt.amount)))
        return quarantine(session, attempt, now);

    persistence::lock_booking(session, attempt.booking);
    Attempt after = changed(attempt, *to, news);
    if (brings_money(*to) && !after.entrusted_at) after.entrusted_at = now;
    if (!persistence::save_attempt(session, after,
                                   {std::string{payments::name_of(news.event)}, attempt.state,
                                    std::string{beginning_of(news.evidence, 500)}, now}))
        return refuse("attempt_changed");
    if (*to != from) follow(session, after, *to, now);
    return to;
}

Result<void> give_up_unpaid(Session& session, BookingId booking, BookingEvent event, std::optional<AccountId> by,
                            Instant now) {
    const auto given_up = persistence::advance(session, booking, {.event = event, .at = now, .by = by});
    if (!given_up) return tl::unexpected(given_up.error());
    const auto obligation = persistence::obligation_of(session, booking);
    if (obligation && persistence::settle_obligation(session, obligation->id, "released"))
        post_released(session, *obligation, now);
    return {};
}

} // namespace hiroba::services
