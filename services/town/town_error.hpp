// What is wrong with a town's files, for the person who writes them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::services {

// One fault: where it stands (line 0: the file as a whole), its stable code, and the facts of its sentence.
struct TownError {
    std::string file;
    int line = 0;
    std::string code;
    std::map<std::string, std::string> facts;
    friend bool operator==(const TownError&, const TownError&) = default;
};

// "kirara.toml:42: band_overlap: Band `noon` overlaps `morning`; …": what is wrong and what to do, in one sentence.
[[nodiscard]] std::string describe(const TownError& error);

// Every code that a file can be refused with.
[[nodiscard]] std::vector<std::string_view> town_error_codes();

} // namespace hiroba::services
