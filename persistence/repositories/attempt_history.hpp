// What the history of an attempt tells of its times.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "persistence/engine/session.hpp"

#include <optional>

namespace hiroba::persistence {

// When the attempt came to the state that it is in; empty when it never left its first.
[[nodiscard]] std::optional<Instant> in_this_state_since(Session& session, AttemptId id);

} // namespace hiroba::persistence
