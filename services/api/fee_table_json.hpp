// 別表 as the API answers it.
#pragma once

#include "domain/booking/fee_table.hpp"

#include <nlohmann/json.hpp>

namespace hiroba::services::api {

// The schema `FeeTable` of the API contract: the facility's table of that day.
[[nodiscard]] nlohmann::json fee_table_json(const Facility& facility, LocalDate day);

} // namespace hiroba::services::api
