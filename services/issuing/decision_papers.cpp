#include "services/issuing/decision_papers.hpp"

#include "domain/core/japanese_era.hpp"
#include "persistence/repositories/documents.hpp"
#include "services/issuing/paper_taxes.hpp"
#include "services/issuing/paper_words.hpp"
#include "services/issuing/permits_in_force.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Decision;
using persistence::Refund;
using persistence::RefundState;
using persistence::Session;

bool is_about(const Decision& decision, BookingId booking) {
    return std::ranges::find(decision.bookings, booking) != decision.bookings.end();
}

bool is_permitted(BookingState state) {
    return state == BookingState::permitted_unpaid || state == BookingState::permitted ||
           state == BookingState::checked_in;
}

// What the paper lists.
std::vector<Booking> bookings_of(const ApplicationView& view, const Decision& decision) {
    std::vector<Booking> bookings;
    std::ranges::copy_if(view.bookings, std::back_inserter(bookings), [&](const Booking& booking) {
        return decision.kind == DecisionKind::change_permit ? is_permitted(booking.state)
                                                            : is_about(decision, booking.id);
    });
    return bookings;
}

std::vector<Refund> refunds_of(const ApplicationView& view, const Decision& decision) {
    std::vector<Refund> refunds;
    std::ranges::copy_if(view.refunds, std::back_inserter(refunds), [&](const Refund& refund) {
        return std::ranges::find(decision.refunds, refund.id) != decision.refunds.end();
    });
    return refunds;
}

// The newest decision against one of the bookings, which this one takes back.
const Decision* taken_back_by(const ApplicationView& view, const Decision& decision) {
    const auto against = std::find_if(view.decisions.rbegin(), view.decisions.rend(), [&](const Decision& before) {
        return (before.kind == DecisionKind::revocation || before.kind == DecisionKind::refusal) &&
               before.decided_at <= decision.decided_at &&
               std::ranges::any_of(before.bookings, [&](BookingId booking) { return is_about(decision, booking); });
    });
    return against == view.decisions.rend() ? nullptr : &*against;
}

void show_what_is_taken_back(const ApplicationView& view, const Decision& decision, DocumentContent& content) {
    const Decision* before = taken_back_by(view, decision);
    if (before == nullptr) return;
    content.words["taken_back_number"] = before->number;
    content.words["taken_back_on"] = era_date(before->decided_on);
    Yen refund;
    for (const Refund& each : view.refunds)
        if (each.state == RefundState::taken_back && each.created_at == before->decided_at && each.booking &&
            is_about(decision, *each.booking))
            refund += each.amount;
    if (refund > Yen{0}) content.words["refund_taken_back_yen"] = yen_words(refund);
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
    case persistence::RefundGround::expired:
        return "納期限の経過による失効";
    case persistence::RefundGround::reduced:
        return "使用料の減免";
    case persistence::RefundGround::revoked:
        return "使用者の責めに帰すべき事由による使用許可の取消し";
    case persistence::RefundGround::overpaid:
        return "過誤納";
    case persistence::RefundGround::tickets:
        return "回数券の未使用分";
    default:
        return "使用者の取消し";
    }
}

// Whether the receipt acknowledges money for what one of them gives back.
bool is_receipt_of(const ApplicationView& view, const persistence::IssuedDocument& document,
                   const std::vector<Refund>& refunds) {
    const auto payment = std::ranges::find(view.payments, document.subject, &persistence::PaymentReceived::id);
    const std::int64_t obligation = payment == view.payments.end() ? document.subject : payment->obligation.value();
    return std::ranges::any_of(refunds, [&](const Refund& refund) { return refund.obligation.value() == obligation; });
}

// The receipts that the money was acknowledged with, as far as they were issued.
void show_receipts(Session& session, const ApplicationView& view, const std::vector<Refund>& refunds,
                   DocumentContent& content) {
    std::string numbers;
    std::string last_day;
    for (const auto& document : persistence::documents_of(session, view.application.id)) {
        if (document.kind != DocumentKind::receipt || !is_receipt_of(view, document, refunds)) continue;
        numbers += (numbers.empty() ? "" : "、") + document.number.value_or("");
        last_day = era_date(to_town_time(document.issued_at).date);
    }
    content.words["original_number"] = numbers;
    content.words["original_issued_on"] = last_day;
}

// The refund that this decision divides, because a part of it was set off: it is taken back, and what came of it is of
// the same booking, obligation and ground.
bool is_divided_by(const Refund& before, const std::vector<Refund>& refunds) {
    Yen amount;
    bool is_set_off = false;
    for (const Refund& refund : refunds) {
        if (refund.booking != before.booking || refund.obligation != before.obligation ||
            refund.ground != before.ground)
            continue;
        amount += refund.amount;
        is_set_off = is_set_off || refund.state == RefundState::set_off;
    }
    return before.state == RefundState::taken_back && is_set_off && amount == before.amount;
}

// The decisions whose refunds this one divides.
std::string changed_decisions(const ApplicationView& view, const std::vector<Refund>& refunds) {
    std::string numbers;
    for (const Decision& before : view.decisions)
        for (const Refund& refund : refunds_of(view, before))
            if (is_divided_by(refund, refunds)) {
                numbers += (numbers.empty() ? "" : "、") + before.number;
                break;
            }
    return numbers;
}

// Each once, in their order.
std::string listed(const std::vector<std::string>& words) {
    std::string list;
    std::set<std::string> known;
    for (const std::string& each : words)
        if (!each.empty() && known.insert(each).second) list += (list.empty() ? "" : "、") + each;
    return list;
}

