// 減免: the standing reductions of people and their groups, and what became of the reduction of an application.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/applications.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

// 根拠の確認: what staff saw, and when. Never its number or picture.
struct SeenEvidence {
    Text kind;
    LocalDate seen_on;
    friend bool operator==(const SeenEvidence&, const SeenEvidence&) = default;
};

// A class that an account, or one of the groups it applies for, has for the uses of a while.
struct StandingReduction {
    StandingReductionId id;
    AccountId account;
    std::optional<std::string> group_name; // empty: for whatever the account applies for
    ReductionCode reduction;
    LocalDate valid_from;
    LocalDate valid_until; // the last day of use that it counts for
    SeenEvidence evidence;
    AccountId granted_by; // who saw the evidence
    Instant granted_at;
    std::optional<AccountId> ended_by{};
    std::optional<Instant> ended_at{};
    std::optional<std::string> end_reason{};
};
void insert_standing_reduction(Session& session, const StandingReduction& reduction);
[[nodiscard]] std::optional<StandingReduction> find_standing_reduction(Session& session, StandingReductionId id);
// Those that are over as well, the newest first, `limit` at most.
[[nodiscard]] std::vector<StandingReduction> standing_reductions_of(Session& session, AccountId account, int limit);
// Those of the account that were not ended, and are valid on some day from `from` on, by code.
[[nodiscard]] std::vector<StandingReduction> standing_reductions_in_force(Session& session, AccountId account,
                                                                          LocalDate from);
struct EndOfReduction {
    AccountId by;
    std::string reason;
    Instant at;
};
// False when it was ended before.
[[nodiscard]] bool end_standing_reduction(Session& session, StandingReductionId id, const EndOfReduction& end);

enum class ReductionState {
    applied, // by rule: the class is automatic, or standing
    waiting, // for a decision; until then the full fee is owed
    granted,
    refused,
};
[[nodiscard]] std::string_view name_of(ReductionState state);

// The reduction of an application: the class that was asked for or is applied, and what became of it.
struct ApplicationReduction {
    ApplicationId application;
    ReductionCode reduction;
    ReductionState state = ReductionState::waiting;
    std::optional<ReductionCode> applied{};        // the class that the fees have, if any: that, or another by rule
    std::optional<StandingReductionId> standing{}; // that the one applied rests on
    std::optional<SeenEvidence> evidence{};
    std::optional<std::string> reason{}; // of a refusal
    Instant asked_at{};
    std::optional<AccountId> decided_by{};
    std::optional<Instant> decided_at{};
    friend bool operator==(const ApplicationReduction&, const ApplicationReduction&) = default;
};
[[nodiscard]] std::optional<ApplicationReduction> reduction_of(Session& session, ApplicationId application);
// In place of what was there; nothing: none is asked for and none applies. The application is locked.
void save_reduction(Session& session, ApplicationId application, const std::optional<ApplicationReduction>& reduction);
// Applications whose reduction waits for a decision, by time of the first use, `limit` at most. Those of which no
// booking can be decided on any more (all given up, refused or expired) are left out.
[[nodiscard]] std::vector<Application> applications_with_waiting_reduction(Session& session, int limit);

} // namespace hiroba::persistence
