// What people want to know of a place before they go there: access, photos, where it lies.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// Reads `access` of a facility or a space.
[[nodiscard]] std::vector<AccessFeature> load_access(TableReader& owner);

// Reads [[photo]] of a facility or a space; each must lie in the town's folder of photos, when that is at hand.
[[nodiscard]] std::vector<Photo> load_photos(TableReader& owner, const TownCodes& codes);

// Reads [position] of a facility.
[[nodiscard]] std::optional<MapPosition> load_position(TableReader& facility);

} // namespace hiroba::services
