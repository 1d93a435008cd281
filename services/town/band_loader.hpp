// 区分: the [[band]] tables of a facility's file.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

// The bands of a facility, single ones first. `named` holds also those with faults, so that what refers to them
// is not called unknown.
struct BandList {
    std::vector<TimeBand> bands;
    std::set<std::string> named;
};

// Reads [[band]], which a facility without bands leaves out. `opening`: the usual hours, in which every band must lie.
[[nodiscard]] BandList load_bands(TableReader& file, const TimeRange& opening);

} // namespace hiroba::services
