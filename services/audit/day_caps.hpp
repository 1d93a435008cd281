// 1日の限度, as the auditor sees it.
#pragma once

#include "persistence/repositories/audit.hpp"
#include "services/audit/editions.hpp"

namespace hiroba::services {

// "daily_caps_hold": what one applicant's uses of a day count towards a cap is never more than the greatest cap of the
// editions that priced them. A day that waits to be priced again is not looked at: until the job has come by (or the
// payment of one of them is settled), others stand there at their fees of before. Where a space has caps in hours and
// in yen, or caps of its own beside those of the facility, only what is comparable is compared.
[[nodiscard]] persistence::Finding days_beyond_their_cap(persistence::Session& session, Editions& editions);

} // namespace hiroba::services
