// Ids that are made where they are needed: ordered by time. One process never makes the same one twice within four
// million; between processes chance and the primary key keep them apart.
#pragma once

#include "domain/core/instant.hpp"

#include <cstdint>

namespace hiroba::persistence {

// 41 bits of milliseconds since 2020 and 22 bits of a serial number that begins anywhere: positive,
// below 2^63, roughly in order of time.
[[nodiscard]] std::int64_t new_id(Instant now);

} // namespace hiroba::persistence
