// Closures in the shapes of the API contract.
#pragma once

#include "persistence/repositories/closures.hpp"

#include <nlohmann/json.hpp>
#include <vector>

namespace hiroba::services::api {

// As everybody may know them.
[[nodiscard]] nlohmann::json public_closures_json(const std::vector<persistence::Closure>& closures);

} // namespace hiroba::services::api
