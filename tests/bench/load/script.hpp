// The requests of a run, as they go over the wire.
#pragma once

#include <string>
#include <vector>

namespace hiroba::bench {

// A file of requests: before each a line with the number of its bytes. std::runtime_error when it is not one.
[[nodiscard]] std::vector<std::string> read_script(const std::string& file);

} // namespace hiroba::bench
