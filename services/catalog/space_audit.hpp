// `hiroba check`, what only the town's data can tell: that every booking has the units of its space.
#pragma once

#include "persistence/engine/session.hpp"
#include "persistence/repositories/audit.hpp"

#include <vector>

namespace hiroba::services {

// "bookings_have_their_units": what a booking that occupies has claimed are the units that its space has in the edition
// that it names, or had in a later one (a permit that was reinstated, or changed, claims by the edition of that day),
// and as many pieces of each kind of equipment as it asked for.
// "closures_close_their_spaces": a closure in force that was not over when the town in force was loaded closes every
// unit of what it is about. Empty: everything is as it must be.
[[nodiscard]] std::vector<persistence::Finding> audit_spaces(persistence::Session& session);
inline constexpr int rules_of_spaces = 2;

} // namespace hiroba::services
