#include "tests/random/support/run.hpp"

#include "services/booking/expire.hpp"
#include "services/closures/closure_task.hpp"
#include "services/payment/inbox.hpp"
#include "services/payment/payment_worker.hpp"
#include "services/waiting/waiting.hpp"
#include "tests/random/support/actor.hpp"
#include "tests/random/support/contradictions.hpp"

#include <cstdlib>
#include <doctest/doctest.h>
#include <iostream>
#include <memory>
#include <random>

namespace hiroba::test {

using namespace std::chrono_literals;

namespace {

std::optional<std::uint64_t> number_from(const char* variable) {
    const char* const text = std::getenv(variable);
    if (text == nullptr) return std::nullopt;
    return std::stoull(text);
}

constexpr persistence::Sql count_live_attempts = "SELECT COUNT(*) FROM payment_attempt WHERE live = 1";

using Offices = std::vector<std::unique_ptr<Office>>;

Offices open_offices(World& world, const std::vector<persistence::Database*>& databases) {
    Offices offices;
    for (persistence::Database* const database : databases) {
        constexpr auto between_clocks = 700ms;
        offices.push_back(
            std::make_unique<Office>(world, *database, static_cast<int>(offices.size()) * between_clocks));
    }
    return offices;
}

void work_at_once(World& world, const Offices& offices, const RunOptions& options) {
    Draw draw(options.seed);
    std::vector<Part> parts(static_cast<std::size_t>(options.residents), Part::resident);
    parts.push_back(Part::desk);
    parts.push_back(Part::jobs);
    const auto until = std::chrono::steady_clock::now() + options.length.at_most;
    std::vector<std::jthread> threads;
    for (const auto& office : offices)
        for (const Part part : parts)
            threads.emplace_back(
                [&world, &office = *office, part, until, deeds = options.length.deeds, own = draw.another()]() mutable {
                    Actor(world, office, part, std::move(own)).act(deeds, until);
                });
    if (options.meanwhile)
        options.meanwhile(world, static_cast<int>(offices.size() * parts.size()) * options.length.deeds);
}

// What jobs do until there is nothing left to do at this moment.
void work_off(const Office& office) {
    const services::Context& context = office.context;
    for (bool again = true; again;) {
        services::apply_waiting_messages(context);
        again = services::work_on_payments(context);
        again = services::expire_overdue_bookings(context) + services::end_past_uses(context) > 0 || again;
        again = services::work_on_closures(context) || again;
        again = services::serve_waiting_list(context) > 0 || again;
    }
}

bool has_live_attempts(persistence::Database& database) {
    return database.read([](persistence::Session& session) {
        return std::get<0>(*session.select_one<std::int64_t>(count_live_attempts)) > 0;
    });
}

// The provider sends every message in the end, and all days pass.
void let_all_time_pass(World& world, const Office& office) {
    world.provider.close_all_pages();
    for (const auto& [ref, amount] : world.provider.paid())
        REQUIRE(
            services::receive_notice(office.context, {"played", "signed", PlayedProvider::notice("last-" + ref, ref)}));
    work_off(office);
    constexpr int turns = 50; // what had no answer is asked again after ten minutes at the most
    for (int turn = 0; turn < turns && has_live_attempts(office.database); ++turn) {
        world.time.pass(11min);
        work_off(office);
    }
    constexpr int generations = 3; // what ends may be offered to somebody who waits
    for (int generation = 0; generation < generations; ++generation) {
        world.time.pass(24h * 40);
        work_off(office);
    }
}

void check_nothing(const std::vector<std::string>& found) {
    std::string lines;
    for (const std::string& line : found)
        lines += "\n" + line;
    CHECK_MESSAGE(found.empty(), lines);
}

// What a run without would not be worth its name. A machine that is too busy for a long one may miss some, and few
// runs see many days on which somebody comes.
void check_variety(const World& world) {
    CHECK(world.done("hold") > 0);
    constexpr int long_enough = 2000;
    if (world.steps < long_enough) return;
    for (const char* const deed : {"fill in", "submit", "start payment", "cancel", "change", "book on behalf", "close",
                                   "lift closure", "join waiting list", "audit"})
        CHECK_MESSAGE(world.done(deed) > 0, "nobody could " << std::string{deed});
}

} // namespace

Length length_of_runs(const Length& bounded) {
    Length length = bounded;
    if (const auto rounds = number_from("HIROBA_RANDOM_ROUNDS")) length.rounds = static_cast<int>(*rounds);
    if (const auto deeds = number_from("HIROBA_RANDOM_DEEDS")) {
        length.deeds = static_cast<int>(*deeds);
        length.at_most = 24h;
    }
    return length;
}

std::uint64_t seed_of_run(const std::string& engine, const Stage& stage) {
    std::random_device any;
    const std::uint64_t seed = number_from("HIROBA_RANDOM_SEED").value_or(any());
    std::cout << "random run on " << engine << " in " << stage.town << ": HIROBA_RANDOM_SEED=" << seed << std::endl;
    return seed;
}

void run(const Stage& stage, const std::vector<persistence::Database*>& databases, const RunOptions& options) {
    World world(stage, *databases.front());
    const auto offices = open_offices(world, databases);
    work_at_once(world, offices, options);
    const std::string tally = "HIROBA_RANDOM_SEED=" + std::to_string(options.seed) + ", " +
                              std::to_string(world.steps) + " deeds, until " +
                              to_town_time(world.time.now()).date.iso8601() + ":\n" + world.tally();
    if (std::getenv("HIROBA_RANDOM_TALLY") != nullptr) std::cout << tally;
    INFO(tally);
    if (world.failed()) check_nothing(contradictions(*databases.front(), world)); // they tell more
    REQUIRE_MESSAGE(!world.failed(), world.failure());
    check_variety(world);
    work_off(*offices.front());
    for (persistence::Database* const database : databases)
        check_nothing(contradictions(*database, world));
    let_all_time_pass(world, *offices.front());
    for (persistence::Database* const database : databases)
        check_nothing(contradictions_at_the_end(*database, world));
}

} // namespace hiroba::test
