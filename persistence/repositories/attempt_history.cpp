#include "persistence/repositories/attempt_history.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql select_newest_change = "SELECT MAX(at_ms) FROM payment_event WHERE attempt_id = :attempt_id"
                                     " AND from_state <> to_state";

} // namespace

std::optional<Instant> in_this_state_since(Session& session, AttemptId id) {
    return std::get<0>(*session.select_one<std::optional<Instant>>(select_newest_change, {{"attempt_id", id}}));
}

} // namespace hiroba::persistence
