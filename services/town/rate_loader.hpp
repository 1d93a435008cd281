// 別表: the [[space.rate]] tables of a space.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/scope_loader.hpp"
#include "services/town/toml_reader.hpp"

#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

enum class PricedBy { band, hour, night };

// What the rows of a space may and must name.
struct RateContext {
    Text article;                   // where a rate names none of its own
    std::vector<std::string> bands; // each needs a price; empty for a space that is not used by band
    PricedBy by = PricedBy::band;
    const std::vector<PriceClass>* price_classes = nullptr; // of the facility
    std::set<std::string> seasons;                          // of the facility
};

[[nodiscard]] std::vector<RateTable> load_rates(TableReader& space, const RateContext& context);

} // namespace hiroba::services
