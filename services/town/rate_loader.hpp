// 別表: the [[space.rate]] tables of a space.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"

#include <vector>

namespace hiroba::services {

// What the rows of a space may and must name.
struct RateContext {
    Text article;                   // where a rate names none of its own
    std::vector<std::string> bands; // each needs a price; empty for a space used by the hour
    bool by_hour = false;
};

[[nodiscard]] std::vector<RateTable> load_rates(TableReader& space, const RateContext& context);

} // namespace hiroba::services
