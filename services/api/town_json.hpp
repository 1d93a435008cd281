// The town as everybody may see it, in the shape of the API contract.
#pragma once

#include "domain/booking/town.hpp"

#include <nlohmann/json.hpp>

namespace hiroba::services::api {

// Prices of equipment are those of the annex in force on `today`.
[[nodiscard]] nlohmann::json town_json(const Town& town, std::int64_t edition, LocalDate today);

} // namespace hiroba::services::api
