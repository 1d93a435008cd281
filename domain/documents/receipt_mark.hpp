// 領収した額のその後: what became of the money that a receipt acknowledges. A receipt is never changed; every copy of
// it that is printed from then on says this.
#pragma once

#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"

#include <string_view>
#include <vector>

namespace hiroba {

enum class ReceiptMarkKind {
    refund_decided, // 還付決定: to be given back, and not paid yet
    refunded,       // 返金済み: given back
    set_off,        // 充当済み: it paid what the application owed besides
    taken_back,     // 収納取消し: the desk gave it back on the spot
    disputed,       // チャージバック: the payer's bank takes it back
};
[[nodiscard]] std::string_view name_of(ReceiptMarkKind kind); // "refund_decided"

struct ReceiptMark {
    ReceiptMarkKind kind = ReceiptMarkKind::refunded;
    Yen amount;   // of what the receipt acknowledges
    LocalDate on; // the last day, where it came about in parts
    friend bool operator==(const ReceiptMark&, const ReceiptMark&) = default;
};

// One of each kind, in the order of the kinds.
[[nodiscard]] std::vector<ReceiptMark> gathered(const std::vector<ReceiptMark>& marks);

} // namespace hiroba
