#include "services/payment/inbox.hpp"

#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/provider_inbox.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/log.hpp"

#include <string>

namespace hiroba::services {
namespace {

using persistence::InboxMessage;
using persistence::Session;

constexpr int messages_at_a_time = 50;

// チャージバック: a case for staff; its money is settled between the banks.
std::string apply_dispute(Session& session, const InboxMessage& message, Instant now) {
    const auto attempt = persistence::find_attempt_by_payment_ref(session, message.provider, message.provider_ref);
    if (!attempt) {
        log::error("unmatched_message", {{"provider", message.provider}, {"dedupe_key", message.dedupe_key}});
        return "unmatched";
    }
    persistence::open_case(session, {.kind = PaymentCaseKind::disputed,
                                     .application = attempt->application,
                                     .attempt = attempt->id,
                                     .amount = attempt->amount,
                                     .facts = message.kind,
                                     .opened_at = now});
    return "applied";
}

std::string apply(Session& session, const payments::Gateways& gateways, const InboxMessage& message, Instant now) {
    const auto* const gateway = gateways.named(message.provider);
    if (gateway != nullptr && gateway->kind_of(message.kind) == payments::NoticeKind::dispute)
        return apply_dispute(session, message, now);
    const auto attempt =
        persistence::find_attempt_by_ref(session, message.provider, message.provider_ref, message.attempt_ref);
    if (attempt) {
        persistence::wake_attempt(session, attempt->id, now);
        return "applied";
    }
    if (const auto refund =
            persistence::find_refund_by_ref(session, message.provider, message.provider_ref, message.attempt_ref)) {
        persistence::wake_refund(session, *refund, now);
        return "applied";
    }
    if (const auto paid = persistence::find_attempt_by_payment_ref(session, message.provider, message.provider_ref)) {
        persistence::wake_attempt(session, paid->id, now);
        return "applied";
    }
    if (message.attempt_ref.empty()) return "ignored";
    // Our reference is committed before the provider hears it, so it will not become known later.
    log::error("unmatched_message", {{"provider", message.provider}, {"dedupe_key", message.dedupe_key}});
    return "unmatched";
}

} // namespace

Result<void> receive_notice(const Context& context, const ReceivedNotice& received) {
    const Instant now = context.clock.now();
    const auto* const gateway = context.gateways.named(received.provider);
    if (gateway == nullptr) return refuse("unknown_provider");
    const auto notice = gateway->verify_notice(received.proof, received.raw_body, now);
    if (!notice) return tl::unexpected(notice.error());
    const InboxMessage message{std::string{received.provider}, notice->dedupe_key,  notice->provider_kind,
                               notice->provider_ref,           notice->attempt_ref, std::string{received.raw_body}};
    const bool is_new =
        context.database.transact([&](Session& session) { return persistence::store_message(session, message, now); });
    if (is_new) context.inbox_bell.ring();
    return {};
}

void apply_waiting_messages(const Context& context) {
    const Instant now = context.clock.now();
    for (const auto& known : context.database.read(persistence::unmatched_but_known))
        context.database.transact(
            [&](Session& session) { persistence::apply_unmatched_again(session, known.provider, known.provider_ref); });
    const auto waiting = context.database.read(
        [&](Session& session) { return persistence::waiting_messages(session, messages_at_a_time); });
    for (const InboxMessage& message : waiting)
        context.database.transact([&](Session& session) {
            persistence::close_message(session, message, apply(session, context.gateways, message, now));
        });
    if (!waiting.empty()) context.payment_bell.ring();
    if (waiting.size() == messages_at_a_time) context.inbox_bell.ring();
}

} // namespace hiroba::services
