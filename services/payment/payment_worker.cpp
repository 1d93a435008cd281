#include "services/payment/payment_worker.hpp"

#include "services/log.hpp"
#include "services/payment/back_off.hpp"
#include "services/payment/settle_attempt.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace hiroba::services {
namespace {

using payments::AttemptEvent;
using payments::AttemptState;
using payments::GatewayError;
using persistence::Attempt;
using persistence::Session;

// No other worker takes the attempt meanwhile; whoever dies with it in hand is followed by another one after that time.
// A step at a provider that is slower is done by two: one of them records it, the other is refused.
constexpr std::chrono::seconds lease{90};
// While its provider is not under contract an attempt is looked at so often: that may only be a mistake.
constexpr std::chrono::hours contract_looked_for_every{1};
// A provider whose messages may be lost is asked once more what became of a page that was given up.
constexpr std::chrono::hours look_back_after{1};
// Who holds a number for a store is not on a page; a message tells when it was paid, and this makes good for a lost
// one.
constexpr std::chrono::hours voucher_asked_every{1};

std::string evidence_of(const GatewayError& error) {
    return std::string{payments::name_of(error.fault)} + " http=" + std::to_string(error.http_status) +
           " code=" + error.provider_code + " request=" + error.request_id;
}

// A wrong key stops every payment until somebody acts.
void report_wrong_configuration(const GatewayError& error) {
    if (error.fault != payments::GatewayFault::configuration) return;
    log::error("provider_configuration", {{"code", error.provider_code}, {"provider_request_id", error.request_id}});
}

payments::PaymentKey key_of(const Attempt& attempt) {
    return {attempt.attempt_ref, attempt.provider_ref.value_or(""), attempt.created_at};
}

AttemptState state_of(const Attempt& attempt) { return *payments::attempt_state_named(attempt.state); }

// An attempt in the hands of a worker, and the provider it was made for.
struct Work {
    const Context& context;
    payments::PaymentGateway& gateway;
    payments::Capabilities can;

    [[nodiscard]] bool can_ask_about(const Attempt& attempt) const {
        return attempt.provider_ref || can.finds_by_attempt_ref;
    }
};

// Commits one piece of news; the attempt as it stands afterwards, or nothing when somebody else moved it first.
std::optional<Attempt> record(const Context& context, const Attempt& attempt, const AttemptNews& news) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto recorded = context.database.transact([&](Session& session) -> Result<Attempt> {
        if (const auto settled = settle_attempt(session, *town, attempt, news, now); !settled)
            return tl::unexpected(settled.error());
        return *persistence::find_attempt(session, attempt.id);
    });
    context.push_bell.ring();
    context.waiting_bell.ring();
    if (recorded) return *recorded;
    if (recorded.error().code == "attempt_changed") return std::nullopt; // it will be looked at again
    log::error("attempt_not_moved", {{"attempt_id", std::to_string(attempt.id.value())},
                                     {"code", recorded.error().code},
                                     {"event", payments::name_of(news.event)}});
    return std::nullopt;
}

std::optional<Attempt> record(const Work& work, const Attempt& attempt, AttemptNews news) {
    if (!work.can.signs_its_messages) news.look_back_at = work.context.clock.now() + look_back_after;
    return record(work.context, attempt, news);
}

Instant asked_again(const Work& work, const Attempt& attempt) {
    const Instant now = work.context.clock.now();
    const Instant since =
        work.context.database.read([&](Session& session) { return in_doubt_since(session, attempt, now); });
    const bool is_handed_over = is_beyond_horizon(since, work.context.catalog.current()->town.money, now);
    return asked_again_at(now, attempt.tries, is_handed_over ? after_the_horizon : after_no_answer);
}

AttemptNews could_not_ask(const Work& work, const Attempt& attempt, std::string evidence) {
    return {AttemptEvent::could_not_ask, std::move(evidence), std::nullopt, std::nullopt, asked_again(work, attempt)};
}

// Sends the stored bytes under the attempt's own key: the first time, or again when the answer was lost.
std::optional<Attempt> send(const Work& work, const Attempt& attempt) {
    auto started = work.gateway.start(attempt.attempt_ref, attempt.request_body);
    const Instant now = work.context.clock.now();
    if (started)
        return record(
            work, attempt,
            {AttemptEvent::page_ready, started->provider_ref, *started, std::nullopt, now + work.can.ask_every});
    report_wrong_configuration(started.error());
    const AttemptEvent event = payments::event_of_failed_start(state_of(attempt), started.error().fault);
    return record(work, attempt,
                  {event, evidence_of(started.error()), std::nullopt, std::nullopt, asked_again(work, attempt)});
}

Instant until_when(const payments::Voucher& voucher) { return voucher.expires_at + store_report; }

// When the provider is asked next about what it has told just now.
Instant asked_next(const Work& work, const payments::PaymentView& view) {
    const Instant now = work.context.clock.now();
    if (!view.voucher || until_when(*view.voucher) <= now) return now + work.can.ask_every;
    return std::min(now + voucher_asked_every, until_when(*view.voucher));
}

