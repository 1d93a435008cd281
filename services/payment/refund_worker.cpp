#include "services/payment/refund_worker.hpp"

#include "domain/core/utf8.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "services/log.hpp"
#include "services/payment/back_off.hpp"
#include "services/payment/settle_refund.hpp"

#include <stdexcept>
#include <string>

namespace hiroba::services {
namespace {

using payments::GatewayError;
using payments::GatewayFault;
using payments::GatewayResult;
using payments::RefundView;
using persistence::PayableRefund;
using persistence::RefundPayout;
using persistence::Session;

// Longer than a provider call may take, so that no other worker takes the refund meanwhile.
constexpr std::chrono::seconds lease{90};
// What the provider has accepted takes minutes or weeks, and most providers tell when it is done.
constexpr std::chrono::hours look_again_after{1};

std::string evidence_of(const GatewayError& error) {
    return std::string{payments::name_of(error.fault)} + " http=" + std::to_string(error.http_status) +
           " code=" + error.provider_code + " request=" + error.request_id;
}

// A refund in the hands of a worker, the payment it gives back, and the provider that has the money.
struct Work {
    const Context& context;
    payments::PaymentGateway& gateway;
    persistence::Attempt attempt;

    [[nodiscard]] Instant now() const { return context.clock.now(); }
};

payments::RefundKey key_of(const Work& work, const PayableRefund& refund) {
    const auto& request = refund.payout.request.value();
    return {request.ref, request.provider_ref.value_or(""), work.attempt.payment_ref.value_or("")};
}

bool is_handed_over(const Work& work, const PayableRefund& refund) {
    const auto& sent_at = refund.payout.request.value().first_sent_at;
    return sent_at && is_beyond_horizon(*sent_at, work.context.catalog.current()->town.money, work.now());
}

Instant asked_again(const Work& work, const PayableRefund& refund) {
    return asked_again_at(work.now(), refund.payout.tries,
                          is_handed_over(work, refund) ? after_the_horizon : after_no_answer);
}

persistence::PaymentCase case_about(const Work& work, PaymentCaseKind kind, const PayableRefund& refund,
                                    std::string_view facts) {
    return {.kind = kind,
            .application = refund.refund.application,
            .attempt = work.attempt.id,
            .refund = refund.refund.id,
            .amount = refund.refund.amount,
            .facts = std::string{beginning_of(facts, 200)},
            .opened_at = work.now()};
}

// Staff are told of what the provider has not answered for as long as the town sets; an answer resolves it.
void watch_doubt(Session& session, const Work& work, const PayableRefund& after, const RefundNews& news) {
    if (news.event != RefundEvent::could_not_ask)
        return persistence::resolve_case(session, PaymentCaseKind::refund_in_doubt, after.refund.id, work.now());
    if (after.refund.state == RefundState::in_doubt && is_handed_over(work, after))
        persistence::open_case(session, case_about(work, PaymentCaseKind::refund_in_doubt, after, news.evidence));
}

// Commits one piece of news; the refund as it stands afterwards, or nothing when somebody else moved it first.
std::optional<PayableRefund> record(const Work& work, const PayableRefund& refund, const RefundNews& news) {
    const auto recorded = work.context.database.transact([&](Session& session) -> Result<PayableRefund> {
        persistence::lock_application(session, refund.refund.application);
        auto settled = settle_refund(session, refund, news, work.now());
        if (settled) watch_doubt(session, work, *settled, news);
        return settled;
    });
    if (recorded) return *recorded;
    if (recorded.error().code != "refund_changed") // else it will be looked at again
        log::error("refund_not_moved", {{"refund_id", std::to_string(refund.refund.id.value())},
                                        {"code", recorded.error().code},
                                        {"event", name_of(news.event)}});
    return std::nullopt;
}

std::optional<PayableRefund> record_fault(const Work& work, const PayableRefund& refund, RefundEvent event,
                                          const GatewayError& error) {
    if (error.fault == GatewayFault::configuration)
        log::error("provider_configuration",
                   {{"code", error.provider_code}, {"provider_request_id", error.request_id}});
    RefundPayout payout = refund.payout;
    payout.tries = event == RefundEvent::could_not_ask ? payout.tries + 1 : 0;
    payout.next_step_at = asked_again(work, refund);
    if (event != RefundEvent::could_not_ask) payout.fault = error.provider_code;
    return record(work, refund, {.event = event, .evidence = evidence_of(error), .payout = std::move(payout)});
}

// Recorded, not believed: nobody asks again before staff have looked.
void quarantine(const Work& work, const PayableRefund& refund, const RefundView& view) {
    log::error("refund_differs", {{"refund_id", std::to_string(refund.refund.id.value())}});
    RefundPayout payout = refund.payout;
    payout.next_step_at = std::nullopt;
    payout.fault = "amount_differs";
    const auto state = refund.refund.state;
    const std::string told = view.currency + " " + std::to_string(view.amount_in_smallest_unit) + " " + view.refund_ref;
    static_cast<void>(work.context.database.transact([&](Session& session) -> Result<void> {
        persistence::lock_application(session, refund.refund.application);
        const persistence::RefundChange change{
            .event = "quarantined", .from = state, .to = state, .evidence = told, .at = work.now()};
        if (!persistence::save_payout(session, payout, change)) return refuse("refund_changed");
        persistence::open_case(session, case_about(work, PaymentCaseKind::refund_differs, refund, told));
        return {};
    }));
}

void record_view(const Work& work, const PayableRefund& refund, const RefundView& view) {
    const bool is_ours = view.is_exactly(refund.refund.amount) && view.refund_ref == refund.payout.request->ref;
    if (!is_ours) return quarantine(work, refund, view);
    RefundPayout payout = refund.payout;
    payout.tries = 0;
    payout.next_step_at = work.now() + look_again_after;
    payout.request->provider_ref = view.provider_ref;
    payout.request->payer_until = view.payer_until;
    if (!view.fault.empty()) payout.fault = view.fault;
    record(work, refund,
           {.event = payments::event_of(view.progress), .evidence = view.provider_ref, .payout = std::move(payout)});
}

void send(const Work& work, const PayableRefund& refund) {
    const auto view = work.gateway.refund(key_of(work, refund), refund.payout.request->body);
    if (view) return record_view(work, refund, *view);
    record_fault(work, refund, payments::event_of_failed_refund(refund.refund.state, view.error().fault), view.error());
}

void ask(const Work& work, const PayableRefund& refund) {
    const auto view = work.gateway.query_refund(key_of(work, refund));
    if (view) return record_view(work, refund, *view);
    record_fault(work, refund, RefundEvent::could_not_ask, view.error());
}

// The answer to the request was lost. While the provider still knows the key, the same request is the same refund;
// afterwards its word that there is none is the proof that nothing was given back.
void resolve(const Work& work, const PayableRefund& refund) {
    const auto view = work.gateway.query_refund(key_of(work, refund));
    if (view) return record_view(work, refund, *view);
    if (view.error().fault != GatewayFault::not_found) {
        record_fault(work, refund, RefundEvent::could_not_ask, view.error());
        return;
    }
    const auto repeats_end =
        refund.payout.request->first_sent_at.value() + work.gateway.capabilities().refund_repeats_for;
    if (work.now() < repeats_end) return send(work, refund);
    record_fault(work, refund, RefundEvent::provider_says_failed, view.error());
}

// Leases it for as long as the call may take.
RefundPayout leased(const Work& work, const PayableRefund& refund) {
    RefundPayout payout = refund.payout;
    payout.next_step_at = work.now() + lease;
    return payout;
}

void begin(const Work& work, const PayableRefund& refund) {
    RefundPayout payout = leased(work, refund);
    payout.request->first_sent_at = work.now();
    const auto sending = record(
        work, refund, {.event = RefundEvent::request_sent, .evidence = "request stored", .payout = std::move(payout)});
    if (sending) send(work, *sending);
}

// Its worker was interrupted: the request may have arrived.
void resume(const Work& work, const PayableRefund& refund) {
    const auto in_doubt = record(work, refund,
                                 {.event = RefundEvent::could_not_ask,
                                  .evidence = "the worker was interrupted",
                                  .payout = leased(work, refund)});
    if (in_doubt) resolve(work, *in_doubt);
}

void step(const Work& work, const PayableRefund& refund) {
    switch (refund.refund.state) {
    case RefundState::approved:
        return begin(work, refund);
    case RefundState::sending:
        return resume(work, refund);
    case RefundState::in_doubt:
        return resolve(work, refund);
    case RefundState::pending:
    case RefundState::needs_bank_account:
    case RefundState::succeeded: // a message spoke of it
    case RefundState::failed:
    case RefundState::paid_out:
    case RefundState::paid_twice:
        return ask(work, refund);
    case RefundState::due:
    case RefundState::awaiting_second:
    case RefundState::taken_back:
    case RefundState::set_off:
        break;
    }
    log::error("refund_without_step",
               {{"refund_id", std::to_string(refund.refund.id.value())}, {"state", name_of(refund.refund.state)}});
}

} // namespace

bool work_on_refunds(const Context& context) {
    const Instant now = context.clock.now();
    const auto due = context.database.transact(
        [&](Session& session) { return persistence::lease_due_refund(session, now, now + lease); });
    if (!due) return false;
    const auto attempt = context.database.read(
        [&](Session& session) { return persistence::find_attempt(session, due->payout.attempt.value()).value(); });
    if (auto* const gateway = context.gateways.named(attempt.provider))
        step({context, *gateway, attempt}, *due);
    else // its lease runs out, and it is looked at again: the contract may only be missing by mistake
        log::error("provider_missing", {{"provider", attempt.provider}});
    return true;
}

} // namespace hiroba::services
