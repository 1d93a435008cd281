// The counters behind DatabaseStatistics.
#pragma once

#include "persistence/engine/database.hpp"

#include <atomic>
#include <cstdint>

namespace hiroba::persistence::detail {

struct Counters {
    std::atomic<std::int64_t> units{0};
    std::atomic<std::int64_t> commits{0};
    std::atomic<std::int64_t> conflicts{0};
    std::atomic<std::int64_t> abandoned{0};
    std::atomic<std::int64_t> waiting{0};

    [[nodiscard]] DatabaseStatistics read() const { return {units, commits, conflicts, abandoned, waiting}; }
};

} // namespace hiroba::persistence::detail
