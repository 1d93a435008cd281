#include "services/payment/settle_refund.hpp"

#include "domain/core/utf8.hpp"
#include "persistence/repositories/payment_cases.hpp"
#include "persistence/repositories/ticket_books.hpp"
#include "services/booking/notices.hpp"
#include "services/payment/posting.hpp"

namespace hiroba::services {
namespace {

using persistence::PayableRefund;
using persistence::Session;

void tell_the_payer(Session& session, const persistence::Refund& refund, const char* kind, Instant now) {
    if (refund.ground == persistence::RefundGround::tickets &&
        persistence::find_ticket_book(session, refund.application)->buyer)
        return; // of a book that was sold to a name: nobody has an account to be told in
    const auto application = *persistence::find_application(session, refund.application);
    notify(session, application, {.kind = kind, .yen = {{"refund_yen", refund.amount}}}, now);
}

void follow(Session& session, const PayableRefund& after, RefundState from, const RefundNews& news, Instant now) {
    const auto& [refund, payout] = after;
    if (refund.state == RefundState::succeeded) {
        const auto attempt = *persistence::find_attempt(session, payout.attempt.value());
        post_refunded(session, {refund, attempt, payout.version}, now);
        tell_the_payer(session, refund, "refund_paid", now);
    } else if (from == RefundState::succeeded) {
        const auto attempt = *persistence::find_attempt(session, payout.attempt.value());
        post_refund_returned(session, {refund, attempt, payout.version}, now);
    } else if (refund.state == RefundState::paid_twice) {
        const auto attempt = *persistence::find_attempt(session, payout.attempt.value());
        post_refunded_twice(session, {refund, attempt, payout.version}, now);
        persistence::open_case(session, {.kind = PaymentCaseKind::refunded_twice,
                                         .application = refund.application,
                                         .attempt = attempt.id,
                                         .refund = refund.id,
                                         .amount = refund.amount,
                                         .facts = std::string{beginning_of(news.evidence, 200)},
                                         .opened_at = now});
    } else if (from == RefundState::paid_twice) {
        const auto attempt = *persistence::find_attempt(session, payout.attempt.value());
        post_second_refund_returned(session, {refund, attempt, payout.version}, now);
        persistence::resolve_case(session, PaymentCaseKind::refunded_twice, refund.id, now);
    } else if (refund.state == RefundState::paid_out) {
        post_paid_out(session, refund, news.paid_out_of.value(), payout.paid_out.value().on, now);
        tell_the_payer(session, refund, "refund_paid", now);
    } else if (refund.state == RefundState::needs_bank_account) {
        tell_the_payer(session, refund, "refund_needs_account", now);
    }
}

} // namespace

Result<PayableRefund> settle_refund(Session& session, const PayableRefund& before, const RefundNews& news,
                                    Instant now) {
    constexpr std::size_t longest_evidence = 500;
    const RefundState from = before.refund.state;
    const auto to = next(from, news.event);
    if (!to) return tl::unexpected(to.error());
    PayableRefund after{before.refund, news.payout.value_or(before.payout)};
    after.refund.state = *to;
    // What is over is left alone; but a message spoke of it, so a question that got no answer is asked again.
    const bool is_over = !is_at_provider(*to) && *to != RefundState::approved;
    if (is_over && news.event != RefundEvent::could_not_ask) after.payout.next_step_at = std::nullopt;
    if (!persistence::save_payout(session, after.payout,
                                  {.event = std::string{name_of(news.event)},
                                   .from = from,
                                   .to = *to,
                                   .by = news.by,
                                   .evidence = std::string{beginning_of(news.evidence, longest_evidence)},
                                   .at = now}))
        return refuse("refund_changed");
    ++after.payout.version;
    if (*to != from) follow(session, after, from, news, now);
    return after;
}

Result<PayableRefund> pay_out(Session& session, const PayableRefund& before, const PayoutByHand& by_hand, Instant now) {
    RefundNews news{.event = RefundEvent::paid_out,
                    .evidence = by_hand.reference,
                    .by = by_hand.by,
                    .payout = before.payout,
                    .paid_out_of = by_hand.from_account};
    news.payout->paid_out = persistence::PaidOut{by_hand.way, by_hand.reference, by_hand.by, by_hand.on};
    return settle_refund(session, before, news, now);
}

} // namespace hiroba::services
