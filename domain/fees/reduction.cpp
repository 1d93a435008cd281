#include "domain/fees/reduction.hpp"

namespace hiroba {

const ReductionClass* find_reduction(const std::vector<ReductionClass>& classes, const ReductionCode& code,
                                     const FeeDates& dates) {
    const ReductionClass* found = nullptr;
    for (const auto& some : classes) {
        if (some.code != code || !holds(some.in_force, dates)) continue;
        if (found == nullptr || found->in_force.from < some.in_force.from) found = &some;
    }
    return found;
}

Result<void> check_reduction(const ReductionClass& reduction, const ReductionFacts& facts) {
    const auto refused = [&](std::string_view code) { return refuse(code, {{"reduction", reduction.code.value()}}); };
    if (reduction.not_with_admission && facts.charges_admission) return refused("reduction_not_with_admission");
    if (reduction.not_with_commercial && facts.is_commercial) return refused("reduction_not_with_commercial");
    if (reduction.only_for && reduction.only_for != facts.user_class) return refused("reduction_not_for_class");
    if (reduction.only_registered_groups && !facts.is_registered_group)
        return refused("reduction_only_for_registered_groups");
    return {};
}

bool comes_before(const ReductionCode& a, const ReductionCode& b) {
    const auto rank = [](const ReductionCode& code) { return std::pair{code.value().size(), code.value()}; };
    return rank(a) < rank(b);
}

} // namespace hiroba
