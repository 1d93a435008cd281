#include "domain/documents/document.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace hiroba {
namespace {

using enum DocumentKind;

constexpr std::array<std::pair<DocumentKind, std::string_view>, 14> named_kinds{{
    {application_form, "application_form"},
    {application_with_reduction, "application_with_reduction"},
    {permit, "permit"},
    {change_permit, "change_permit"},
    {refusal, "refusal"},
    {change_refusal, "change_refusal"},
    {revocation, "revocation"},
    {reinstatement, "reinstatement"},
    {reduction_grant, "reduction_grant"},
    {reduction_refusal, "reduction_refusal"},
    {payment_notice, "payment_notice"},
    {receipt, "receipt"},
    {refund_decision, "refund_decision"},
    {day_sheet, "day_sheet"},
}};

constexpr std::array<std::pair<BlockKind, std::string_view>, 14> named_blocks{{
    {BlockKind::number, "number"},
    {BlockKind::addressee, "addressee"},
    {BlockKind::sender, "sender"},
    {BlockKind::text, "text"},
    {BlockKind::amount, "amount"},
    {BlockKind::facts, "facts"},
    {BlockKind::uses, "uses"},
    {BlockKind::fees, "fees"},
    {BlockKind::taxes, "taxes"},
    {BlockKind::conditions, "conditions"},
    {BlockKind::appeal, "appeal"},
    {BlockKind::qr, "qr"},
    {BlockKind::schedule, "schedule"},
    {BlockKind::blank, "blank"},
}};

// What every paper knows of who issues it and which facility it is about.
constexpr std::array<std::string_view, 8> words_of_all{
    "town_name", "issuer", "contact", "facility_name", "facility_phone", "facility_address", "issued_on", "printed_at"};
// And every paper of an application.
constexpr std::array<std::string_view, 10> words_of_application{
    "number",     "application_number", "applied_on", "applicant_name", "group_name",
    "user_class", "activity",           "purpose",    "people",         "total_yen"};
constexpr std::array<std::string_view, 4> words_of_declaration{"admission", "commercial", "reduction_name",
                                                               "reduction_article"};
constexpr std::array<std::string_view, 3> words_of_decision{"decided_on", "authority", "reason"};
constexpr std::array<std::string_view, 3> words_of_reinstatement{"taken_back_number", "taken_back_on",
                                                                 "refund_taken_back_yen"};
// The permit that the paper changes, revokes or charges for.
constexpr std::array<std::string_view, 2> words_of_permit{"permit_number", "permit_date"};
constexpr std::array<std::string_view, 7> words_of_money{
    "amount_yen", "tax_yen", "fiscal_year", "account_code", "registered_name", "registration_number", "what_for"};
constexpr std::array<std::string_view, 2> words_of_receipt{"paid_on", "paid_by"};
constexpr std::array<std::string_view, 12> words_of_refund{
    "refund_ground",   "refund_percent",     "refund_article", "paid_yen",       "set_off_yen",   "pay_out_yen",
    "original_number", "original_issued_on", "changed_number", "fee_before_yen", "fee_after_yen", "fee_difference_yen"};

bool is_decision(DocumentKind kind) {
    constexpr std::array decisions{permit,        change_permit,   refusal,           change_refusal, revocation,
                                   reinstatement, reduction_grant, reduction_refusal, refund_decision};
    return std::ranges::find(decisions, kind) != decisions.end();
}

bool is_about_reduction(DocumentKind kind) {
    return kind == application_with_reduction || kind == reduction_grant || kind == reduction_refusal;
}

bool is_about_money(DocumentKind kind) {
    return kind == payment_notice || kind == receipt || kind == refund_decision || kind == reduction_grant;
}

bool names_a_permit(DocumentKind kind) { return kind == change_permit || kind == revocation || is_about_money(kind); }

bool contains(const auto& words, std::string_view word) { return std::ranges::find(words, word) != words.end(); }

} // namespace

std::span<const DocumentKind> document_kinds() {
    static const auto kinds = [] {
        std::array<DocumentKind, named_kinds.size()> all{};
        std::ranges::transform(named_kinds, all.begin(), [](const auto& named) { return named.first; });
        return all;
    }();
    return kinds;
}

std::string_view name_of(DocumentKind kind) {
    return std::ranges::find(named_kinds, kind, [](const auto& named) { return named.first; })->second;
}

