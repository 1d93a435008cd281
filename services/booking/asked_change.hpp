// A change as it was asked for, in the words in which it is kept until it is decided.
#pragma once

#include "services/booking/change.hpp"

#include <string>

namespace hiroba::services {

// What changes, and nothing of who asks.
[[nodiscard]] std::string written_change(const ChangeCommand& command);
// The other way round, about that application. std::runtime_error when it was never written by the above.
[[nodiscard]] ChangeCommand read_change(ApplicationId application, const std::string& written);

} // namespace hiroba::services
