// What breaks a rule: how many, and the first of them by name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace hiroba::persistence::detail {

struct Broken {
    static constexpr int examples_kept = 20;
    std::int64_t count = 0;
    std::vector<std::string> examples;

    void add(std::string item) {
        if (count++ < examples_kept) examples.push_back(std::move(item));
    }
};

} // namespace hiroba::persistence::detail
