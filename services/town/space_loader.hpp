// 室・場: one [[space]] table of a facility's file.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/band_loader.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

// What the facility says that its spaces refer to.
struct SpaceContext {
    const std::set<std::string>* units = nullptr;
    const BandList* bands = nullptr;
    const OpeningHours* hours = nullptr; // unless the space has its own
    const std::vector<Season>* seasons = nullptr;
    const TownCodes* codes = nullptr;
    Text article;
    const std::vector<PriceClass>* price_classes = nullptr;
    const AccountCodes* account_codes = nullptr; // unless the space names its own
};

// The space as far as it can be read; every fault is noted.
[[nodiscard]] Space load_space(TableReader& table, const SpaceContext& context);

} // namespace hiroba::services
