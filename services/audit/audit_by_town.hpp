// `hiroba check`, what only the town's data can tell: that what is booked, priced and closed is what its editions say.
#pragma once

#include "persistence/engine/session.hpp"
#include "persistence/repositories/audit.hpp"

#include <span>
#include <vector>

namespace hiroba::services {

[[nodiscard]] std::span<const persistence::Invariant> invariants_by_town();

// All of them, on one view of the database. Empty: everything is as it must be.
[[nodiscard]] std::vector<persistence::Finding> audit_by_town(persistence::Session& session);

} // namespace hiroba::services
