// Several ask for the same while it is being read: it is read once more for all of them, and they share what comes of
// it.
#include "services/availability/shared_readings.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

using hiroba::services::SharedReadings;

namespace {

constexpr std::size_t askers = 5;

// The first reading is held up until all the others wait; the next ones answer by `second`.
struct Asked {
    int readings = 0;
    std::string first;
    std::vector<std::string> others; // their answers, or what was thrown at them
};
template <class Second>
Asked ask_while_one_reads(const Second& second) {
    SharedReadings<int, std::string> shared;
    std::atomic<int> readings = 0;
    std::promise<void> begun;
    std::promise<void> all_wait;
    Asked asked;
    std::thread first([&] {
        asked.first = shared.get(1, [&] {
            ++readings;
            begun.set_value();
            all_wait.get_future().wait();
            return std::string{"first"};
        });
    });
    begun.get_future().wait();
    asked.others.resize(askers);
    std::vector<std::thread> threads;
    for (std::string& answer : asked.others)
        threads.emplace_back([&] {
            try {
                answer = shared.get(1, [&] {
                    ++readings;
                    return second();
                });
            } catch (const std::runtime_error& error) {
                answer = error.what();
            }
        });
    while (shared.waiting(1) < askers)
        std::this_thread::yield();
    CHECK(shared.get(2, [] { return std::string{"another thing"}; }) == "another thing"); // does not wait
    all_wait.set_value();
    first.join();
    for (auto& thread : threads)
        thread.join();
    CHECK(shared.waiting(1) == 0);
    CHECK(shared.get(1, [] { return std::string{"afterwards"}; }) == "afterwards");
    asked.readings = readings;
    return asked;
}

} // namespace

TEST_CASE("those who ask while another reads are answered by one reading, which began after they asked") {
    const Asked asked = ask_while_one_reads([] { return std::string{"second"}; });
    CHECK(asked.readings == 2);
    CHECK(asked.first == "first");
    CHECK(asked.others == std::vector<std::string>(askers, "second"));
}

TEST_CASE("what a shared reading throws reaches all who waited for it, and nobody else") {
    const Asked asked = ask_while_one_reads([]() -> std::string { throw std::runtime_error("the database is gone"); });
    CHECK(asked.readings == 2);
    CHECK(asked.first == "first");
    CHECK(asked.others == std::vector<std::string>(askers, "the database is gone"));
}