bool is_of_lower_fee(const Refund& refund) {
    return refund.ground == persistence::RefundGround::changed || refund.ground == persistence::RefundGround::reduced;
}

// What the use cost before these refunds: what was paid for it and not given back by others. Nothing where an earlier
// refund kept a part of a difference back, because what is left then is more than a fee.
std::optional<Yen> fee_before(const ApplicationView& view, const Booking& booking, const std::vector<Refund>& refunds) {
    Yen kept = booking.paid;
    for (const Refund& earlier : view.refunds) {
        const bool is_one_of_these = std::ranges::find(refunds, earlier.id, &Refund::id) != refunds.end();
        if (is_one_of_these || earlier.booking != booking.id || earlier.state == RefundState::taken_back) continue;
        if (earlier.percent < 100) return std::nullopt;
        kept = kept - earlier.amount;
    }
    return kept;
}

// What a use costs less by, where the refund is of the difference: the fee before, the fee now.
void show_difference(const ApplicationView& view, const std::vector<Refund>& refunds,
                     const std::vector<Booking>& bookings, DocumentContent& content) {
    Yen before;
    Yen after;
    for (const Booking& booking : bookings) {
        if (std::ranges::none_of(
                refunds, [&](const Refund& refund) { return refund.booking == booking.id && is_of_lower_fee(refund); }))
            continue;
        const auto fee = fee_before(view, booking, refunds);
        if (!fee) return;
        before += *fee;
        after += booking.total;
    }
    if (before <= after) return;
    content.words["fee_before_yen"] = yen_words(before);
    content.words["fee_after_yen"] = yen_words(after);
    content.words["fee_difference_yen"] = yen_words(before - after);
}

void show_refunds(Session& session, const TownInForce& town, const ApplicationView& view,
                  const std::vector<Refund>& refunds, const std::vector<Booking>& bookings, DocumentContent& content) {
    if (refunds.empty()) return;
    Yen amount;
    Yen set_off;
    std::vector<std::string> grounds;
    std::vector<std::string> percents;
    std::vector<std::string> articles;
    for (const Refund& refund : refunds) {
        amount += refund.amount;
        if (refund.state == RefundState::set_off) set_off += refund.amount;
        grounds.push_back(ground_words(refund));
        percents.push_back(std::to_string(refund.percent) + "％");
        articles.push_back(refund.article.ja);
    }
    Yen paid;
    for (const Booking& booking : bookings)
        paid += booking.paid;
    const auto taxes = taxes_of(town.town, refunds, bookings);
    content.words["amount_yen"] = yen_words(amount);
    content.words["tax_yen"] = yen_words(tax_in_all(taxes));
    content.words["refund_ground"] = listed(grounds);
    content.words["refund_percent"] = listed(percents);
    content.words["refund_article"] = listed(articles);
    content.words["changed_number"] = changed_decisions(view, refunds);
    content.words["paid_yen"] = yen_words(paid);
    if (set_off > Yen{0}) content.words["set_off_yen"] = yen_words(set_off);
    content.words["pay_out_yen"] = yen_words(amount - set_off);
    show_difference(view, refunds, bookings, content);
    show_receipts(session, view, refunds, content);
    if (needs_return_invoice(amount)) content.taxes = tax_lines(taxes);
}

} // namespace

std::string sender_of(const TownInForce& town, const DecisionRules& rules, DecisionKind kind) {
    const Authority& authority = authority_for(rules, kind);
    if (!authority.sender.empty()) return authority.sender;
    return authority.name.ja.empty() ? town.papers.issuer : authority.name.ja;
}

DocumentKind paper_about(DecisionKind kind) {
    switch (kind) {
    case DecisionKind::permit:
    case DecisionKind::conditional_permit:
        return DocumentKind::permit;
    case DecisionKind::refusal:
        return DocumentKind::refusal;
    case DecisionKind::change_refusal:
        return DocumentKind::change_refusal;
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
        return DocumentKind::reinstatement;
    }
    throw std::logic_error("a kind of decision has no paper");
}

void write_decision(Session& session, const TownInForce& town, const ApplicationView& view, const Decision& decision,
                    DocumentContent& content) {
    const DecisionRules& rules = decision_rules(town.town, view.application.facility);
    const auto bookings = bookings_of(view, decision);
    show_bookings(town.town, bookings, content);
    content.words["number"] = decision.number;
    content.words["decided_on"] = era_date(decision.decided_on);
    content.words["authority"] = decision.authority.ja;
    content.words["issuer"] = sender_of(town, rules, decision.kind);
    content.words["reason"] = decision.reason;
    for (const Text& condition : decision.conditions)
        content.conditions.push_back(condition.ja);
    if (const AppealNotice* appeal = decision.appeal ? find_appeal(rules, *decision.appeal) : nullptr)
        content.appeal.push_back(appeal->text.ja);
    if (decision.kind == DecisionKind::reinstatement) show_what_is_taken_back(view, decision, content);
    if (decision.kind == DecisionKind::change_permit || decision.kind == DecisionKind::revocation ||
        decision.kind == DecisionKind::refund || decision.kind == DecisionKind::reduction_grant)
        show_permits(permits_in_force(view, bookings, &decision), content);
    if (decision.kind == DecisionKind::refund)
        show_refunds(session, town, view, refunds_of(view, decision), bookings, content);
}

} // namespace hiroba::services
