// 決裁と処分: posts, approval routes, and how decisions are numbered and told.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <vector>

namespace hiroba::services {

// Reads [[post]] of town.toml.
[[nodiscard]] std::vector<Post> load_posts(TableReader& town, TownCodes& codes);

// Reads a [decisions] table, of town.toml or of a facility. Every kind of decision must stand in one series.
[[nodiscard]] DecisionRules load_decisions(TableReader& decisions);

// Reads an [approval] table, of a facility or a space.
[[nodiscard]] ApprovalRoutes load_approval(TableReader& approval, const TownCodes& codes);

} // namespace hiroba::services
