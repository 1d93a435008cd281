// Several files in one, as ZIP (by libzip).
#pragma once

#include "domain/core/instant.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

struct ArchivedFile {
    std::string name; // UTF-8, with '/' between folders
    std::string content;
};
// The archive's bytes, its files in this order and dated `at`. Throws std::runtime_error when libzip cannot make it.
[[nodiscard]] std::string zip_archive(const std::vector<ArchivedFile>& files, Instant at);

} // namespace hiroba::services
