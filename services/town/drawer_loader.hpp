// 出納: the drawers that cash is taken into, and whose fees each takes.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"

#include <vector>

namespace hiroba::services {

// Reads [[drawer]] of town.toml for these facilities. Each names those whose fees it takes; `drawer_of_two_payees` when
// they go to the town and to a designated manager, or to two of them.
[[nodiscard]] std::vector<Drawer> load_drawers(std::vector<TableReader> tables,
                                               const std::vector<Facility>& facilities);

} // namespace hiroba::services
