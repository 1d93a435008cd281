#include "services/finance/collections.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "domain/finance/payment_method.hpp"
#include "services/finance/csv.hpp"

#include <algorithm>
#include <stdexcept>

namespace hiroba::services {
namespace {

using persistence::Collection;

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

// 収納区分 of the accounting system.
std::string kind_of(const std::string& method) {
    const auto known = payment_method_named(method);
    if (!known) throw std::logic_error("a stored payment has an unknown method");
    return std::string{collection_kind(*known)};
}

// Of what came late, the whole amount stands in suspense under no account.
std::vector<std::string> line_of(const Collection& one, Yen amount, const std::string& account) {
    const std::string owner = one.obligation.managed_by ? "利用料金 " : "使用料 ";
    return {std::to_string(fiscal_year_of_receipt(one.received_on)), std::to_string(one.obligation.id.value()),
            std::to_string(one.payment), kind_of(one.method), compact(one.received_on),
            // Cash lies in the drawer on the day on which it was paid; all other money is deposited later.
            one.method == name_of(PaymentMethod::cash) ? compact(one.received_on) : "",
            std::to_string((one.is_undoing ? -amount : amount).amount()), "", one.provider, one.reference, "", account,
            one.is_undoing ? "1" : "0", one.facility.value(), one.application_number.value_or(""),
            one.is_late ? "過誤納（仮受）" : owner + joined(one.spaces)};
}

std::string lines_of(const Collection& collection) {
    if (collection.is_late) return csv_line(line_of(collection, collection.amount, ""));
    std::string lines;
    for (const auto& share : collection.shares)
        lines += csv_line(line_of(collection, share.amount, share.account.value()));
    return lines;
}

} // namespace

Result<std::vector<Collection>> collections_between(persistence::Database& database, persistence::RevenueOwner owner,
                                                    LocalDate first, LocalDate last) {
    if (last < first) return refuse("empty_date_range", {{"from", first.iso8601()}, {"to", last.iso8601()}});
    if (last - first > longest_collection_range)
        return refuse("range_too_long", {{"days", std::int64_t{longest_collection_range.count()}}});
    return database.read(
        [&](persistence::Session& session) { return persistence::collections(session, owner, first, last); });
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
