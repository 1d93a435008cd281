#include "persistence/repositories/new_id.hpp"
#include "services/booking/permit.hpp"
#include "services/counter/open_shift.hpp"
#include "services/counter/take_payment.hpp"
#include "services/payment/late_money.hpp"
#include "services/payment/payment_due.hpp"
#include "services/payment/posting.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::CounterPayment;
using persistence::CounterPaymentState;
using persistence::DrawerShift;
using persistence::Obligation;
using persistence::Session;

// What was paid whole is undone only while nothing has come of it: it is all that the application paid, nothing of it
// is given back or asked for besides, and none of its uses has begun.
bool can_be_owed_again(const ApplicationView& view, const Obligation& obligation, Instant now) {
    const auto others = std::ranges::count_if(view.obligations, [&](const Obligation& other) {
        return other.id != obligation.id && other.state != "released";
    });
    if (others > 0 || !view.refunds.empty()) return false;
    return std::ranges::all_of(view.bookings, [&](const Booking& booking) {
        if (booking.paid == Yen{0}) return true;
        return booking.state == BookingState::permitted && now < to_instant(booking.start);
    });
}

Result<void> owe_again(Session& session, const TownInForce& town, const ApplicationView& view, AccountId by,
                       const std::string& reason, Instant now) {
    persistence::save_unpaid(session, view.application.id);
    for (const Booking& booking : view.bookings) {
        if (booking.paid == Yen{0}) continue;
        if (auto waiting = wait_for_payment(session, town, booking, {by, now, reason}); !waiting) return waiting;
    }
    return {};
}

// Out of which drawer cash goes back: of what is paid whole, the one that took it, while it is open.
Result<std::optional<DrawerShift>> drawer_for(Session& session, const TownInForce& town, AccountId staff,
                                              const Obligation& obligation, const CounterPayment& payment) {
    if (payment.method != PaymentMethod::cash) return std::optional<DrawerShift>{};
    auto shift = shift_for(session, town, staff, obligation);
    if (!shift) return tl::unexpected(shift.error());
    if (obligation.state == "paid" && shift->id != payment.shift) return refuse("needs_refund");
    return std::optional{std::move(*shift)};
}

Result<void> write(Session& session, const Obligation& obligation, const CounterPayment& payment,
                   const std::optional<DrawerShift>& shift, const persistence::Undoing& undoing, std::int64_t entry) {
    if (!persistence::undo_counter_payment(session, payment.id, undoing)) return refuse("already_undone");
    if (shift && !persistence::enter(session, {.id = entry,
                                               .shift = shift->id,
                                               .kind = persistence::EntryKind::undone,
                                               .amount = payment.amount,
                                               .payment = payment.id,
                                               .by = undoing.by,
                                               .at = undoing.at,
                                               .reason = undoing.reason}))
        return refuse("drawer_short");
    post_counter_payment_undone(session, obligation, payment, shift, undoing.at);
    if (!persistence::take_from_paid(session, obligation.id, payment.amount))
        throw std::logic_error("a counter payment that its obligation does not know");
    return {};
}

// What was too much of the same money was recorded with it.
Result<void> undo_excess(Session& session, const CounterPayment& payment, const persistence::Undoing& undoing) {
    for (const CounterPayment& other : persistence::counter_payments_of(session, payment.application)) {
        if (other.excess_of != payment.id || other.state == CounterPaymentState::undone) continue;
        if (auto undone = undo_record(session, other, undoing); !undone) return undone;
    }
    return {};
}

// A book that is not paid is no book: what it owed falls away with it.
Result<void> undo_sale(Session& session, const persistence::TicketBook& book, ObligationId obligation, Instant now) {
    if (!persistence::undo_ticket_book(session, book.id)) return refuse("tickets_used");
    if (!persistence::settle_obligation(session, obligation, "released"))
        throw std::logic_error("the price of a book was paid back and is not owed");
    post_released(session, *persistence::find_obligation(session, obligation), now);
    return {};
}

} // namespace

Result<ApplicationView> undo_payment(const Context& context, const persistence::Account& staff,
                                     const UndoPaymentCommand& command) {
    const Instant now = context.clock.now();
    const LocalDate today = to_town_time(now).date;
    const auto town = context.catalog.current();
    const std::int64_t entry = persistence::new_id(now);
    auto undone = context.database.transact([&](Session& session) -> Result<ApplicationView> {
        const auto found = persistence::find_counter_payment(session, command.payment);
        if (!found) return refuse("payment_not_found");
        persistence::lock_application(session, found->application);
        const CounterPayment payment = *persistence::find_counter_payment(session, command.payment);
        if (payment.state == CounterPaymentState::undone) return refuse("already_undone");
        const auto view = view_application(session, {staff.id, true}, payment.application);
        if (!view) return view;
        if (has_live_attempt(*view))
            return refuse("attempt_in_progress", {{"attempt_id", std::to_string(view->attempt->id.value())}});
        const Obligation obligation = *persistence::find_obligation(session, payment.obligation);
        const persistence::Undoing undoing{staff.id, now, today, command.reason};
        if (payment.state != CounterPaymentState::received) {
            if (auto done = undo_record(session, payment, undoing); !done) return tl::unexpected(done.error());
            return view_application(session, {staff.id, true}, payment.application);
        }
        if (auto done = undo_excess(session, payment, undoing); !done) return tl::unexpected(done.error());
        const bool was_paid = obligation.state == "paid";
        const bool taken_today = to_town_time(payment.taken_at).date == today;
        if (was_paid && (!taken_today || !can_be_owed_again(*view, obligation, now))) return refuse("needs_refund");
        const auto shift = drawer_for(session, *town, staff.id, obligation, payment);
        if (!shift) return tl::unexpected(shift.error());
        if (auto written = write(session, obligation, payment, *shift, undoing, entry); !written)
            return tl::unexpected(written.error());
        if (view->tickets) {
            if (auto sale = undo_sale(session, *view->tickets, obligation.id, now); !sale)
                return tl::unexpected(sale.error());
        } else if (was_paid)
            if (auto owed = owe_again(session, *town, *view, staff.id, command.reason, now); !owed)
                return tl::unexpected(owed.error());
        return view_application(session, {staff.id, true}, payment.application);
    });
    context.push_bell.ring();
    return undone;
}

} // namespace hiroba::services
