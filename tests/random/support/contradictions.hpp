// What a database says against what was acknowledged, and against itself: one line for each contradiction.
#pragma once

#include "persistence/engine/database.hpp"
#include "tests/random/support/world.hpp"

#include <string>
#include <vector>

namespace hiroba::test {

// The audit and the trial balance find nothing; every answer that anybody got is kept; nothing ended or moved that
// nobody asked for; no quarter hour of a unit belongs to two bookings. At any moment at which nobody works.
[[nodiscard]] std::vector<std::string> contradictions(persistence::Database& database, const World& world);

// Besides, when all time is over and all jobs are done: nothing waits any more, and every yen that the provider has is
// in the tables.
[[nodiscard]] std::vector<std::string> contradictions_at_the_end(persistence::Database& database, const World& world);

} // namespace hiroba::test
