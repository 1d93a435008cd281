#include "services/payment/remind_overdue.hpp"

#include "persistence/repositories/payments.hpp"
#include "services/booking/notices.hpp"

namespace hiroba::services {
namespace {

using persistence::Overdue;
using persistence::Session;

constexpr int reminded_at_a_time = 100;

Refusal not_due() { return Refusal{"not_due"}; }

// `not_due`: it was paid, changed or is being paid in the meantime.
Result<void> remind(Session& session, const persistence::Obligation& seen, Instant now) {
    persistence::lock_application(session, seen.application);
    const auto owed = persistence::owed_obligation_of(session, seen.application);
    if (!owed || owed->id != seen.id || !owed->due_at || *owed->due_at > now) return tl::unexpected(not_due());
    const auto attempt = persistence::newest_attempt_of(session, seen.application);
    if (attempt && attempt->live) return tl::unexpected(not_due());
    persistence::mark_reminded(session, owed->id, now);
    notify(session, *persistence::find_application(session, owed->application),
           {.kind = "payment_overdue", .until = owed->due_at, .yen = {{"owed_yen", persistence::rest_of(*owed)}}}, now);
    return {};
}

} // namespace

int remind_of_overdue(const Context& context) {
    const Instant now = context.clock.now();
    const auto overdue = context.database.read([&](Session& session) {
        return persistence::overdue_obligations(session, Overdue::not_reminded, now, reminded_at_a_time);
    });
    int told = 0;
    for (const auto& obligation : overdue)
        if (context.database.transact([&](Session& session) { return remind(session, obligation, now); })) ++told;
    return told;
}

} // namespace hiroba::services
