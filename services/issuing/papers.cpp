#include "services/issuing/papers.hpp"

#include "domain/core/japanese_era.hpp"
#include "domain/finance/payment_method.hpp"
#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/documents.hpp"
#include "services/booking/use_standing.hpp"
#include "services/issuing/decision_papers.hpp"
#include "services/issuing/paper_taxes.hpp"
#include "services/issuing/paper_words.hpp"
#include "services/issuing/permits_in_force.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Obligation;
using persistence::PaymentReceived;
using persistence::Session;

// 収入の帰属: fees are the town's, or the designated manager's own (利用料金, 地方自治法244条の2第8項), who then issues
// notices and receipts under their own name and registration number.
const DesignatedManager* manager_of(const TownInForce& town, const ApplicationView& view) {
    const Facility* facility = find_facility(town.town, view.application.facility);
    return facility != nullptr && facility->manager ? &*facility->manager : nullptr;
}

// Under whose name and number the tax is told. Who decided may be somebody else.
void show_owner(const TownInForce& town, const ApplicationView& view, DocumentContent& content) {
    const DesignatedManager* manager = manager_of(town, view);
    content.words["registered_name"] = manager != nullptr ? manager->name.ja : town.town.name.ja;
    content.words["registration_number"] =
        manager != nullptr ? manager->registration_number : town.town.registration_number;
}

// "receipt/town/2026", "receipt/kirara/2026": the owner's numbers of one fiscal year.
std::string series_of(std::string_view kind, const TownInForce& town, const ApplicationView& view, int fiscal_year) {
    const bool is_managers = manager_of(town, view) != nullptr;
    return std::string{kind} + "/" + (is_managers ? view.application.facility.value() : "town") + "/" +
           std::to_string(fiscal_year);
}

std::vector<Booking> those(const std::vector<Booking>& bookings, auto&& wanted) {
    std::vector<Booking> chosen;
    std::ranges::copy_if(bookings, std::back_inserter(chosen), wanted);
    return chosen;
}

const persistence::Decision& decision_of(const ApplicationView& view, std::int64_t subject) {
    return *std::ranges::find(view.decisions, DecisionId{subject}, &persistence::Decision::id);
}

const Obligation& obligation_of(const ApplicationView& view, std::int64_t subject) {
    return *std::ranges::find(view.obligations, ObligationId{subject}, &Obligation::id);
}

// What came for the obligation, at the counter or online, and was not given back.
std::vector<PaymentReceived> payments_of(const ApplicationView& view, const Obligation& obligation) {
    std::vector<PaymentReceived> payments;
    std::ranges::copy_if(view.payments, std::back_inserter(payments), [&](const PaymentReceived& payment) {
        return payment.obligation == obligation.id && !payment.undone;
    });
    return payments;
}

// What the desk took has a receipt for each payment; what one payment online brought, or refunds that were set off, has
// one for the obligation.
bool has_receipts_by_payment(const ApplicationView& view, const Obligation& obligation) {
    return std::ranges::any_of(view.payments, [&](const PaymentReceived& payment) {
        return payment.obligation == obligation.id && payment.at_counter;
    });
}

// What a receipt is about, by its subject: a payment, or an obligation that was paid at once.
struct Receipted {
    const Obligation& obligation;
    Yen amount;
    std::string method; // empty: refunds that were set off
    std::optional<LocalDate> paid_on;
};
Receipted receipted(const ApplicationView& view, std::int64_t subject) {
    const auto payment = std::ranges::find(view.payments, subject, &PaymentReceived::id);
    if (payment != view.payments.end())
        return {obligation_of(view, payment->obligation.value()), payment->amount, payment->method,
                payment->received_on};
    const Obligation& obligation = obligation_of(view, subject);
    const auto payments = payments_of(view, obligation);
    if (payments.empty()) return {obligation, obligation.amount, {}, std::nullopt};
    return {obligation, obligation.amount, payments.front().method, payments.front().received_on};
}

std::string words_of(PaymentMethod method) {
    switch (method) {
    case PaymentMethod::card:
        return "クレジットカード";
    case PaymentMethod::paypay:
        return "PayPay（コード決済）";
    case PaymentMethod::konbini:
        return "コンビニエンスストア";
    case PaymentMethod::cash:
        return "現金";
    case PaymentMethod::terminal:
        return "窓口端末（キャッシュレス）";
    case PaymentMethod::bank_transfer:
        return "口座振込";
    case PaymentMethod::payment_notice:
        return "納入通知書";
    }
    throw std::logic_error("no such payment method");
}

std::string method_words(const std::string& method) {
    return method.empty() ? "還付金の充当" : words_of(payment_method_named(method).value());
}

// "潮風運動公園 使用料（テニスコート 回数券 11枚）"
std::string book_words(const persistence::TicketBook& book) {
    return "（" + book.name.ja + " " + std::to_string(book.tickets) + "枚）";
}

