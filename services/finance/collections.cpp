#include "services/finance/collections.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "services/finance/csv.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Collection;

Instant midnight(LocalDate date) { return to_instant({date, MinuteOfDay{}}); }

std::string compact(LocalDate date) {
    std::string text = date.iso8601();
    std::erase(text, '-');
    return text;
}

std::string joined(const std::vector<SpaceCode>& spaces) {
    std::string text;
    for (const SpaceCode& space : spaces)
        text += (text.empty() ? "" : "・") + space.value();
    return text;
}

// Of what came late, the whole amount stands in suspense under no account.
std::vector<std::string> line_of(const Collection& collection, Yen amount, const std::string& account) {
    const auto& [obligation, attempt, facility, spaces, number] = collection;
    const bool late = attempt.state == "paid_late";
    const LocalDate entrusted_on = to_town_time(*attempt.entrusted_at).date;
    return {std::to_string(fiscal_year_of_receipt(entrusted_on)),
            std::to_string(obligation.id.value()),
            std::to_string(attempt.id.value()),
            "5",
            compact(entrusted_on),
            "",
            std::to_string(amount.amount()),
            "",
            attempt.provider,
            attempt.payment_ref.value_or(attempt.provider_ref.value_or("")),
            "",
            account,
            "0",
            facility.value(),
            number.value_or(""),
            late ? "過誤納（仮受）" : (obligation.managed_by ? "利用料金 " : "使用料 ") + joined(spaces)};
}

std::string lines_of(const Collection& collection) {
    const auto& [obligation, attempt, facility, spaces, number] = collection;
    if (attempt.state == "paid_late") return csv_line(line_of(collection, attempt.amount, ""));
    std::string lines;
    for (const auto& share : obligation.shares)
        lines += csv_line(line_of(collection, share.amount, share.account.value()));
    return lines;
}

} // namespace

Result<std::vector<Collection>> collections_between(persistence::Database& database, persistence::RevenueOwner owner,
                                                    LocalDate first, LocalDate last) {
    if (last < first) return refuse("empty_date_range", {{"from", first.iso8601()}, {"to", last.iso8601()}});
    if (last - first > longest_collection_range)
        return refuse("range_too_long", {{"days", std::int64_t{longest_collection_range.count()}}});
    return database.read([&](persistence::Session& session) {
        return persistence::collections(session, owner, midnight(first), midnight(last + std::chrono::days{1}));
    });
}

std::string collections_csv(const std::vector<Collection>& collections) {
    std::string csv = csv_line({"会計年度", "調定番号", "収納番号", "収納区分", "納付日", "収納日", "金額", "手数料",
                                "指定納付受託者コード", "決済事業者取引番号", "精算書番号", "科目コード", "取消区分",
                                "施設コード", "受付番号", "摘要"});
    for (const Collection& collection : collections)
        csv += lines_of(collection);
    return csv;
}

} // namespace hiroba::services
