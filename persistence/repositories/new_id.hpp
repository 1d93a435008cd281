// Ids that are made where they are needed: ordered by time, unique by chance and by the primary key.
#pragma once

#include "domain/core/instant.hpp"

#include <cstdint>

namespace hiroba::persistence {

// 41 bits of milliseconds since 2020 and 22 random bits: positive, below 2^63, roughly in order of time.
[[nodiscard]] std::int64_t new_id(Instant now);

} // namespace hiroba::persistence
