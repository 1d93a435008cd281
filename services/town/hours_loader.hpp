// 開館時間・休館日・期間: when a facility or a space is open.
#pragma once

#include "domain/calendar/opening_hours.hpp"
#include "services/town/toml_reader.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// Reads [closed].
[[nodiscard]] ClosedDays load_closed_days(TableReader& closed);

// Reads [[season]], which may be missing.
[[nodiscard]] std::vector<Season> load_seasons(TableReader& facility);

// Reads `opens`, `closes`, [[hours]] and [[exception]] of a facility.
[[nodiscard]] OpeningHours load_hours(TableReader& facility, const std::vector<Season>& seasons);

// The same keys of a space, which needs none of them: what it does not say is as in its facility. Nothing when it says
// nothing at all.
[[nodiscard]] std::optional<OpeningHours> load_own_hours(TableReader& space, const OpeningHours& of_facility,
                                                         const std::vector<Season>& seasons);

} // namespace hiroba::services
