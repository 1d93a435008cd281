#include "services/counter/take_payment.hpp"

#include "persistence/engine/errors.hpp"
#include "persistence/repositories/documents.hpp"
#include "persistence/repositories/idempotency.hpp"
#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "services/counter/open_shift.hpp"
#include "services/issuing/keep.hpp"
#include "services/once_more.hpp"
#include "services/payment/offered_methods.hpp"
#include "services/payment/posting.hpp"
#include "services/payment/receive.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::CounterPayment;
using persistence::DrawerShift;
using persistence::EntryKind;
using persistence::Obligation;
using persistence::Session;

using Prepared = PreparedPayment;

Refusal someone_pays(const ApplicationView& view) {
    return Refusal{"attempt_in_progress", {{"attempt_id", std::to_string(view.attempt->id.value())}}};
}

// Cash that is too much is change, and a terminal is told what to take.
bool takes_excess(const TakePaymentCommand& command) {
    return command.excess_to_case &&
           (command.method == PaymentMethod::bank_transfer || command.method == PaymentMethod::payment_notice);
}

// What of the money is owed.
Yen owed_of(const TakePaymentCommand& command, const Obligation& obligation) {
    return obligation.state == "owed" ? std::min(command.amount, persistence::rest_of(obligation)) : Yen{0};
}

Result<Obligation> obligation_to_take(Session& session, const TownInForce& town, const ApplicationView& view,
                                      const TakePaymentCommand& command) {
    const bool has_come = takes_excess(command) && !view.obligations.empty(); // whatever the facility offers
    const auto methods = counter_methods(town, view.application.facility, command.amount);
    if (!has_come && std::ranges::find(methods, command.method) == methods.end()) return refuse("method_not_offered");
    if (has_live_attempt(view)) return tl::unexpected(someone_pays(view));
    if (has_come)
        return persistence::owed_obligation_of(session, view.application.id).value_or(view.obligations.back());
    if (auto fits = check_taking(owed(view), command.amount); !fits) return tl::unexpected(fits.error());
    return *persistence::owed_obligation_of(session, view.application.id);
}

bool has_receipt(PaymentMethod method) { return method == PaymentMethod::cash || method == PaymentMethod::terminal; }

// Of a payment that is no cash: how it can be found again, and when it came.
// Cash is taken on the day on which it lies in the drawer; what is recorded came after it was owed, until today.
Result<void> check_day(const TakePaymentCommand& command, const Obligation& obligation, LocalDate today) {
    if (!command.received_on || *command.received_on == today) return {};
    if (command.method == PaymentMethod::cash) return refuse("cash_is_of_today", {{"today", today.iso8601()}});
    if (*command.received_on > today) return refuse("received_later_than_today", {{"today", today.iso8601()}});
    if (*command.received_on < obligation.assessed_on)
        return refuse("received_before_owed", {{"owed_since", obligation.assessed_on.iso8601()}});
    return {};
}

Result<std::optional<DrawerShift>> drawer_for(Session& session, const TownInForce& town, AccountId staff,
                                              const Obligation& obligation, const TakePaymentCommand& command) {
    if (command.method != PaymentMethod::cash) return std::optional<DrawerShift>{};
    if (const auto change = change_for(command.amount, command.given.value_or(command.amount)); !change)
        return tl::unexpected(change.error());
    auto shift = shift_for(session, town, staff, obligation);
    if (!shift) return tl::unexpected(shift.error());
    return std::optional{std::move(*shift)};
}

CounterPayment payment_of(const TakePaymentCommand& command, const Obligation& obligation,
                          const std::optional<DrawerShift>& shift, AccountId staff, const Prepared& prepared) {
    const bool is_cash = command.method == PaymentMethod::cash;
    return {.id = prepared.payment,
            .obligation = obligation.id,
            .application = obligation.application,
            .method = command.method,
            .terminal_kind = command.terminal_kind,
            .amount = owed_of(command, obligation),
            .given = is_cash ? std::optional{command.given.value_or(command.amount)} : std::nullopt,
            .reference = is_cash ? std::string{} : command.reference,
            .received_on = command.received_on.value_or(to_town_time(prepared.now).date),
            .shift = shift ? std::optional{shift->id} : std::nullopt,
            .taken_by = staff,
            .taken_at = prepared.now};
}

Result<void> record(Session& session, const CounterPayment& payment) {
    try {
        persistence::insert_counter_payment(session, payment);
        return {};
    } catch (const persistence::DuplicateKey& duplicate) {
        if (!duplicate.violates("counter_payment", "uq_counter_payment_reference")) throw;
        return refuse("reference_used", {{"reference", payment.reference}});
    }
}

Result<void> write(Session& session, const Obligation& obligation, const CounterPayment& payment,
                   const std::optional<DrawerShift>& shift, const Prepared& prepared) {
    if (auto recorded = record(session, payment); !recorded) return recorded;
    if (shift && !persistence::enter(session, {.id = prepared.entry,
                                               .shift = shift->id,
                                               .kind = EntryKind::payment,
                                               .amount = payment.amount,
                                               .payment = payment.id,
                                               .by = payment.taken_by,
                                               .at = prepared.now}))
        return refuse("no_open_drawer"); // closed at this moment
    post_counter_payment(session, obligation, payment, shift, prepared.now);
    if (!receive(session, obligation, payment.amount, prepared.now))
        throw std::logic_error("less is owed of a locked application than was read");
    return {};
}

