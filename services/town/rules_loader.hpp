// 予約の決まり: who is permitted at once, how much people may book, what they owe when, and what follows.
#pragma once

#include "domain/booking/town.hpp"
#include "services/town/toml_reader.hpp"
#include "services/town/town_codes.hpp"

#include <set>
#include <string>

namespace hiroba::services {

// Reads [[activity]] of town.toml.
[[nodiscard]] std::vector<Activity> load_activities(TableReader& town, TownCodes& codes);

// Reads a [permission] table. Where there is none, everybody is permitted at once.
[[nodiscard]] PermissionRule load_permission(TableReader& permission, const TownCodes& codes);
[[nodiscard]] PermissionRule permitted_at_once();

// Reads a [refund] table.
[[nodiscard]] RefundRule load_refund(TableReader& refund);

// Reads the rules of a facility that may all be missing: [permission], [approval], [decisions], [[quota]],
// `consecutive_days_limit`, [payment], [refund], [attendance], [release] and [[disturbance]]. `spaces`: the codes of
// its spaces.
void load_rules(TableReader& file, const std::set<std::string>& spaces, TownCodes& codes, Facility& facility);

} // namespace hiroba::services
