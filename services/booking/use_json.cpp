#include "services/booking/use_json.hpp"

namespace hiroba::services {

using nlohmann::json;

json equipment_json(const std::vector<EquipmentWish>& wishes) {
    auto equipment = json::array();
    for (const EquipmentWish& wish : wishes)
        equipment.push_back({{"code", wish.code.value()}, {"quantity", wish.quantity}});
    return equipment;
}

json extras_json(const std::vector<ExtraWish>& extras) {
    auto told = json::array();
    for (const ExtraWish& extra : extras)
        told.push_back({{"code", extra.code.value()}, {"amount", extra.amount}});
    return told;
}

json declared_json(const DeclaredChange& declared) {
    json told{{"is_commercial", declared.is_commercial}};
    if (declared.highest_admission) told["highest_admission_yen"] = declared.highest_admission->amount();
    return told;
}

} // namespace hiroba::services