PaymentCaseKind kind_of_excess(const CounterPayment& excess, const Obligation& obligation) {
    if (excess.excess_of) return PaymentCaseKind::overpaid;
    return obligation.state == "paid" ? PaymentCaseKind::paid_twice : PaymentCaseKind::paid_late;
}

// Money that pays for nothing lies in suspense until staff say what becomes of it.
Result<void> write_excess(Session& session, const Obligation& obligation, const CounterPayment& excess, Instant now) {
    if (auto recorded = record(session, excess); !recorded) return recorded;
    post_counter_payment(session, obligation, excess, std::nullopt, now);
    persistence::open_case(session, {.kind = kind_of_excess(excess, obligation),
                                     .application = obligation.application,
                                     .payment = excess.id,
                                     .amount = excess.amount,
                                     .facts = excess.reference,
                                     .opened_at = now});
    return {};
}

// The payment of what was owed, or of all the money when nothing was.
Result<CounterPayment> take(Session& session, const TownInForce& town, const persistence::Account& staff,
                            const TakePaymentCommand& command, const Prepared& prepared) {
    const auto view = view_application(session, {staff.id, true}, command.application);
    if (!view) return tl::unexpected(view.error());
    const auto obligation = obligation_to_take(session, town, *view, command);
    if (!obligation) return tl::unexpected(obligation.error());
    if (command.method != PaymentMethod::cash && command.reference.empty()) return refuse("reference_missing");
    if (auto fits = check_day(command, *obligation, to_town_time(prepared.now).date); !fits)
        return tl::unexpected(fits.error());
    const auto shift = drawer_for(session, town, staff.id, *obligation, command);
    if (!shift) return tl::unexpected(shift.error());
    CounterPayment payment = payment_of(command, *obligation, *shift, staff.id, prepared);
    const Yen too_much = command.amount - payment.amount;
    if (payment.amount > Yen{0})
        if (auto written = write(session, *obligation, payment, *shift, prepared); !written)
            return tl::unexpected(written.error());
    if (too_much == Yen{0}) return payment;
    CounterPayment excess = payment;
    excess.state = persistence::CounterPaymentState::unapplied;
    excess.amount = too_much;
    if (payment.amount > Yen{0}) {
        excess.id = prepared.excess;
        excess.excess_of = payment.id;
    }
    if (auto written = write_excess(session, *obligation, excess, prepared.now); !written)
        return tl::unexpected(written.error());
    return payment.amount > Yen{0} ? payment : excess;
}

// What of the money paid what was owed, and what did not; as it was recorded.
struct TakenParts {
    Yen applied;
    Yen excess;
};
TakenParts parts_of(Session& session, const CounterPayment& taken) {
    if (taken.state == persistence::CounterPaymentState::unapplied ||
        taken.state == persistence::CounterPaymentState::returned)
        return {Yen{0}, taken.amount};
    TakenParts parts{taken.amount, Yen{0}};
    for (const CounterPayment& payment : persistence::counter_payments_of(session, taken.application))
        if (payment.excess_of == taken.id) parts.excess += payment.amount;
    return parts;
}

} // namespace

Result<TakenPayment> taken_before(Session& session, AccountId staff, CounterPaymentId id) {
    const auto payment = persistence::find_counter_payment(session, id).value();
    auto view = view_application(session, {staff, true}, payment.application);
    if (!view) return tl::unexpected(view.error());
    const auto document =
        persistence::find_document(session, payment.application, DocumentKind::receipt, payment.id.value());
    const auto [applied, excess] = parts_of(session, payment);
    return TakenPayment{applied, excess, payment, document ? std::optional{document->id} : std::nullopt,
                        std::move(*view)};
}

PreparedPayment prepare_payment(Instant now) {
    return {CounterPaymentId{persistence::new_id(now)}, CounterPaymentId{persistence::new_id(now)},
            persistence::new_id(now), now};
}

Result<TakenPayment> take_payment_in(Session& session, const TownInForce& town, const persistence::Account& staff,
                                     const TakePaymentCommand& command, const PreparedPayment& prepared) {
    const auto taken = take(session, town, staff, command, prepared);
    if (!taken) return tl::unexpected(taken.error());
    auto view = view_application(session, {staff.id, true}, command.application);
    if (!view) return tl::unexpected(view.error());
    std::optional<DocumentId> receipt;
    if (has_receipt(taken->method))
        receipt =
            keep_paper(session, town, *view, {DocumentKind::receipt, taken->id.value()}, {staff.id, prepared.now}).id;
    const auto [applied, excess] = parts_of(session, *taken);
    return TakenPayment{applied, excess, *taken, receipt, std::move(*view)};
}

Result<TakenPayment> take_payment(const Context& context, const persistence::Account& staff,
                                  const TakePaymentCommand& command) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    const PreparedPayment prepared = prepare_payment(now);
    const persistence::IdempotencyKey key{staff.id, "counter_payment", command.idempotency_key, command.request_hash};

    const auto work = [&](Session& session) -> Result<TakenPayment> {
        persistence::lock_application(session, command.application);
        const auto known = persistence::remembered(session, key);
        if (!known) return tl::unexpected(known.error());
        if (*known) return taken_before(session, staff.id, CounterPaymentId{**known});
        auto taken = take_payment_in(session, *town, staff, command, prepared);
        if (taken) persistence::remember(session, key, taken->payment.id.value(), now);
        return taken;
    };
    auto taken = once_more_for_the_same_request(context, work);
    context.push_bell.ring();
    return taken;
}

} // namespace hiroba::services
