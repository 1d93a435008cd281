// A town's files (ops/towns/README.md) into the town they describe: all of it, or the list of what is wrong.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/town_error.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace hiroba::services {

using TownFiles = std::map<std::string, std::string>; // name ("kirara.toml") → text

constexpr std::size_t largest_town_file_bytes = std::size_t{1024} * 1024;
constexpr std::size_t most_town_errors = 20;

// The raw texts of town.toml and of the files it names, as they stand on disk; the Cabinet Office's CSV, which is
// CP932, in UTF-8. A file that cannot be read is missing from the answer, and of one that is too large only the
// beginning is read; load_town says so. Photos are not among them: they stay in the folder.
[[nodiscard]] TownFiles read_town_files(const std::filesystem::path& directory);

// The town, or everything that is wrong with its files (the first 20 faults, by file and line). Of a folder, the photos
// that its files name must be there as well.
[[nodiscard]] tl::expected<Town, std::vector<TownError>> load_town(const TownFiles& files);
[[nodiscard]] tl::expected<Town, std::vector<TownError>> load_town(const std::filesystem::path& directory);

} // namespace hiroba::services
