#include "services/counter/pay_refund.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/counter/open_shift.hpp"
#include "services/payment/posting.hpp"

namespace hiroba::services {
namespace {

using persistence::PayableRefund;
using persistence::Session;

Result<PayableRefund> pay(Session& session, const TownInForce& town, AccountId staff, const CashRefund& command,
                          std::int64_t entry, Instant now) {
    const PayableRefund refund = *persistence::find_payable_refund(session, command.refund);
    if (const auto possible = next(refund.refund.state, RefundEvent::paid_out); !possible)
        return tl::unexpected(possible.error());
    const auto shift =
        shift_for(session, town, staff, *persistence::find_obligation(session, refund.refund.obligation));
    if (!shift) return tl::unexpected(shift.error());
    if (!persistence::enter(session, {.id = entry,
                                      .shift = shift->id,
                                      .kind = persistence::EntryKind::refund,
                                      .amount = refund.refund.amount,
                                      .refund = refund.refund.id,
                                      .by = staff,
                                      .at = now,
                                      .reason = command.received_by}))
        return refuse("drawer_short");
    return pay_out(session, refund,
                   {.way = persistence::PayoutWay::cash,
                    .reference = command.received_by,
                    .from_account = cash_prefix + shift->drawer.value(),
                    .on = to_town_time(now).date,
                    .by = staff},
                   now);
}

} // namespace

Result<RefundFile> pay_refund_in_cash(const Context& context, const persistence::Account& staff,
                                      const CashRefund& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const std::int64_t entry = persistence::new_id(now);
    const persistence::IdempotencyKey key{staff.id, "refund_in_cash", command.idempotency_key, command.request_hash};
    const auto work = [&](Session& session) -> Result<RefundFile> {
        const auto found = persistence::find_refund(session, command.refund);
        if (!found) return refuse("refund_not_found");
        persistence::lock_application(session, found->application);
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (!*known) {
            if (const auto paid = pay(session, *town, staff.id, command, entry, now); !paid)
                return tl::unexpected(paid.error());
            persistence::remember(session, key, command.refund.value(), now);
        }
        return as_staff_see(session, town->town, *persistence::find_payable_refund(session, command.refund));
    };
    try {
        return context.database.transact(work);
    } catch (const persistence::DuplicateKey& duplicate) {
        if (!duplicate.violates("idempotency")) throw;
        return context.database.transact(work); // the same request twice at the same moment: the second sees the first
    }
}

} // namespace hiroba::services