// "文化センター きらら星見川 使用料（令和8年12月5日 大ホール ほか2件）"
std::string what_for(const TownInForce& town, const ApplicationView& view, const std::vector<Booking>& bookings) {
    const Facility* facility = find_facility(town.town, view.application.facility);
    std::string words = (facility == nullptr ? view.application.facility.value() : facility->name.ja) + " 使用料";
    if (view.tickets) return words + book_words(*view.tickets);
    if (bookings.empty()) return words;
    words += "（" + era_date(bookings.front().start.date) + " " + space_name(town.town, bookings.front().space);
    if (bookings.size() > 1) words += " ほか" + std::to_string(bookings.size() - 1) + "件";
    return words + "）";
}

// One code alone, or each with its amount.
std::string account_words(const Obligation& obligation) {
    if (obligation.shares.size() == 1) return obligation.shares.front().account.value();
    std::string words;
    for (const auto& [account, amount] : obligation.shares)
        words += (words.empty() ? "" : "、") + account.value() + " " + yen_words(amount);
    return words;
}

// An amount for these uses, or for the book of tickets, with the tax that it contains.
std::vector<TaxedAmount> show_amount(const TownInForce& town, const ApplicationView& view, Yen amount,
                                     const std::vector<Booking>& bookings, DocumentContent& content) {
    auto taxes = view.tickets ? taxes_of(town.town, amount, *view.tickets) : taxes_of(town.town, amount, bookings);
    content.words["amount_yen"] = yen_words(amount);
    content.words["tax_yen"] = yen_words(tax_in_all(taxes));
    return taxes;
}

void show_obligation(const TownInForce& town, const ApplicationView& view, const Obligation& obligation,
                     const std::vector<Booking>& bookings, DocumentContent& content) {
    show_bookings(town.town, bookings, content);
    show_amount(town, view, obligation.amount, bookings, content);
    content.words["fiscal_year"] = era_fiscal_year(obligation.fiscal_year);
    content.words["account_code"] = account_words(obligation);
    content.words["what_for"] = what_for(town, view, bookings);
    show_owner(town, view, content);
    if (const DesignatedManager* manager = manager_of(town, view)) content.words["issuer"] = manager->name.ja;
    show_permits(permits_in_force(view, bookings), content);
}

// Until when it must be paid: the deadline of the permit, or that of a difference; without one, until the use begins.
Instant due_of(const ApplicationView& view, const Obligation& obligation, const std::vector<Booking>& bookings) {
    if (const auto deadline = deadline_of(view, BookingState::permitted_unpaid)) return *deadline;
    if (obligation.due_at) return *obligation.due_at;
    return to_instant(bookings.front().start);
}

// Where a part was paid before, the lines come to what is left.
void show_what_is_paid(Yen rest, Yen fee, DocumentContent& content) {
    if (rest == fee) return;
    content.fees.back() = {FeeLineRole::line, "納付済みの額", "", "", yen_words(rest - fee), ""};
    content.fees.push_back(
        {FeeLineRole::total, "納付する額（消費税及び地方消費税を含む）", "", "", yen_words(rest), ""});
}

// What is applied for; of an application without anything left, all that it was about.
std::vector<Booking> applied_for(const ApplicationView& view) {
    auto bookings = those(view.bookings, [](const Booking& booking) { return !is_given_up(booking.state); });
    return bookings.empty() ? view.bookings : bookings;
}

void write_application_form(const TownInForce& town, const ApplicationView& view, const Paper& paper,
                            DocumentContent& content) {
    show_bookings(town.town, applied_for(view), content);
    if (paper.subject != 0) content.words["applied_on"] = content.words["issued_on"];
    content.words["issuer"] =
        sender_of(town, decision_rules(town.town, view.application.facility), DecisionKind::permit);
}

std::string write_payment_notice(const TownInForce& town, const ApplicationView& view, const Paper& paper,
                                 DocumentContent& content) {
    const Obligation& obligation = obligation_of(view, paper.subject);
    const auto bookings = those(view.bookings, [](const Booking& booking) { return booking.charged > booking.paid; });
    show_obligation(town, view, obligation, bookings, content);
    const Yen rest = persistence::rest_of(obligation);
    show_what_is_paid(rest, fee_of(bookings), content);
    show_amount(town, view, rest, bookings, content);
    content.words["due_on"] = deadline_words(to_town_time(due_of(view, obligation, bookings)));
    return series_of("payment_notice", town, view, obligation.fiscal_year);
}

