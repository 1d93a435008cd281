// `hiroba check`, what only the town's data can tell: that every booking has the units of its space, and that no day
// costs more than its cap.
#pragma once

#include "persistence/engine/session.hpp"
#include "persistence/repositories/audit.hpp"

#include <vector>

namespace hiroba::services {

// "bookings_have_their_units": what a booking that occupies has claimed are the units that its space has in the edition
// that it names, or had in a later one (a permit that was reinstated, or changed, claims by the edition of that day),
// and as many pieces of each kind of equipment as it asked for.
// "closures_close_their_spaces": a closure in force that was not over when the town in force was loaded closes every
// unit of what it is about.
// "daily_caps_hold": what one applicant's uses of a day count towards a cap is never more than the greatest cap of the
// editions that priced them. A day that waits to be priced again is not looked at: until the job has come by (or the
// payment of one of them is settled), one that came back stands there at its fee of before. Where a space has caps in
// hours and in yen, or caps of its own beside those of the facility, only what is comparable is compared.
// Empty: everything is as it must be.
[[nodiscard]] std::vector<persistence::Finding> audit_spaces(persistence::Session& session);
inline constexpr int rules_of_spaces = 3;

} // namespace hiroba::services
