// Codes that must be unique in the whole town, and what its files may refer to.
#pragma once

#include "services/town/toml_reader.hpp"

#include <filesystem>
#include <optional>
#include <set>
#include <string>

namespace hiroba::services {

struct TownCodes {
    std::set<std::string> facilities;
    std::set<std::string> spaces;
    std::set<std::string> units;
    std::set<std::string> equipment;
    std::set<std::string> quotas;
    std::set<std::string> tickets;
    std::set<std::string> activities;              // of town.toml; facilities only refer to them
    std::set<std::string> posts;                   // the same
    std::optional<std::filesystem::path> pictures; // the folder of the photos, when it is at hand
};

// Notes a code that is used already, and remembers it.
void claim_code(const TableReader& table, std::set<std::string>& taken, const std::string& code, int line,
                const std::string& kind);

// The codes in the list that are known; notes the others with the fault (`unknown_activity`) and its fact (`activity`).
struct Reference {
    std::string_view fault;
    std::string fact;
};
[[nodiscard]] std::vector<std::string> known_codes(TableReader& table, std::string_view key,
                                                   const std::set<std::string>& known, const Reference& reference);

} // namespace hiroba::services
