#include "services/issuing/receipt_marks.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/counter_payments.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/refund_payouts.hpp"
#include "services/issuing/paper_words.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::PaymentReceived;
using persistence::Refund;
using persistence::Session;

LocalDate day_of(Instant at) { return to_town_time(at).date; }

// The day on which the payer had it, as far as is proved.
LocalDate paid_back_on(Session& session, const Refund& refund) {
    const auto payout = persistence::payout_of(session, refund.id);
    if (payout.paid_out) return payout.paid_out->on;
    LocalDate on = day_of(refund.created_at);
    for (const auto& entry : persistence::history_of(session, refund.id))
        if (entry.to_state == name_of(RefundState::succeeded) && entry.from_state != entry.to_state)
            on = day_of(entry.at);
    return on;
}

ReceiptMark mark_of(Session& session, const Refund& refund, Yen amount) {
    if (refund.state == RefundState::set_off) return {ReceiptMarkKind::set_off, amount, day_of(refund.created_at)};
    if (refund.state == RefundState::succeeded || refund.state == RefundState::paid_out)
        return {ReceiptMarkKind::refunded, amount, paid_back_on(session, refund)};
    return {ReceiptMarkKind::refund_decided, amount, day_of(refund.created_at)};
}

// What was overpaid has no receipt, so its refund takes nothing from one.
std::vector<Refund> refunds_of(const ApplicationView& view, ObligationId obligation) {
    std::vector<Refund> refunds;
    std::ranges::copy_if(view.refunds, std::back_inserter(refunds), [&](const Refund& refund) {
        return refund.obligation == obligation && refund.state != RefundState::taken_back &&
               refund.ground != persistence::RefundGround::overpaid;
    });
    return refunds;
}

struct PartOfPayment {
    const PaymentReceived* payment;
    Yen left;
};

// What of the refund is of that payment: first comes where it goes back to. What is left of each payment becomes less.
Yen taken_of(const PaymentReceived& wanted, std::vector<PartOfPayment>& parts, Yen refund,
             std::optional<AttemptId> back_to) {
    Yen taken;
    const auto take = [&](PartOfPayment& part) {
        const Yen amount = std::min(part.left, refund);
        part.left = part.left - amount;
        refund = refund - amount;
        if (part.payment->id == wanted.id) taken += amount;
    };
    for (PartOfPayment& part : parts)
        if (back_to && part.payment->id == back_to->value()) take(part);
    std::ranges::for_each(parts, take);
    return taken;
}

std::vector<ReceiptMark> refunds_of_payment(Session& session, const ApplicationView& view,
                                            const PaymentReceived& wanted) {
    std::vector<PartOfPayment> parts;
    for (const PaymentReceived& payment : view.payments)
        if (payment.obligation == wanted.obligation && !payment.undone)
            parts.insert(parts.begin(), {&payment, payment.amount});
    std::vector<ReceiptMark> marks;
    for (const Refund& refund : refunds_of(view, wanted.obligation)) {
        const auto back_to = persistence::payout_of(session, refund.id).attempt;
        const Yen amount = taken_of(wanted, parts, refund.amount, back_to);
        if (amount > Yen{0}) marks.push_back(mark_of(session, refund, amount));
    }
    return marks;
}

void add_disputes(Session& session, const ApplicationView& view, const std::vector<AttemptId>& attempts,
                  std::vector<ReceiptMark>& marks) {
    for (const auto& dispute : persistence::cases_of(session, view.application.id, PaymentCaseKind::disputed))
        if (std::ranges::find(attempts, dispute.attempt) != attempts.end())
            marks.push_back({ReceiptMarkKind::disputed, dispute.amount, day_of(dispute.opened_at)});
}

std::vector<ReceiptMark> marks_of_payment(Session& session, const ApplicationView& view,
                                          const PaymentReceived& payment) {
    if (payment.undone)
        return {{ReceiptMarkKind::taken_back, payment.amount,
                 persistence::undone_on(session, CounterPaymentId{payment.id}).value()}};
    auto marks = refunds_of_payment(session, view, payment);
    if (!payment.at_counter) add_disputes(session, view, {AttemptId{payment.id}}, marks);
    return marks;
}

std::vector<ReceiptMark> marks_of_obligation(Session& session, const ApplicationView& view, ObligationId obligation) {
    std::vector<ReceiptMark> marks;
    for (const Refund& refund : refunds_of(view, obligation))
        marks.push_back(mark_of(session, refund, refund.amount));
    std::vector<AttemptId> attempts;
    for (const PaymentReceived& payment : view.payments)
        if (payment.obligation == obligation && !payment.at_counter) attempts.emplace_back(payment.id);
    add_disputes(session, view, attempts, marks);
    return marks;
}

} // namespace

std::vector<ReceiptMark> receipt_marks(Session& session, const ApplicationView& view, std::int64_t subject) {
    const auto payment = std::ranges::find(view.payments, subject, &PaymentReceived::id);
    return gathered(payment != view.payments.end() ? marks_of_payment(session, view, *payment)
                                                   : marks_of_obligation(session, view, ObligationId{subject}));
}

std::string mark_words(const ReceiptMark& mark) {
    const auto what = [&] {
        switch (mark.kind) {
        case ReceiptMarkKind::refund_decided:
            return "還付決定";
        case ReceiptMarkKind::refunded:
            return "返金済み";
        case ReceiptMarkKind::set_off:
            return "充当済み";
        case ReceiptMarkKind::taken_back:
            return "収納取消し";
        case ReceiptMarkKind::disputed:
            return "チャージバック";
        }
        return "";
    }();
    return std::string{what} + " " + yen_words(mark.amount) + "（" + era_date(mark.on) + "）";
}

} // namespace hiroba::services
