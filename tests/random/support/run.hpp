// A random run from begin to end. HIROBA_RANDOM_SEED repeats one (the choices, not the order of the threads);
// HIROBA_RANDOM_ROUNDS and HIROBA_RANDOM_DEEDS make it longer (runs for each town, deeds for each actor).
#pragma once

#include "tests/random/support/world.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace hiroba::test {

struct Length {
    int rounds = 1;
    int deeds = 0;
    std::chrono::seconds at_most{}; // for the deeds of one run
};
// As the environment says, else the bounded one.
[[nodiscard]] Length length_of_runs(const Length& bounded);
// The one that was asked for, or any; printed.
[[nodiscard]] std::uint64_t seed_of_run(const std::string& engine, const Stage& stage);

struct RunOptions {
    std::uint64_t seed = 0;
    Length length;
    int residents = 2; // threads in each office
    // Beside the actors, in the middle of it; `deeds` is what they will have done in all.
    std::function<void(const World& world, int deeds)> meanwhile{};
};
// Actors on all databases at once; each stands for an office, and all are the same town's. When they have ended, every
// database is held against what was acknowledged, and once more when all deadlines and days have passed.
void run(const Stage& stage, const std::vector<persistence::Database*>& databases, const RunOptions& options);

} // namespace hiroba::test
