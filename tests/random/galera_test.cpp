// The same on a cluster: every office works on a node of its own, one node is killed and comes back, and afterwards all
// three hold the same.
#include "tests/database/harness/galera_cluster.hpp"
#include "tests/random/support/neighbours.hpp"
#include "tests/random/support/run.hpp"

#include <array>
#include <atomic>
#include <doctest/doctest.h>
#include <thread>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

const Length bounded{.rounds = 1, .deeds = 100, .at_most = 40s};

void await_deeds(const World& world, int deeds, std::chrono::steady_clock::time_point until) {
    while (world.steps < deeds && !world.failed() && std::chrono::steady_clock::now() < until)
        std::this_thread::sleep_for(10ms);
}

// Dies when a quarter of the work is done, is missed for another quarter, and comes back while the others go on.
void kill_and_rejoin(GaleraCluster& cluster, int victim, const World& world, const Length& length, int deeds) {
    const auto begun = std::chrono::steady_clock::now();
    await_deeds(world, deeds / 4, begun + length.at_most / 3);
    cluster.kill(victim);
    await_deeds(world, deeds / 2, begun + length.at_most * 2 / 3);
    cluster.rejoin(victim);
}

} // namespace

TEST_SUITE("galera") {
    TEST_CASE("two who would disturb each other fill in their forms on two nodes at the same moment: one is refused") {
        const TownOnEveryNode town([](persistence::Database& database) { set_up(database, hoshimigawa()); });
        Neighbours neighbours(town.on(0));
        Office other(neighbours.world(), town.on(1), 0ms);
        constexpr int days = 10;
        for (int number = 0; number < days; ++number) {
            const auto pair = neighbours.hold(number);
            std::array<std::atomic<int>, 2> accepted{};
            for_each_node(1, [&](int node, int) {
                if (node == 0) accepted[0] += Neighbours::fill_in(neighbours.context(), pair.loud, "band");
                if (node == 1) accepted[1] += Neighbours::fill_in(other.context, pair.quiet, "meeting");
            });
            CHECK(accepted[0] + accepted[1] == 1);
        }
        town.check_equal();
    }

    TEST_CASE("on three nodes, one of them killed and rejoined: everything acknowledged is on all of them") {
        const Length length = length_of_runs(bounded);
        for (int round = 0; round < length.rounds; ++round)
            for (const Stage* const stage : {&hoshimigawa(), &minatomori()}) {
                const TownOnEveryNode town([&](persistence::Database& database) { set_up(database, *stage); });
                const std::uint64_t seed = seed_of_run("Galera", *stage);
                const int victim = static_cast<int>(seed % GaleraCluster::size);
                run(*stage, {&town.on(0), &town.on(1), &town.on(2)},
                    {.seed = seed, .length = length, .meanwhile = [&](const World& world, int deeds) {
                         kill_and_rejoin(town.cluster(), victim, world, length, deeds);
                     }});
                town.check_equal();
            }
    }
}
