// 減免: who pays less, by how much of each component, and on which ground.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/text.hpp"
#include "domain/fees/component.hpp"
#include "domain/fees/in_force.hpp"
#include "domain/fees/rates.hpp"
#include "domain/fees/terms.hpp"

#include <optional>
#include <vector>

namespace hiroba {

struct ReductionClass {
    ReductionCode code;
    Text name;
    InForce in_force;
    ByComponent<int> percent{}; // taken off each component
    bool not_with_admission = false;
    bool not_with_commercial = false;
    bool only_registered_groups = false;
    std::optional<UserClass> only_for;
    bool is_automatic = false; // granted without a decision to a group that has it as its standing class
    Text evidence;             // what staff look at (and never keep); empty: nothing
    Text article;              // the ground
    friend bool operator==(const ReductionClass&, const ReductionClass&) = default;
};

// The version of the class that holds, or null.
[[nodiscard]] const ReductionClass* find_reduction(const std::vector<ReductionClass>& classes,
                                                   const ReductionCode& code, const FeeDates& dates);

struct ReductionFacts {
    UserClass user_class = UserClass::in_town;
    bool charges_admission = false;
    bool is_commercial = false;
    bool is_registered_group = false;
};
// `reduction_not_with_admission`, `reduction_not_with_commercial`, `reduction_not_for_class`,
// `reduction_only_for_registered_groups`, each with {reduction}.
[[nodiscard]] Result<void> check_reduction(const ReductionClass& reduction, const ReductionFacts& facts);

// 番号の小さいもの: g2 before g10.
[[nodiscard]] bool comes_before(const ReductionCode& a, const ReductionCode& b);

} // namespace hiroba
