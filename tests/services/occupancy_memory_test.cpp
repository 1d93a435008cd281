// What is remembered of the days is never older than the question, however many ask at once.
#include "services/availability/occupancy_memory.hpp"
#include "tests/services/support/town_hall.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <thread>
#include <vector>

using namespace hiroba;
using namespace hiroba::services;
using namespace hiroba::test;

TEST_CASE("who asks for days finds what was acknowledged before, while others have the same days read") {
    in_the_town_hall([](TownHall& hall) {
        constexpr int askers = 6;
        constexpr int rounds = 20;
        const auto town = hall.catalog.current();
        const auto unit = find_space(town->town, SpaceCode{"small_meeting"}).space->units.front();
        const LocalDate first = date("2026-12-01");
        OccupancyMemory memory;
        std::atomic<int> stale = 0;
        std::vector<persistence::Account> residents;
        for (int number = 0; number < askers; ++number)
            residents.push_back(hall.resident());
        std::vector<std::thread> threads;
        for (int number = 0; number < askers; ++number) {
            threads.emplace_back([&, number] {
                const auto& who = residents[static_cast<std::size_t>(number)];
                const LocalDate own = first + std::chrono::days{number};
                const auto is_taken = [&] {
                    const auto dates = memory.dates(hall.database, *town, first, first + std::chrono::days{askers});
                    const auto day = dates.on(own).find(unit);
                    return day != dates.on(own).end() && day->second.taken.any();
                };
                for (int round = 0; round < rounds; ++round) {
                    const auto key = "memory-" + std::to_string(number) + "-" + std::to_string(round);
                    const auto held = hall.hold(who, hall.small_meeting("morning", own.iso8601()), key);
                    if (!held || !is_taken()) ++stale;
                    if (!held || !hall.cancel(who, held->view.application.id) || is_taken()) ++stale;
                }
            });
        }
        for (auto& thread : threads)
            thread.join();
        CHECK(stale == 0);
    });
}