// False when somebody else moved the attempt meanwhile.
bool record_view(const Work& work, const Attempt& attempt, const payments::GatewayResult<payments::PaymentView>& view) {
    if (view)
        return record(
                   work, attempt,
                   {payments::event_of(view->state), view->provider_ref, std::nullopt, *view, asked_next(work, *view)})
            .has_value();
    report_wrong_configuration(view.error());
    const bool is_forgotten =
        view.error().fault == payments::GatewayFault::not_found && payments::is_dead_without_money(state_of(attempt));
    const std::string evidence = evidence_of(view.error());
    return record(work, attempt,
                  is_forgotten ? AttemptNews{AttemptEvent::provider_says_expired, evidence, std::nullopt, std::nullopt}
                               : could_not_ask(work, attempt, evidence))
        .has_value();
}

void ask(const Work& work, const Attempt& attempt) { record_view(work, attempt, work.gateway.query(key_of(attempt))); }

using Answer = payments::GatewayResult<payments::PaymentView>;

// Somebody gave up: nothing that the payer holds shall be paid any more.
Answer called_off(const Work& work, const Attempt& attempt) { return work.gateway.cancel(key_of(attempt)); }

// The page's time is over. Who has finished there and holds a number for a store keeps it until that has ended, too.
Answer ended(const Work& work, const Attempt& attempt) {
    auto view = work.gateway.close_page(key_of(attempt));
    if (!view || view->state != payments::PaymentState::processing) return view;
    if (!view->voucher)
        return tl::unexpected(GatewayError{payments::GatewayFault::not_cancellable, 0, "processing", ""});
    return until_when(*view->voucher) <= work.context.clock.now() ? called_off(work, attempt) : view;
}

// The provider's page is closed; when we never learned its reference and the provider cannot find it by ours, the same
// request tells it first. What was closed while somebody else learned of money must not stay unsaid: it is asked again.
void close(const Work& work, const Attempt& attempt, Answer (*how)(const Work&, const Attempt&)) {
    const std::optional<Attempt> known = work.can_ask_about(attempt) ? attempt : send(work, attempt);
    if (!known || !work.can_ask_about(*known) || !known->live) return;
    if (record_view(work, *known, how(work, *known))) return;
    const Instant now = work.context.clock.now();
    work.context.database.transact([&](Session& session) {
        const auto current = persistence::find_attempt(session, attempt.id).value();
        if (current.state != known->state) persistence::wake_attempt(session, attempt.id, now);
    });
}

// Its time is over: whoever is still on the page is either done or comes too late, and the provider says which.
bool is_over(const Work& work, const Attempt& attempt) { return attempt.expires_at <= work.context.clock.now(); }

void begin(const Work& work, const Attempt& attempt) {
    const Instant leased_until = work.context.clock.now() + lease;
    const auto sent =
        record(work, attempt, {AttemptEvent::request_sent, "request stored", std::nullopt, std::nullopt, leased_until});
    if (sent && state_of(*sent) == AttemptState::sent) send(work, *sent);
}

void resolve(const Work& work, const Attempt& attempt) {
    if (is_over(work, attempt) && work.can_ask_about(attempt))
        close(work, attempt, ended);
    else if (attempt.provider_ref)
        ask(work, attempt);
    else
        send(work, attempt);
}

// Its worker was interrupted: the request may have arrived, so a refusal of the repeat proves nothing.
void resume(const Work& work, const Attempt& attempt) {
    const Instant leased_until = work.context.clock.now() + lease;
    const auto unknown =
        record(work, attempt,
               {AttemptEvent::could_not_ask, "the worker was interrupted", std::nullopt, std::nullopt, leased_until});
    if (unknown) resolve(work, *unknown);
}

void step(const Work& work, const Attempt& attempt) {
    switch (state_of(attempt)) {
    case AttemptState::created:
        begin(work, attempt);
        return;
    case AttemptState::sent:
        resume(work, attempt);
        return;
    case AttemptState::unknown:
        resolve(work, attempt);
        return;
    case AttemptState::cancel_requested:
        close(work, attempt, called_off);
        return;
    case AttemptState::awaiting_user:
        if (is_over(work, attempt))
            close(work, attempt, ended);
        else if (work.can_ask_about(attempt))
            ask(work, attempt);
        return;
    case AttemptState::paid:
    case AttemptState::declined:
    case AttemptState::cancelled:
    case AttemptState::expired:
    case AttemptState::paid_late:
        if (work.can_ask_about(attempt)) ask(work, attempt);
        return;
    }
    throw std::logic_error("no such attempt state");
}

// Nobody can be asked what became of it; after the time that the town sets it is a case for staff.
void wait_for_contract(const Context& context, const Attempt& attempt) {
    log::error("provider_missing", {{"provider", attempt.provider}});
    record(context, attempt,
           {AttemptEvent::could_not_ask, "provider_missing", std::nullopt, std::nullopt,
            context.clock.now() + contract_looked_for_every});
}

} // namespace

bool work_on_payments(const Context& context) {
    const Instant now = context.clock.now();
    const Instant leased_until = now + lease;
    const auto due = context.database.transact(
        [&](Session& session) { return persistence::lease_due_attempt(session, now, leased_until); });
    if (!due) return false;
    if (auto* const gateway = context.gateways.named(due->provider))
        step({context, *gateway, gateway->capabilities()}, *due);
    else
        wait_for_contract(context, *due);
    return true;
}

} // namespace hiroba::services
