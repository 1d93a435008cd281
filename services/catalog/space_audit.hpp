// `hiroba check`, what only the town's data can tell: that every booking has the units of its space.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/repositories/audit.hpp"

#include <vector>

namespace hiroba::services {

// "bookings_have_their_units": what a booking that occupies has claimed are the units that its space has in the edition
// that it names, or had in a later one (a permit that was reinstated, or changed, claims by the edition of that day),
// and as many pieces of each kind of equipment as it asked for. Empty: everything is as it must be.
[[nodiscard]] std::vector<persistence::Finding> audit_spaces(persistence::Database& database);
inline constexpr int rules_of_spaces = 1;

} // namespace hiroba::services
