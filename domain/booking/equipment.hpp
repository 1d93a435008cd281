// 附属設備: what can be borrowed with a room, as long as there is enough of it. Stock of n is n units.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/in_force.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace hiroba {

// What one piece costs: for each band used (a composite counts as its parts; 1区分1回), for the whole use, for each
// hour begun; or, of something that draws power, each kilowatt begun for each band (its quantity is in kilowatts).
enum class EquipmentCharge { per_band, per_use, per_hour, per_kilowatt };

// One row of the annex in one version, as RateTable.
struct EquipmentRate {
    InForce in_force;
    Text article;
    EquipmentCharge charge = EquipmentCharge::per_band;
    Yen price;
    friend bool operator==(const EquipmentRate&, const EquipmentRate&) = default;
};

struct Equipment {
    EquipmentCode code;
    Text name;
    int stock = 1;
    std::vector<SpaceCode> spaces; // where it can be used; empty: everywhere in its facility
    std::vector<EquipmentRate> rates;
    friend bool operator==(const Equipment&, const Equipment&) = default;
};

// "projector:1" … "projector:6": the units that are claimed for it.
[[nodiscard]] std::vector<UnitCode> units_of(const Equipment& equipment);
[[nodiscard]] std::string_view name_of(EquipmentCharge charge); // "per_band"

struct EquipmentWish {
    EquipmentCode code;
    std::int64_t quantity = 1;
    friend bool operator==(const EquipmentWish&, const EquipmentWish&) = default;
};

} // namespace hiroba
