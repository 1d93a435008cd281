// What a run measured, as JSON.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace hiroba::bench {

using Clock = std::chrono::steady_clock;

struct Exchange {
    std::size_t request = 0; // its place in the script
    int status = 0;
    std::int64_t microseconds = 0;
};

struct Report {
    std::vector<Exchange> exchanges;
    std::map<int, std::string> refusals; // the first answer of each status from 400 on
    std::size_t with_text = 0;           // answers that hold the text that was looked for
    std::size_t broken = 0;              // connections that ended in the middle of an exchange
    double seconds = 0;
    double processor_seconds = 0; // of the generator itself: near `seconds`, it measured itself

    // Prints it; with every exchange in the order of the script when `each`.
    void print(bool each) const;
};

} // namespace hiroba::bench
