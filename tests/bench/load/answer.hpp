// One answer on a kept-alive connection, found in the bytes as they arrive.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

namespace hiroba::bench {

struct Answer {
    int status = 0;
    bool closes = false;  // the server will close the connection
    std::size_t size = 0; // of head and body together
};

// The answer that stands at the beginning of `bytes`, once it is whole. std::runtime_error when it is none, or has no
// Content-Length.
[[nodiscard]] std::optional<Answer> whole_answer(const std::string& bytes);

} // namespace hiroba::bench
