// Whoever wants what they have already is told so, and not that somebody else was faster.
#pragma once

#include "persistence/repositories/bookings.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// The application of that person whose bookings, besides `moving`, are all that stands where something is wanted;
// nothing when anybody else's is there, or what is held back.
[[nodiscard]] std::optional<ApplicationId> own_application_in_the_way(persistence::Session& session,
                                                                      const persistence::Occupation& wanted,
                                                                      AccountId account,
                                                                      const std::vector<BookingId>& moving = {});

// `already_yours` {application_id, date, space}
[[nodiscard]] Refusal already_yours(ApplicationId own, const SpaceUse& wanted);

} // namespace hiroba::services
