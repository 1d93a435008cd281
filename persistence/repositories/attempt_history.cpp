#include "persistence/repositories/attempt_history.hpp"

#include <algorithm>

namespace hiroba::persistence {
namespace {

constexpr Sql select_newest_steps = "SELECT event, from_state, to_state, evidence, at_ms FROM payment_event"
                                    " WHERE attempt_id = :attempt_id ORDER BY at_ms DESC, event_id DESC"
                                    " LIMIT :row_limit";

constexpr Sql select_newest_change = "SELECT MAX(at_ms) FROM payment_event WHERE attempt_id = :attempt_id"
                                     " AND from_state <> to_state";

constexpr Sql count_attempts = "SELECT COUNT(*) FROM payment_attempt p JOIN obligation o"
                               " ON o.obligation_id = p.obligation_id WHERE o.application_id = :application_id"
                               " AND p.created_at_ms >= :since_ms";
// The questions that no answer came after.
constexpr Sql select_first_unanswered =
    "SELECT MIN(q.at_ms) FROM payment_event q WHERE q.attempt_id = :attempt_id AND q.event = 'could_not_ask'"
    " AND NOT EXISTS (SELECT 1 FROM payment_event a WHERE a.attempt_id = q.attempt_id AND a.at_ms > q.at_ms"
    " AND a.event NOT IN ('could_not_ask', 'cancel_asked', 'request_sent', 'staff_ended'))";

} // namespace

std::vector<AttemptStep> steps_of(Session& session, AttemptId id, int limit) {
    std::vector<AttemptStep> steps;
    for (auto& [event, from_state, to_state, evidence, at] :
         session.select<std::string, std::optional<std::string>, std::string, std::string, Instant>(
             select_newest_steps, {{"attempt_id", id}, {"row_limit", limit}}))
        steps.push_back({std::move(event), std::move(from_state), std::move(to_state), std::move(evidence), at});
    std::ranges::reverse(steps);
    return steps;
}

std::optional<Instant> in_this_state_since(Session& session, AttemptId id) {
    return std::get<0>(*session.select_one<std::optional<Instant>>(select_newest_change, {{"attempt_id", id}}));
}

int attempts_since(Session& session, ApplicationId application, Instant since) {
    return static_cast<int>(std::get<0>(
        *session.select_one<std::int64_t>(count_attempts, {{"application_id", application}, {"since_ms", since}})));
}

std::optional<Instant> unanswered_since(Session& session, AttemptId id) {
    return std::get<0>(*session.select_one<std::optional<Instant>>(select_first_unanswered, {{"attempt_id", id}}));
}

} // namespace hiroba::persistence
