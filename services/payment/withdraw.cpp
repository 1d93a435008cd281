#include "services/payment/withdraw.hpp"

#include "persistence/repositories/vouchers.hpp"
#include "services/board/look_log.hpp"
#include "services/booking/notices.hpp"
#include "services/payment/settle_attempt.hpp"

namespace hiroba::services {
namespace {

using payments::AttemptEvent;
using payments::AttemptState;
using persistence::Session;

Result<AttemptView> seen_by(Session& session, const Viewer& viewer, AttemptId id) {
    auto attempt = persistence::find_attempt(session, id);
    if (!attempt || !view_application(session, viewer, attempt->application)) return refuse("attempt_not_found");
    return AttemptView{std::move(*attempt), persistence::find_voucher(session, id)};
}

// Whose act it is stays in the attempt's history; a payer that the desk speaks for is told.
std::string evidence_of(const Viewer& viewer) {
    if (!viewer.is_staff) return std::string{another_way};
    return std::string{closed_by_town} + ", account " + std::to_string(viewer.account.value());
}

void tell_payer(Session& session, const persistence::Attempt& attempt, Instant now) {
    const auto application = persistence::find_application(session, attempt.application).value();
    notify(session, application, {.kind = "payment_called_off"}, now);
}

bool can_be_called_off(const persistence::Attempt& attempt) {
    return attempt.live && attempt.state != payments::name_of(AttemptState::cancel_requested);
}

Result<AttemptView> withdraw(Session& session, const TownInForce& town, const Viewer& viewer, AttemptId id,
                             Instant now) {
    auto seen = seen_by(session, viewer, id);
    if (!seen || !can_be_called_off(seen->attempt)) return seen;
    const auto asked = settle_attempt(session, town, seen->attempt,
                                      {.event = AttemptEvent::cancel_asked,
                                       .evidence = evidence_of(viewer),
                                       .started = std::nullopt,
                                       .view = std::nullopt,
                                       .next_step_at = now},
                                      now);
    if (!asked) return tl::unexpected(asked.error());
    if (viewer.is_staff) tell_payer(session, seen->attempt, now);
    return seen_by(session, viewer, id);
}

} // namespace

Result<AttemptView> view_attempt(const Context& context, const Viewer& viewer, AttemptId id) {
    auto seen = context.database.read([&](Session& session) { return seen_by(session, viewer, id); });
    if (seen && viewer.is_staff) log_look(context, viewer.account, "payment_attempt", std::to_string(id.value()));
    return seen;
}

Result<AttemptView> withdraw_attempt(const Context& context, const Viewer& viewer, AttemptId id) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const auto work = [&](Session& session) { return withdraw(session, *town, viewer, id, now); };
    auto withdrawn = context.database.transact(work);
    constexpr int tries = 5; // a worker may take the attempt at that moment
    for (int again = 1; again < tries && !withdrawn && withdrawn.error().code == "attempt_changed"; ++again)
        withdrawn = context.database.transact(work);
    context.payment_bell.ring();
    context.push_bell.ring();
    if (withdrawn && viewer.is_staff) log_look(context, viewer.account, "payment_attempt", std::to_string(id.value()));
    return withdrawn;
}

} // namespace hiroba::services
