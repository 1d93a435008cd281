#include "services/payment/payment_worker.hpp"

#include "services/log.hpp"
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

// Longer than a provider call may take, so that no other worker takes the attempt meanwhile.
constexpr std::chrono::seconds lease{90};
// While the payer is on the provider's page: messages normally come first, this catches the lost ones.
constexpr std::chrono::seconds ask_every{15};
constexpr std::chrono::seconds longest_wait{600};

// After a call that told nothing: 2, 4, 8 … seconds, at most ten minutes.
Instant later(Instant now, std::int64_t tries) {
    const auto wait = std::chrono::seconds{std::int64_t{2} << std::min<std::int64_t>(tries, 9)};
    return now + std::min<std::chrono::seconds>(wait, longest_wait);
}

std::string evidence_of(const GatewayError& error) {
    return std::string{payments::name_of(error.fault)} + " http=" + std::to_string(error.http_status) +
           " code=" + error.provider_code + " request=" + error.request_id;
}

// A wrong key stops every payment until somebody acts.
void report_wrong_configuration(const GatewayError& error) {
    if (error.fault != payments::GatewayFault::configuration) return;
    log::error("provider_configuration", {{"code", error.provider_code}, {"provider_request_id", error.request_id}});
}

AttemptState state_of(const Attempt& attempt) { return *payments::attempt_state_named(attempt.state); }

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

AttemptNews could_not_ask(const Context& context, const Attempt& attempt, std::string evidence) {
    return {AttemptEvent::could_not_ask, std::move(evidence), std::nullopt, std::nullopt,
            later(context.clock.now(), attempt.tries)};
}

// Sends the stored bytes under the attempt's own key: the first time, or again when the answer was lost.
std::optional<Attempt> send(const Context& context, const Attempt& attempt) {
    auto started = context.gateway.start(attempt.attempt_ref, attempt.request_body);
    const Instant now = context.clock.now();
    if (started)
        return record(context, attempt,
                      {AttemptEvent::page_ready, started->provider_ref, *started, std::nullopt, now + ask_every});
    report_wrong_configuration(started.error());
    const AttemptEvent event = payments::event_of_failed_start(state_of(attempt), started.error().fault);
    return record(context, attempt,
                  {event, evidence_of(started.error()), std::nullopt, std::nullopt, later(now, attempt.tries)});
}

void record_view(const Context& context, const Attempt& attempt,
                 const payments::GatewayResult<payments::PaymentView>& view) {
    if (!view) {
        report_wrong_configuration(view.error());
        record(context, attempt, could_not_ask(context, attempt, evidence_of(view.error())));
        return;
    }
    record(context, attempt,
           {payments::event_of(view->state), view->provider_ref, std::nullopt, *view, context.clock.now() + ask_every});
}

void ask(const Context& context, const Attempt& attempt) {
    record_view(context, attempt, context.gateway.query(*attempt.provider_ref));
}

// The provider's page is closed; when we never learned its reference, the same request tells it first.
void close(const Context& context, const Attempt& attempt) {
    const std::optional<Attempt> known = attempt.provider_ref ? attempt : send(context, attempt);
    if (!known || !known->provider_ref || !known->live) return;
    record_view(context, *known, context.gateway.cancel(*known->provider_ref));
}

void begin(const Context& context, const Attempt& attempt) {
    const Instant leased_until = context.clock.now() + lease;
    const auto sent = record(context, attempt,
                             {AttemptEvent::request_sent, "request stored", std::nullopt, std::nullopt, leased_until});
    if (sent && state_of(*sent) == AttemptState::sent) send(context, *sent);
}

void resolve(const Context& context, const Attempt& attempt) {
    if (attempt.provider_ref)
        ask(context, attempt);
    else
        send(context, attempt);
}

// Its worker was interrupted: the request may have arrived, so a refusal of the repeat proves nothing.
void resume(const Context& context, const Attempt& attempt) {
    const Instant leased_until = context.clock.now() + lease;
    const auto unknown =
        record(context, attempt,
               {AttemptEvent::could_not_ask, "the worker was interrupted", std::nullopt, std::nullopt, leased_until});
    if (unknown) resolve(context, *unknown);
}

void step(const Context& context, const Attempt& attempt) {
    switch (state_of(attempt)) {
    case AttemptState::created:
        begin(context, attempt);
        return;
    case AttemptState::sent:
        resume(context, attempt);
        return;
    case AttemptState::unknown:
        resolve(context, attempt);
        return;
    case AttemptState::cancel_requested:
        close(context, attempt);
        return;
    case AttemptState::awaiting_user:
    case AttemptState::paid:
    case AttemptState::declined:
    case AttemptState::cancelled:
    case AttemptState::expired:
    case AttemptState::paid_late:
        if (attempt.provider_ref) ask(context, attempt);
        return;
    }
    throw std::logic_error("no such attempt state");
}

} // namespace

bool work_on_payments(const Context& context) {
    const Instant now = context.clock.now();
    const auto due = context.database.transact(
        [&](Session& session) { return persistence::lease_due_attempt(session, now, now + lease); });
    if (due) step(context, *due);
    return due.has_value();
}

} // namespace hiroba::services
