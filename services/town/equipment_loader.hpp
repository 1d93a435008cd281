// 附属設備: the [[equipment]] tables of a facility's file.
#pragma once

#include "domain/booking/equipment.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

// `spaces`: the codes of the facility's spaces; `article`: where a price names none of its own.
[[nodiscard]] std::vector<Equipment> load_equipment(TableReader& file, const std::set<std::string>& spaces,
                                                    const Text& article, TownCodes& codes);

} // namespace hiroba::services
