// Where a run takes place: few rooms of a town and few days, so that everybody meets everybody.
#pragma once

#include "domain/booking/space_use.hpp"
#include "domain/booking/town.hpp"
#include "persistence/engine/database.hpp"
#include "services/town/town_loader.hpp"
#include "tests/random/support/draw.hpp"

#include <string>
#include <vector>

namespace hiroba::test {

struct Stage {
    std::string town; // of ops/towns
    Instant begins;
    std::vector<SpaceCode> spaces;
    std::vector<ActivityCode> activities;
};
// Bands, hours and a partition; quotas; neighbours that disturb each other; check-in and suspensions.
[[nodiscard]] const Stage& hoshimigawa();
// Nights, half hours and buffers; free for residents; what is given back is held back.
[[nodiscard]] const Stage& minatomori();

// The schema and the town.
void set_up(persistence::Database& database, const Stage& stage);

// Something to ask for in that space on that day, allowed or nearly so; sometimes with equipment.
[[nodiscard]] UseRequest any_use(Draw& draw, const Town& town, const SpaceCode& space, LocalDate date);

} // namespace hiroba::test
