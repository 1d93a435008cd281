// 音問題: what goes on next door at the same time.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// Warnings (`may_disturb_neighbour` {space, date}), or `disturbs_neighbour` where the facility refuses it.
// What others do there is theirs: it is not told.
// The neighbours' days are fenced first, so that of two who would disturb each other one sees the other.
[[nodiscard]] Result<std::vector<Refusal>> check_neighbours(persistence::Session& session, const TownInForce& town,
                                                            const persistence::Booking& booking,
                                                            const std::optional<ActivityCode>& activity, Instant now);

// The same as things stand now, for showing: nothing is fenced.
[[nodiscard]] Result<std::vector<Refusal>> look_at_neighbours(persistence::Session& session, const TownInForce& town,
                                                              const persistence::Booking& booking,
                                                              const std::optional<ActivityCode>& activity);

} // namespace hiroba::services
