// Payments that survive everything: thousands of schedules, each with its own order of people, jobs, messages, clocks,
// faults of providers, lost databases and killed processes; an independent model says what must be true of the money.
//
// HIROBA_SIMULATION_SEED repeats one schedule, step by step; HIROBA_SIMULATION_SCHEDULES runs that many, however long
// it takes; HIROBA_SIMULATION_TALLY shows what they were made of.
#include "tests/database/harness/databases.hpp"
#include "tests/simulation/support/ground.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <doctest/doctest.h>
#include <iostream>
#include <random>

using namespace hiroba;
using namespace hiroba::test;
using namespace std::chrono_literals;

namespace {

std::optional<std::uint64_t> number_from(const char* variable) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    return std::stoull(text);
}

// So many have met everything that may go wrong.
constexpr int enough_for_variety = 500;

struct Bounds {
    int schedules = 0;
    int at_least = 0; // whatever time they take
    std::chrono::seconds at_most{};
};

std::string command(const Ground& ground, std::uint64_t seed) {
    const bool is_sqlite = ground.engine() == persistence::Engine::sqlite;
    return "HIROBA_TEST_ENGINES=" + std::string{is_sqlite ? "sqlite" : "mariadb"} +
           " HIROBA_SIMULATION_SEED=" + std::to_string(seed) + " build/release/bin/simulation_tests -tc='*whatever*'";
}

Contradictions run_one(Ground& ground, std::uint64_t seed, Tally& tally) {
    ground.reset();
    Simulation simulation([&] { return ground.open(); }, ground.people(), {.seed = seed});
    auto found = simulation.run();
    tally.add(simulation.tally());
    if (!found.empty() || number_from("HIROBA_SIMULATION_SEED")) {
        std::string story;
        for (const std::string& line : simulation.trace())
            story += "  " + line + "\n";
        std::cout << "schedule " << seed << ":\n" << story << std::flush;
    }
    return found;
}

// What a run without would not be worth its name.
void check_variety(const Tally& tally) {
    for (const Point point : points)
        CHECK_MESSAGE(tally.blows.contains({Blow::kill, point}), "nobody was killed " << std::string{name_of(point)});
    for (const Blow blow : blows)
        CHECK_MESSAGE(tally.blows.contains({blow, Point::before_commit}),
                      "there was never a " << std::string{name_of(blow)});
    for (const Trouble trouble : troubles)
        CHECK_MESSAGE(tally.of("make trouble", std::string{name_of(trouble)}) > 0, std::string{name_of(trouble)});
    for (const char* const deed :
         {"book", "send again", "begin payment", "cancel", "revoke", "approve", "deliver", "work on failed refund",
          "settle a case", "catch up", "change", "withdraw", "go to a store", "let a store report", "open a drawer",
          "pay later", "undo at the counter", "hand out a refund", "close a drawer"})
        CHECK_MESSAGE(tally.of(deed) > 0, "nobody could " << std::string{deed});
    CHECK(tally.of("visit page", "late") > 0);
    CHECK(tally.of("visit page", "with a coupon") > 0);
    CHECK(tally.of("visit page", "takes a number") > 0);
    CHECK(tally.of("go to a store", "and is told of later") > 0);
    CHECK(tally.of("go to a store", "after it was called off") > 0);
    CHECK(tally.of("come to the end of a page", "of a number") > 0);
    CHECK(tally.of("pay at the counter", "whole") > 0);
    CHECK(tally.of("pay at the counter", "a part") > 0);
    CHECK(tally.of("miscount", "over") > 0);
    CHECK(tally.of("miscount", "short") > 0);
    CHECK(tally.of("close a drawer", "difference_unexplained") > 0);
    CHECK(tally.of("change", "and set off") > 0);
    CHECK(tally.of("end: collect", "whole") > 0);
    CHECK(tally.of("let bank decide", "fails") > 0);
    CHECK(tally.of("forge", "bad_signature") > 0);
}

void run_schedules(Ground& ground, const Bounds& bounds) {
    const auto one = number_from("HIROBA_SIMULATION_SEED");
    const auto many = number_from("HIROBA_SIMULATION_SCHEDULES");
    const int schedules = one ? 1 : static_cast<int>(many.value_or(static_cast<std::uint64_t>(bounds.schedules)));
    const auto begun = std::chrono::steady_clock::now();
    const std::uint64_t first = one.value_or(std::random_device{}());
    constexpr int enough_failures = 3;
    Tally tally;
    int done = 0;
    int failed = 0;
    for (; done < schedules && failed < enough_failures; ++done) {
        const bool is_enough = done >= bounds.at_least && std::chrono::steady_clock::now() - begun > bounds.at_most;
        if (!one && !many && is_enough) break;
        const std::uint64_t seed = first + static_cast<std::uint64_t>(done);
        const auto found = run_one(ground, seed, tally);
        if (found.empty()) continue;
        ++failed;
        std::string lines;
        for (const std::string& line : found)
            lines += "\n  " + line;
        FAIL_CHECK(command(ground, seed) << lines);
    }
    const auto took = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun);
    std::cout << done << " schedules from seed " << first << " in " << took.count() << " s\n";
    if (std::getenv("HIROBA_SIMULATION_TALLY") != nullptr) std::cout << tally.told();
    CHECK(done >= std::min(schedules, failed > 0 ? 1 : bounds.at_least));
    if (done >= enough_for_variety) check_variety(tally);
}

} // namespace

TEST_CASE("whatever goes wrong, on SQLite: every yen is booked, owed or a case, and nothing is in doubt for ever") {
    if (!covers(persistence::Engine::sqlite)) return;
    const auto ground = ground_on_sqlite();
    run_schedules(*ground, {.schedules = 2'000, .at_least = enough_for_variety, .at_most = 100s});
}

TEST_CASE("whatever goes wrong, on MariaDB: every yen is booked, owed or a case, and nothing is in doubt for ever") {
    if (!covers(persistence::Engine::mariadb)) return;
    const auto ground = ground_on_mariadb();
    run_schedules(*ground, {.schedules = 200, .at_least = 50, .at_most = 60s});
}

TEST_CASE("the same seed is the same schedule, step by step") {
    const auto ground = ground_on_sqlite();
    const auto trace_of = [&](std::uint64_t seed) {
        ground->reset();
        Simulation simulation([&] { return ground->open(); }, ground->people(), {.seed = seed});
        CHECK(simulation.run().empty());
        return simulation.trace();
    };
    const std::uint64_t first = std::random_device{}();
    constexpr std::uint64_t seeds = 20;
    for (std::uint64_t seed = first; seed < first + seeds; ++seed) {
        INFO(seed);
        const auto trace = trace_of(seed);
        CHECK(trace == trace_of(seed));
        CHECK(trace != trace_of(seed + 1));
    }
}
