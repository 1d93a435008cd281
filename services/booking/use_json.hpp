// What is asked for of a use, as the API tells it and as it is kept.
#pragma once

#include "services/booking/change.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace hiroba::services {

[[nodiscard]] nlohmann::json equipment_json(const std::vector<EquipmentWish>& wishes);
[[nodiscard]] nlohmann::json extras_json(const std::vector<ExtraWish>& extras);
[[nodiscard]] nlohmann::json declared_json(const DeclaredChange& declared);

} // namespace hiroba::services
