#include "domain/finance/drawer.hpp"

#include <algorithm>

namespace hiroba {

Result<Yen> counted(const std::vector<CashCount>& counts) {
    Yen sum;
    for (auto count = counts.begin(); count != counts.end(); ++count) {
        const auto denomination = count->denomination;
        if (std::ranges::find(denominations, denomination) == denominations.end())
            return refuse("unknown_denomination", {{"denomination", denomination.amount()}});
        if (std::find_if(counts.begin(), count,
                         [&](const CashCount& before) { return before.denomination == denomination; }) != count)
            return refuse("counted_twice", {{"denomination", denomination.amount()}});
        sum += denomination * count->pieces;
    }
    return sum;
}

Yen expected_in(const DrawerSums& sums) { return sums.opening_float + sums.in - sums.out; }

Result<Yen> change_for(Yen amount, Yen given) {
    if (given < amount)
        return refuse("given_too_little", {{"amount_yen", amount.amount()}, {"given_yen", given.amount()}});
    return given - amount;
}

Result<void> check_taking(Yen rest, Yen amount) {
    if (rest <= Yen{0}) return refuse("nothing_owed");
    if (amount > rest) return refuse("too_much", {{"rest_yen", rest.amount()}});
    return {};
}

} // namespace hiroba
