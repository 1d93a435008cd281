// 減免: the classes that people or their groups have for a while, by evidence that staff saw once.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/reductions.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// A standing reduction with the names that staff are shown.
struct StandingReductionView {
    persistence::StandingReduction reduction;
    std::string holder;
    std::string granted_by;
};
struct StandingOrder {
    AccountId account;
    std::optional<std::string> group_name;
    ReductionCode reduction;
    std::optional<LocalDate> valid_from; // empty: today
    LocalDate valid_until;
    LocalDate evidence_seen_on;
};
// `account_not_found` (also when it is no resident's), `unknown_reduction`, `empty_date_range` {from, to},
// `reduction_over` (the last day is past), `evidence_in_future`.
[[nodiscard]] Result<StandingReductionView> grant_standing(const Context& context, const persistence::Account& staff,
                                                           const StandingOrder& order);
// What was priced with it stays. `reduction_not_found`, `reduction_ended`.
[[nodiscard]] Result<StandingReductionView> end_standing(const Context& context, const persistence::Account& staff,
                                                         StandingReductionId id, const std::string& reason);
// `account_not_found`. Those that are over as well, 100 at most.
[[nodiscard]] Result<std::vector<StandingReductionView>> standing_reductions_of(const Context& context,
                                                                                AccountId account);

} // namespace hiroba::services
