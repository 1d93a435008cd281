// Two parties of a race, each in a thread of its own, who begin when both are there.
#pragma once

#include <barrier>
#include <functional>
#include <thread>

namespace hiroba::test {

// Answers when both have ended.
inline void at_the_same_moment(const std::function<void()>& one, const std::function<void()>& other) {
    std::barrier together(2);
    const auto run = [&](const std::function<void()>& work) {
        together.arrive_and_wait();
        work();
    };
    const std::jthread first([&] { run(one); });
    const std::jthread second([&] { run(other); });
}

} // namespace hiroba::test
