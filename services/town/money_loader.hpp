// 還付と照会: who pays money back, and when staff are asked about money whose way is not known.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"

namespace hiroba::services {

// Of `[money]` in town.toml.
[[nodiscard]] MoneyRules load_money(TableReader& table);

} // namespace hiroba::services
