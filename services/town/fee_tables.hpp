// 別表 as it will be applied: a town's prices and notes as tables for a terminal, so that a clerk can hold them beside
// the ordinance.
#pragma once

#include "domain/booking/town.hpp"

#include <string>

namespace hiroba::services {

// Every facility: for each day on which something comes into force, its table of that day
// (domain/booking/fee_table.hpp): the bands (or hours, nights, visits) × prices of every space, the notes, the
// equipment, the tickets; its refunds; then the reductions of the town with their conditions. Which day decides about
// the version (of the permit, or of the use) stands with each row. In Japanese, as the ordinance is.
[[nodiscard]] std::string fee_tables(const Town& town);

} // namespace hiroba::services
