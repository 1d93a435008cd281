// A JSON document that is always whole on disk: the old one or the new one.
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>

namespace hiroba::sandbox {

// null when there is no file yet. Throws std::runtime_error when there is one that cannot be read: nothing is forgotten
// silently.
[[nodiscard]] nlohmann::json load_state(const std::filesystem::path& file);

// On disk when this returns. Throws std::system_error when it cannot be.
void save_state(const std::filesystem::path& file, const nlohmann::json& state);

} // namespace hiroba::sandbox