std::optional<DocumentKind> document_kind_named(std::string_view name) {
    for (const auto& [kind, kind_name] : named_kinds)
        if (kind_name == name) return kind;
    return std::nullopt;
}

std::span<const BlockKind> block_kinds() {
    static const auto kinds = [] {
        std::array<BlockKind, named_blocks.size()> all{};
        std::ranges::transform(named_blocks, all.begin(), [](const auto& named) { return named.first; });
        return all;
    }();
    return kinds;
}

std::string_view name_of(BlockKind kind) {
    return std::ranges::find(named_blocks, kind, [](const auto& named) { return named.first; })->second;
}

std::vector<BlockKind> required_blocks(DocumentKind kind) {
    switch (kind) {
    case application_form:
    case application_with_reduction:
    case reduction_grant:
        return {BlockKind::uses};
    case permit:
    case change_permit:
        return {BlockKind::number, BlockKind::addressee, BlockKind::sender,    BlockKind::uses,
                BlockKind::fees,   BlockKind::appeal,    BlockKind::conditions};
    case refusal:
    case change_refusal:
    case revocation:
        return {BlockKind::number, BlockKind::addressee, BlockKind::sender, BlockKind::uses, BlockKind::appeal};
    case reinstatement:
        return {BlockKind::number, BlockKind::addressee, BlockKind::sender, BlockKind::uses};
    case reduction_refusal:
        return {BlockKind::number, BlockKind::addressee, BlockKind::sender, BlockKind::appeal};
    case payment_notice:
        return {BlockKind::addressee, BlockKind::sender, BlockKind::amount};
    case receipt:
        return {BlockKind::addressee, BlockKind::sender, BlockKind::amount, BlockKind::taxes};
    case refund_decision:
        return {BlockKind::number, BlockKind::addressee, BlockKind::sender, BlockKind::amount, BlockKind::taxes};
    case day_sheet:
        return {BlockKind::schedule};
    }
    return {};
}

std::vector<std::string_view> required_words(DocumentKind kind) {
    switch (kind) {
    case application_form:
    case application_with_reduction:
        return {"applicant_name", "purpose"};
    case permit:
    case change_permit:
        return {"number", "decided_on", "applicant_name", "purpose"};
    case refusal:
    case change_refusal:
    case revocation:
    case reduction_refusal:
        return {"number", "decided_on", "applicant_name", "reason"};
    case reinstatement:
        return {"number", "decided_on", "applicant_name", "taken_back_number"};
    case reduction_grant:
        return {"number", "decided_on", "applicant_name", "reduction_name"};
    case payment_notice: // 地方自治法施行令154条
        return {"number", "applicant_name", "amount_yen", "due_on", "fiscal_year"};
    case receipt:
        return {"number", "applicant_name", "amount_yen", "paid_on", "what_for", "registration_number"};
    case refund_decision:
        return {"number", "applicant_name", "amount_yen", "pay_out_yen", "registration_number"};
    case day_sheet:
        return {"facility_name", "used_on"};
    }
    return {};
}

bool knows_word(DocumentKind kind, std::string_view word) {
    if (contains(words_of_all, word)) return true;
    if (kind == day_sheet) return word == "used_on";
    if (contains(words_of_application, word)) return true;
    if (contains(words_of_declaration, word)) return !is_about_money(kind) || is_about_reduction(kind);
    if (is_decision(kind) && contains(words_of_decision, word)) return true;
    if (names_a_permit(kind) && contains(words_of_permit, word)) return true;
    if (kind == reinstatement) return contains(words_of_reinstatement, word);
    if (is_about_money(kind) && contains(words_of_money, word)) return true;
    if (kind == payment_notice) return word == "due_on";
    if (kind == receipt) return contains(words_of_receipt, word);
    if (kind == refund_decision) return contains(words_of_refund, word);
    return false;
}

bool knows_block(DocumentKind kind, BlockKind block) {
    switch (block) {
    case BlockKind::schedule:
        return kind == day_sheet;
    case BlockKind::taxes:
        return kind == receipt || kind == refund_decision;
    case BlockKind::conditions:
        return kind == permit || kind == change_permit;
    case BlockKind::appeal:
        return is_decision(kind);
    case BlockKind::amount:
        return is_about_money(kind);
    case BlockKind::uses:
    case BlockKind::fees:
    case BlockKind::qr:
        return kind != day_sheet;
    default:
        return true;
    }
}

} // namespace hiroba
