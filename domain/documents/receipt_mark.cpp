#include "domain/documents/receipt_mark.hpp"

#include <algorithm>
#include <map>

namespace hiroba {

std::string_view name_of(ReceiptMarkKind kind) {
    switch (kind) {
    case ReceiptMarkKind::refund_decided:
        return "refund_decided";
    case ReceiptMarkKind::refunded:
        return "refunded";
    case ReceiptMarkKind::set_off:
        return "set_off";
    case ReceiptMarkKind::taken_back:
        return "taken_back";
    case ReceiptMarkKind::disputed:
        return "disputed";
    }
    return {};
}

std::vector<ReceiptMark> gathered(const std::vector<ReceiptMark>& marks) {
    std::map<ReceiptMarkKind, ReceiptMark> by_kind;
    for (const ReceiptMark& mark : marks) {
        const auto [known, is_new] = by_kind.try_emplace(mark.kind, mark);
        if (is_new) continue;
        known->second.amount += mark.amount;
        known->second.on = std::max(known->second.on, mark.on);
    }
    std::vector<ReceiptMark> all;
    all.reserve(by_kind.size());
    for (const auto& [kind, mark] : by_kind)
        all.push_back(mark);
    return all;
}

} // namespace hiroba
