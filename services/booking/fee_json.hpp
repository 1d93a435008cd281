// The fee as it was told, kept with the booking: lines, total and the tax in it.
#pragma once

#include "domain/fees/quote.hpp"

#include <nlohmann/json.hpp>

namespace hiroba::services {

// The schema `Fee` of the API contract.
[[nodiscard]] nlohmann::json fee_json(const Quote& quote);
[[nodiscard]] nlohmann::json text_json(const Text& text);

} // namespace hiroba::services
