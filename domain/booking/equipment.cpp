#include "domain/booking/equipment.hpp"

namespace hiroba {

std::vector<UnitCode> units_of(const Equipment& equipment) {
    std::vector<UnitCode> units;
    units.reserve(static_cast<std::size_t>(equipment.stock));
    for (int number = 1; number <= equipment.stock; ++number)
        units.emplace_back(equipment.code.value() + ":" + std::to_string(number));
    return units;
}

std::string_view name_of(EquipmentCharge charge) {
    switch (charge) {
    case EquipmentCharge::per_band:
        return "per_band";
    case EquipmentCharge::per_use:
        return "per_use";
    case EquipmentCharge::per_hour:
        return "per_hour";
    case EquipmentCharge::per_kilowatt:
        return "per_kilowatt";
    }
    return {};
}

} // namespace hiroba
