// The line of those who wait, seen from slots that become free.
#pragma once

#include "persistence/repositories/claims.hpp"
#include "persistence/repositories/waiting_list.hpp"
#include "services/catalog/catalog.hpp"

#include <chrono>
#include <vector>

namespace hiroba::services {

// How long slots stay nobody's to take when somebody waits for them: enough for the job that makes offers.
inline constexpr std::chrono::minutes time_for_an_offer{5};

// The use that somebody waits for: the space at a time. Equipment is not waited for; it is added to the offer.
[[nodiscard]] UseRequest use_waited_for(const TownInForce& town, const persistence::Waiting& waiting);

// Somebody in the line, with what their use occupies, preparation and cleaning included.
struct InLine {
    persistence::Waiting waiting;
    persistence::Occupation wanted;
};
// Those who wait for something that occupies part of these claims, the first come first. Who waits for what the rules
// of the town in force do not allow any more is left out.
[[nodiscard]] std::vector<InLine> who_waits_for(persistence::Session& session, const TownInForce& town,
                                                const std::vector<persistence::Claimed>& claims);

// Slots that became free though no booking gave them back (a closure was lifted): what those who wait for them need is
// held back, as far as it is free.
void keep_for_the_line(persistence::Session& session, const TownInForce& town, const persistence::Occupation& freed,
                       Instant now);

} // namespace hiroba::services
