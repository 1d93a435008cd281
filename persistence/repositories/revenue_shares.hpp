// 科目: what of an amount belongs under which revenue account.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/yen.hpp"

#include <vector>

namespace hiroba::persistence {

struct RevenueShare {
    AccountCode account;
    Yen amount;
    friend bool operator==(const RevenueShare&, const RevenueShare&) = default;
};
// Each account once; nothing of 0.
using RevenueShares = std::vector<RevenueShare>;

[[nodiscard]] inline Yen sum_of(const RevenueShares& shares) {
    Yen sum;
    for (const RevenueShare& share : shares)
        sum += share.amount;
    return sum;
}

} // namespace hiroba::persistence
