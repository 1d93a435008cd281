// Questions that gather while a statement is on its way share the next one; alone, and on SQLite, each has its own.
#include "persistence/engine/grouped_look_ups.hpp"

#include "tests/database/harness/databases.hpp"

#include <algorithm>
#include <atomic>
#include <doctest/doctest.h>
#include <stdexcept>
#include <thread>

using namespace hiroba::persistence;
using namespace hiroba::test;

namespace {

// What the statements do: each counts itself, and waits while they are to be kept.
std::atomic<int> statements{0};
std::atomic<std::size_t> largest{0}; // of the questions of one statement
std::atomic<bool> kept{false};
std::atomic<bool> broken{false};

std::vector<std::int64_t> doubled(Session& session, const std::vector<std::int64_t>& numbers) {
    ++statements;
    largest = std::max(largest.load(), numbers.size());
    while (kept)
        std::this_thread::yield();
    if (broken) throw std::runtime_error("the statement broke");
    std::vector<std::int64_t> answers;
    static constexpr Sql one = "SELECT CAST(:number AS SIGNED)";
    const auto first = session.select_one<std::int64_t>(one, {{"number", numbers.front()}});
    for (const std::int64_t number : numbers)
        answers.push_back(number == numbers.front() ? 2 * std::get<0>(*first) : 2 * number);
    return answers;
}

using Doubling = GroupedLookUps<std::int64_t, std::int64_t>;

// Ten ask while two statements are kept on their way.
template <class Check>
void ten_beside_two(Database& database, Doubling& doubling, const Check& check) {
    statements = 0;
    largest = 0;
    kept = true;
    std::vector<std::thread> askers;
    const auto ask = [&](std::int64_t number) {
        askers.emplace_back([&check, &doubling, &database, number] { check(doubling, database, number); });
    };
    ask(1);
    while (statements < 1)
        std::this_thread::yield();
    ask(2);
    while (statements < 2)
        std::this_thread::yield();
    for (std::int64_t number = 3; number <= 12; ++number)
        ask(number);
    while (database.engine() == Engine::sqlite ? statements < 12 : doubling.waiting() < 10)
        std::this_thread::yield();
    kept = false;
    for (auto& asker : askers)
        asker.join();
}

} // namespace

TEST_CASE("ten questions that come while two statements are on their way share one on MariaDB, and are each answered") {
    for_each_engine([](Database& database) {
        Doubling doubling{doubled};
        std::atomic<int> right{0};
        ten_beside_two(database, doubling, [&](Doubling& group, Database& on, std::int64_t number) {
            if (group.look_up(on, number) == 2 * number) ++right;
        });
        CHECK(right == 12);
        CHECK(largest == (database.engine() == Engine::sqlite ? 1 : 10));
        CHECK(doubling.waiting() == 0);
    });
}

TEST_CASE("what a shared statement throws reaches all who share it, and the next question is answered again") {
    for_each_engine([](Database& database) {
        Doubling doubling{doubled};
        std::atomic<int> told{0};
        broken = true;
        ten_beside_two(database, doubling, [&](Doubling& group, Database& on, std::int64_t number) {
            try {
                static_cast<void>(group.look_up(on, number));
            } catch (const std::exception&) {
                ++told;
            }
        });
        broken = false;
        CHECK(told == 12);
        CHECK(doubling.look_up(database, 21) == 42);
    });
}
