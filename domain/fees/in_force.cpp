#include "domain/fees/in_force.hpp"

namespace hiroba {

bool overlap(const InForce& a, const InForce& b) {
    if (a.from == b.from) return true;
    const auto& earlier = a.from < b.from ? a : b;
    const auto& later = a.from < b.from ? b : a;
    return earlier.until && later.from <= *earlier.until;
}

bool names(const Scope& scope, const SpaceCode& space) {
    return std::ranges::find(scope.spaces, space) != scope.spaces.end();
}

} // namespace hiroba
