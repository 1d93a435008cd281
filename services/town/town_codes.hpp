// Codes that must be unique in the whole town.
#pragma once

#include <set>
#include <string>

namespace hiroba::services {

struct TownCodes {
    std::set<std::string> facilities;
    std::set<std::string> spaces;
    std::set<std::string> units;
};

} // namespace hiroba::services
