// 臨時休館・使用停止: closures of a space, a facility or all halls, and extra openings. A closure sets bits in the
// masks of `unit_day` in the same transaction, so no claim can slip in beside it; claims that stand already are listed,
// not touched.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/calendar/opening_hours.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/text.hpp"
#include "persistence/engine/session.hpp"
#include "persistence/repositories/claims.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::persistence {

enum class ClosureKind { planned, emergency };
enum class ClosureState { in_force, lifted };
[[nodiscard]] std::string_view name_of(ClosureKind kind);
[[nodiscard]] std::string_view name_of(ClosureState state);

struct Closure {
    ClosureId id;
    std::optional<FacilityCode> facility; // empty: all halls of the town
    std::optional<SpaceCode> space;
    LocalDate first;
    LocalDate last;  // included
    TimeRange daily; // the part of each day; the whole day when nothing else is said
    ClosureKind kind = ClosureKind::planned;
    Text reason;
    ClosureState state = ClosureState::in_force;
    AccountId made_by;
    Instant made_at;
    std::optional<AccountId> lifted_by;
    std::optional<Instant> lifted_at;
};

// More unit-days than this in one closure are refused: it must be split.
inline constexpr std::size_t most_unit_days_of_a_closure = 50'000;

// Writes the closure and closes the units. First the days are fenced: a claim that committed before is found by
// owners_within afterwards, one that comes later is refused. `closure_too_large` {most}.
[[nodiscard]] Result<void> close(Session& session, const Closure& closure, const std::vector<UnitId>& units,
                                 Instant now);
// What a closure in force is about has other units since: they are closed as well, fenced like the others.
void close_too(Session& session, const Closure& closure, const std::vector<UnitId>& units, Instant now);
[[nodiscard]] std::set<UnitId> units_closed_by(Session& session, ClosureId id);
// Whoever revokes for a closure, or lifts it, holds its row until the end of the transaction: what is in force stays
// so. `lift` does so by itself.
void lock_closure(Session& session, ClosureId id);
// Opens what no other closure in force keeps closed; what was still to be done for it is dropped. False when it was
// lifted before.
[[nodiscard]] bool lift(Session& session, ClosureId id, AccountId by, Instant now);

[[nodiscard]] std::optional<Closure> find_closure(Session& session, ClosureId id);
// Those in force that touch the stretch of days, and (with `lifted`) those that were lifted; the newest first.
struct ClosureFilter {
    LocalDate first;
    LocalDate last;
    bool lifted = false;
    int limit = 200;
    std::optional<FacilityCode> facility{}; // those that reach it, also as one of all
};
[[nodiscard]] std::vector<Closure> closures(Session& session, const ClosureFilter& filter);
// All in force that end on that day or later, however far ahead they begin.
[[nodiscard]] std::vector<Closure> closures_in_force_from(Session& session, LocalDate from);

// 臨時開館: an exception that staff made; merged into the town's hours when the catalog loads it. Both raise the
// revision of the town in force.
struct ExtraOpening {
    std::int64_t id = 0;
    FacilityCode facility;
    std::optional<SpaceCode> space;
    HoursException hours; // `open` is set
    AccountId made_by;
    Instant made_at;
};
void insert_extra_opening(Session& session, const ExtraOpening& opening);
// False when there is none that was not withdrawn before.
[[nodiscard]] bool withdraw_extra_opening(Session& session, std::int64_t id, AccountId by, Instant now);
// Those that were withdrawn are not found.
[[nodiscard]] std::optional<ExtraOpening> find_extra_opening(Session& session, std::int64_t id);
// Those that last until that date or longer, in the order in which they were made.
[[nodiscard]] std::vector<ExtraOpening> extra_openings(Session& session, LocalDate from);

} // namespace hiroba::persistence
