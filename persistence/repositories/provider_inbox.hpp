// When a provider's messages came.
#pragma once

#include "domain/core/instant.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>

namespace hiroba::persistence {

// The newest stored message of the provider; empty when there is none.
[[nodiscard]] std::optional<Instant> newest_message_at(Session& session, const std::string& provider);

} // namespace hiroba::persistence
