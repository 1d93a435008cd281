// What the history of an attempt tells of its times.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// What happened to the attempt, the oldest first; of more than the limit, the newest.
struct AttemptStep {
    std::string event; // of the life of an attempt, or "quarantined"
    std::optional<std::string> from_state;
    std::string to_state;
    std::string evidence;
    Instant at;
};
[[nodiscard]] std::vector<AttemptStep> steps_of(Session& session, AttemptId id, int limit);

// When the attempt came to the state that it is in; empty when it never left its first.
[[nodiscard]] std::optional<Instant> in_this_state_since(Session& session, AttemptId id);

// How many attempts to pay the application has had from that moment on.
[[nodiscard]] int attempts_since(Session& session, ApplicationId application, Instant since);

// When the provider was asked first of all the questions that it has not answered since; empty when it has answered the
// last one, or was never asked.
[[nodiscard]] std::optional<Instant> unanswered_since(Session& session, AttemptId id);

} // namespace hiroba::persistence
