// 施設: one facility's file.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

namespace hiroba::services {

// The facility as far as it can be read; every fault is noted, and its codes join those of the town.
[[nodiscard]] Facility load_facility(TableReader& file, TownCodes& codes);

} // namespace hiroba::services
