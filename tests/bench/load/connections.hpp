// Clients that each keep one connection, from an address of their own, and ask again as soon as they are answered.
#pragma once

#include "tests/bench/load/report.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace hiroba::bench {

struct LoadOptions {
    std::uint16_t port = 0; // on 127.0.0.1
    int connections = 1;
    int addresses = 1; // 127.0.1.1, 127.0.1.2, …: each new connection takes the next one
    std::chrono::milliseconds warm_up{0};
    std::chrono::milliseconds time{1000}; // each client goes round the script for so long
    bool once = false;                    // instead: each request is sent once, by whichever client is free
    std::string text = {};                // counts the answers that hold it
};

// All connections stand before the first request is sent. std::runtime_error when one cannot be made, or an answer
// cannot be understood.
[[nodiscard]] Report run_load(const LoadOptions& options, const std::vector<std::string>& script);

} // namespace hiroba::bench
