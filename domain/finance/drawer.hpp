// 出納・手提金庫: a drawer for cash, what is taken into it, and what lies in it when it is counted.
// 地方自治法171条 (出納員・現金取扱員), 地方自治法施行令: cash is kept by one accountable person at a time.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"

#include <array>
#include <vector>

namespace hiroba {

// It takes the fees of these facilities, which all go to one payee: the town, or the manager of the one facility.
struct Drawer {
    DrawerCode code;
    Text name;
    std::vector<FacilityCode> facilities;
    friend bool operator==(const Drawer&, const Drawer&) = default;
};

// 釣銭資金: what a drawer may be opened with.
inline constexpr Yen most_float{10'000'000};

// 金種: notes and coins, the greatest first.
inline constexpr std::array denominations = {Yen{10'000}, Yen{5'000}, Yen{2'000}, Yen{1'000}, Yen{500},
                                             Yen{100},    Yen{50},    Yen{10},    Yen{5},     Yen{1}};
inline constexpr std::int64_t most_pieces = 100'000; // of one denomination in a drawer
struct CashCount {
    Yen denomination;
    std::int64_t pieces = 0;
    friend bool operator==(const CashCount&, const CashCount&) = default;
};
// What these pieces come to. `unknown_denomination` {denomination}, `counted_twice` {denomination}.
[[nodiscard]] Result<Yen> counted(const std::vector<CashCount>& counts);

// What must lie in the drawer.
struct DrawerSums {
    Yen opening_float;
    Yen in;
    Yen out;
};
[[nodiscard]] Yen expected_in(const DrawerSums& sums);

// おつり. `given_too_little` {amount_yen, given_yen}.
[[nodiscard]] Result<Yen> change_for(Yen amount, Yen given);

// Whether so much may be taken when `rest` is left to pay: a part of it or all of it, never more. `nothing_owed`,
// `too_much` {rest_yen}.
[[nodiscard]] Result<void> check_taking(Yen rest, Yen amount);

} // namespace hiroba
