#include "services/issuing/decision_papers.hpp"

#include "domain/core/japanese_era.hpp"
#include "domain/documents/tax_lines.hpp"
#include "persistence/repositories/documents.hpp"
#include "services/issuing/paper_words.hpp"

#include <algorithm>
#include <iterator>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Decision;
using persistence::Refund;
using persistence::RefundState;
using persistence::Session;

std::vector<Booking> bookings_of(const ApplicationView& view, const Decision& decision) {
    std::vector<Booking> bookings;
    std::ranges::copy_if(view.bookings, std::back_inserter(bookings), [&](const Booking& booking) {
        return std::ranges::find(decision.bookings, booking.id) != decision.bookings.end();
    });
    return bookings;
}

// Those that were ordered in the unit of work of the decision.
std::vector<Refund> refunds_of(const ApplicationView& view, const Decision& decision) {
    std::vector<Refund> refunds;
    std::ranges::copy_if(view.refunds, std::back_inserter(refunds), [&](const Refund& refund) {
        return refund.created_at == decision.decided_at && refund.state != RefundState::taken_back && refund.booking &&
               std::ranges::find(decision.bookings, *refund.booking) != decision.bookings.end();
    });
    return refunds;
}

std::string ground_words(const Refund& refund) {
    switch (refund.cause) {
    case RefundCause::town:
        return "町の都合";
    case RefundCause::disaster:
        return "災害";
    case RefundCause::rain:
        return "雨天等による使用不能";
    case RefundCause::user:
        break;
    }
    switch (refund.ground) {
    case persistence::RefundGround::changed:
        return "使用の変更";
    case persistence::RefundGround::reduced:
        return "使用料の減免";
    default:
        return "使用者の取消し";
    }
}

// The receipt that the money was acknowledged with, when one was issued.
void show_receipt(Session& session, const Refund& refund, DocumentContent& content) {
    const auto receipt =
        persistence::find_document(session, refund.application, DocumentKind::receipt, refund.obligation.value());
    if (!receipt) return;
    content.words["original_number"] = receipt->number.value_or("");
    content.words["original_issued_on"] = era_date(to_town_time(receipt->issued_at).date);
}

void show_refunds(Session& session, const std::vector<Refund>& refunds, const std::vector<Booking>& bookings,
                  DocumentContent& content) {
    if (refunds.empty()) return;
    Yen amount;
    Yen set_off;
    for (const Refund& refund : refunds) {
        amount += refund.amount;
        if (refund.state == RefundState::set_off) set_off += refund.amount;
    }
    Yen paid;
    for (const Booking& booking : bookings)
        paid += booking.paid;
    const Refund& first = refunds.front();
    content.words["amount_yen"] = yen_words(amount);
    content.words["tax_yen"] = yen_words(standard_rate_tax(amount));
    content.words["refund_ground"] = ground_words(first);
    content.words["refund_percent"] = std::to_string(first.percent) + "％";
    content.words["refund_article"] = first.article.ja;
    content.words["paid_yen"] = yen_words(paid);
    if (set_off > Yen{0}) content.words["set_off_yen"] = yen_words(set_off);
    content.words["pay_out_yen"] = yen_words(amount - set_off);
    show_receipt(session, first, content);
    if (needs_return_invoice(amount)) content.taxes = tax_lines({.standard_rate = amount, .not_taxed = {}});
}

} // namespace

std::optional<DocumentKind> paper_about(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::permit:
    case DecisionKind::conditional_permit:
        return DocumentKind::permit;
    case DecisionKind::refusal:
        return DocumentKind::refusal;
    case DecisionKind::change_permit:
        return DocumentKind::change_permit;
    case DecisionKind::revocation:
        return DocumentKind::revocation;
    case DecisionKind::reduction_grant:
        return DocumentKind::reduction_grant;
    case DecisionKind::reduction_refusal:
        return DocumentKind::reduction_refusal;
    case DecisionKind::refund:
        return DocumentKind::refund_decision;
    case DecisionKind::reinstatement:
        break;
    }
    return std::nullopt;
}

void write_decision(Session& session, const Letterhead& letterhead, const ApplicationView& view,
                    const Decision& decision, DocumentContent& content) {
    const Town& town = letterhead.town.town;
    const DecisionRules& rules = decision_rules(town, view.application.facility);
    const auto bookings = bookings_of(view, decision);
    show_bookings(town, bookings, content);
    content.words["number"] = decision.number;
    content.words["decided_on"] = era_date(decision.decided_on);
    content.words["authority"] = rules.authority.ja;
    content.words["reason"] = decision.reason;
    for (const Text& condition : decision.conditions)
        content.conditions.push_back(condition.ja);
    if (const AppealNotice* appeal = decision.appeal ? find_appeal(rules, *decision.appeal) : nullptr)
        content.appeal.push_back(appeal->text.ja);
    if (decision.kind == DecisionKind::refund) show_refunds(session, refunds_of(view, decision), bookings, content);
}

} // namespace hiroba::services