// 回数券: the book stands where the uses of an application do; whoever bought it need not have an account.
void show_book(const persistence::TicketBook& book, DocumentContent& content) {
    content.words["applicant_name"] = book.holder;
    content.words["total_yen"] = yen_words(book.price);
    content.uses.push_back({era_date(book.sold_on),
                            book.valid_until ? era_date(*book.valid_until) + "まで有効" : "有効期限なし", book.name.ja,
                            std::to_string(book.tickets) + "枚", yen_words(book.price)});
    content.fees = {{FeeLineRole::line, book.name.ja, "1", "冊", yen_words(book.price), ""},
                    {FeeLineRole::total, "合計（消費税及び地方消費税を含む）", "", "", yen_words(book.price), ""}};
}

std::string write_receipt(const TownInForce& town, const ApplicationView& view, const Paper& paper,
                          DocumentContent& content) {
    const Receipted paid = receipted(view, paper.subject);
    const bool is_part = paid.amount < paid.obligation.amount;
    const auto bookings = those(view.bookings, [&](const Booking& booking) {
        return is_part ? booking.charged > Yen{0} : booking.paid > Yen{0};
    });
    show_obligation(town, view, paid.obligation, bookings, content);
    if (view.tickets) show_book(*view.tickets, content);
    const auto taxes = show_amount(town, view, paid.amount, bookings, content);
    if (is_part) content.words["what_for"] += " の一部";
    content.words["paid_on"] = era_date(paid.paid_on.value_or(paid.obligation.assessed_on));
    content.words["paid_by"] = method_words(paid.method);
    content.taxes = tax_lines(taxes);
    return series_of("receipt", town, view, paid.obligation.fiscal_year);
}

// 兼減免申請書 when a reduction was asked for.
DocumentKind application_kind(const ApplicationView& view) {
    return view.application.details->reduction ? DocumentKind::application_with_reduction
                                               : DocumentKind::application_form;
}

} // namespace

std::vector<Paper> possible_papers(const ApplicationView& view) {
    std::vector<Paper> papers;
    if (view.application.kind == persistence::ApplicationKind::official) return papers;
    if (const auto form = form_of(view)) papers.push_back(*form);
    for (const persistence::Decision& decision : view.decisions)
        papers.push_back({paper_about(decision.kind), decision.id.value()});
    for (const Obligation& obligation : view.obligations) {
        if (obligation.state == "owed" && state_of(view.bookings) != ApplicationState::held)
            papers.push_back({DocumentKind::payment_notice, obligation.id.value()});
        if (has_receipts_by_payment(view, obligation)) {
            for (const PaymentReceived& payment : payments_of(view, obligation))
                papers.push_back({DocumentKind::receipt, payment.id});
        } else if (obligation.state == "paid") {
            papers.push_back({DocumentKind::receipt, obligation.id.value()});
        }
    }
    return papers;
}

std::optional<Paper> form_of(const ApplicationView& view) {
    const persistence::Application& application = view.application;
    if (application.kind == persistence::ApplicationKind::official || !application.number || !application.details)
        return std::nullopt;
    return Paper{application_kind(view), 0};
}

bool is_form_kept(const std::vector<persistence::IssuedDocument>& documents) {
    return std::ranges::any_of(documents, [](const persistence::IssuedDocument& document) {
        return document.subject == 0 && (document.kind == DocumentKind::application_form ||
                                         document.kind == DocumentKind::application_with_reduction);
    });
}

std::string counted_number(const std::string& series, std::int64_t number) {
    const int fiscal_year = std::stoi(series.substr(series.rfind('/') + 1));
    return era_fiscal_year(fiscal_year) + " 第" + std::to_string(number) + "号";
}

WrittenPaper write_paper(Session& session, const TownInForce& town, const ApplicationView& view, const Paper& paper,
                         Instant now) {
    const auto holder = persistence::find_account(session, view.application.account);
    WrittenPaper written;
    DocumentContent& content = written.content;
    content.form = town.papers.templates.at(paper.kind).form;
    content.words = application_words(town, view, holder ? holder->display_name : "");
    content.words["issuer"] = town.papers.issuer;
    content.words["contact"] = town.papers.contact;
    content.words["issued_on"] = era_date(to_town_time(now).date);
    content.words["printed_at"] = time_words(to_town_time(now));
    content.seal_note = town.papers.seal_note;
    content.number_code = view.application.number.value_or("");
    content.page_address = "/ja/applications/" + std::to_string(view.application.id.value());
    switch (paper.kind) {
    case DocumentKind::payment_notice:
        written.series = write_payment_notice(town, view, paper, content);
        break;
    case DocumentKind::receipt:
        written.series = write_receipt(town, view, paper, content);
        break;
    case DocumentKind::application_form:
    case DocumentKind::application_with_reduction:
        write_application_form(town, view, paper, content);
        break;
    default:
        show_owner(town, view, content);
        write_decision(session, town, view, decision_of(view, paper.subject), content);
        break;
    }
    return written;
}

} // namespace hiroba::services
