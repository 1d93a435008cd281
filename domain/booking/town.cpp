#include "domain/booking/town.hpp"

#include <algorithm>

namespace hiroba {

bool is_composite(const TimeBand& band, const ByBand& use) {
    return std::ranges::any_of(
        use.bands, [&](const TimeBand& other) { return other.code != band.code && band.range.contains(other.range); });
}

const Facility* find_facility(const Town& town, const FacilityCode& code) {
    const auto found = std::ranges::find(town.facilities, code, &Facility::code);
    return found == town.facilities.end() ? nullptr : &*found;
}

FoundSpace find_space(const Town& town, const SpaceCode& code) {
    for (const auto& facility : town.facilities) {
        const auto found = std::ranges::find(facility.spaces, code, &Space::code);
        if (found != facility.spaces.end()) return {&facility, &*found};
    }
    return {};
}

const BookingWindow* find_window(const Facility& facility, const Space& space, UserClass user_class) {
    for (const auto* windows : {&space.windows, &facility.windows}) {
        const auto found = windows->find(user_class);
        if (found != windows->end()) return &found->second;
    }
    return nullptr;
}

std::vector<UnitCode> units_of(const Facility& facility) {
    std::vector<UnitCode> units;
    for (const auto& space : facility.spaces) {
        for (const auto& unit : space.units) {
            if (std::ranges::find(units, unit) == units.end()) units.push_back(unit);
        }
    }
    return units;
}

} // namespace hiroba
