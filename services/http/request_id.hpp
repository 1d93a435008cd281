// The name of one request in logs, answers and problems.
#pragma once

#include <string>
#include <string_view>

namespace hiroba::http {

// The front door's id when it has 16–64 characters of [A-Za-z0-9-], else a new random one (32 hexadecimal digits).
[[nodiscard]] std::string request_id_from(std::string_view offered);

} // namespace hiroba::http
