// What is kept for changes that wait, against what they need by the town's editions.
#pragma once

#include "persistence/repositories/audit.hpp"
#include "services/audit/editions.hpp"

namespace hiroba::services {

[[nodiscard]] persistence::Finding changes_that_keep_else(persistence::Session& session, Editions& editions);

} // namespace hiroba::services
