#include "services/closures/closure_task.hpp"

#include "persistence/repositories/closures.hpp"
#include "persistence/repositories/payments.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/revoke.hpp"
#include "services/closures/reach.hpp"
#include "services/jobs/one_by_one.hpp"
#include "services/payment/settle_attempt.hpp"

namespace hiroba::services {
namespace {

using persistence::Closure;
using persistence::ClosureTask;
using persistence::ConflictOutcome;
using persistence::Session;
using persistence::TaskLease;

// The provider has closed a payment page by then, as a rule.
constexpr std::chrono::seconds try_again_after{15};

constexpr std::string_view lease_lost = "lease_lost"; // between the functions of this file; nobody is told
constexpr std::string_view somebody_pays = "attempt_in_progress";

std::string reason_in_both(const Text& reason) { return reason.ja + " / " + reason.en; }

// The payer's page is closed at the provider, so that the revocation can follow.
void ask_to_close_payment(const Context& context, ApplicationId application, Instant now) {
    const auto town = context.catalog.current();
    static_cast<void>(context.database.transact([&](Session& session) -> Result<void> {
        persistence::lock_application(session, application);
        const auto attempt = persistence::newest_attempt_of(session, application);
        if (!attempt || !attempt->live) return {};
        const auto asked = settle_attempt(session, *town, *attempt,
                                          {.event = payments::AttemptEvent::cancel_asked,
                                           .evidence = std::string{closed_by_town},
                                           .started = std::nullopt,
                                           .view = std::nullopt,
                                           .next_step_at = now},
                                          now);
        if (!asked) return tl::unexpected(asked.error());
        return {};
    }));
    context.payment_bell.ring();
}

Result<void> do_one(Session& session, const TownInForce& town, const PricingTowns& priced_by, const Closure& closure,
                    const TaskLease& lease, BookingId booking, Instant now) {
    if (lease.task == ClosureTask::revoke) {
        if (!locked_booking(session, booking)) return refuse("booking_not_found");
        if (persistence::count_conflicts(session, closure.id, {booking}) == 0) return refuse("not_in_the_way");
        const auto revoked = revoke(session, town, {booking, lease.by, reason_in_both(closure.reason)}, now);
        if (!revoked) return tl::unexpected(revoked.error());
        settle_conflict(session, closure.id, booking, ConflictOutcome::revoked, std::string{name_of(revoked->from)});
    } else {
        const auto reinstated = reinstate(session, town, priced_by, booking, lease.by, now);
        if (!reinstated) return tl::unexpected(reinstated.error());
        settle_conflict(session, closure.id, booking, ConflictOutcome::reinstated);
    }
    end_task_when_done(session, closure.id);
    return {};
}

// One booking in a transaction of its own: a thousand of them do not stop the town, and one that cannot be revoked does
// not save the others. The lease is renewed in it, so nothing is done twice, and nothing for a closure that was lifted:
// who lifts it waits for this booking and finds it among those revoked.
Result<void> try_one(const Context& context, const Closure& closure, const TaskLease& lease, BookingId booking,
                     Instant now) {
    const auto town = context.catalog.current();
    return unless_it_fails("closure_task_failed", booking, [&] {
        return with_pricing_towns(context, booking, [&](const PricingTowns& priced_by) {
            return context.database.transact([&](Session& session) -> Result<void> {
                if (!renew_lease(session, lease, now + persistence::task_lease)) return refuse(lease_lost);
                return do_one(session, *town, priced_by, closure, lease, booking, now);
            });
        });
    });
}

// False when the lease is lost.
bool write_down(const Context& context, const TaskLease& lease, BookingId booking, const std::string& refusal,
                Instant now) {
    const bool passes = refusal == somebody_pays || refusal == machine_failed;
    return context.database.transact([&](Session& session) {
        if (!renew_lease(session, lease, now + persistence::task_lease)) return false;
        put_off(session, lease.closure, booking, refusal, passes ? std::optional{now + try_again_after} : std::nullopt);
        end_task_when_done(session, lease.closure);
        return true;
    });
}

} // namespace

void work_on_task(const Context& context, TaskLease lease) {
    std::optional<Closure> closure;
    const auto due = context.database.read([&](Session& session) {
        closure = persistence::find_closure(session, lease.closure);
        return due_conflicts(session, lease.closure, context.clock.now(), most_in_a_turn);
    });
    for (const BookingId booking : due) {
        const Instant now = context.clock.now();
        const auto done = try_one(context, *closure, lease, booking, now);
        if (!done && (done.error().code == lease_lost || !write_down(context, lease, booking, done.error().code, now)))
            break;
        lease.until = now + persistence::task_lease;
        if (done || done.error().code != somebody_pays) continue;
        const auto found =
            context.database.read([&](Session& session) { return persistence::find_booking(session, booking); });
        if (found) ask_to_close_payment(context, found->application, now);
    }
    const bool ended = context.database.transact([&](Session& session) {
        give_up_lease(session, lease);
        return !persistence::task_of(session, lease.closure);
    });
    if (ended && lease.task == ClosureTask::reinstate) keep_for_those_who_wait(context, *closure);
    context.push_bell.ring();
    context.waiting_bell.ring();
}

bool work_on_closures(const Context& context) {
    const auto waiting = [&] {
        return context.database.read(
            [&](Session& session) { return persistence::waiting_tasks(session, context.clock.now()); });
    };
    for (const ClosureId closure : waiting()) {
        const auto lease = context.database.transact(
            [&](Session& session) { return persistence::lease_task(session, closure, context.clock.now()); });
        if (lease) work_on_task(context, *lease);
    }
    return !waiting().empty();
}

} // namespace hiroba::services
