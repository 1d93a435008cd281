// キャンセル待ち: who waits for what, in order.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <vector>

namespace hiroba::persistence {

enum class WaitingState {
    waiting,
    offered,   // a hold was made for them
    taken,     // they applied for it
    lapsed,    // they let the offer pass
    withdrawn, // they do not want it any more
    over,      // the time of the use has come
};
[[nodiscard]] std::string_view name_of(WaitingState state);

struct Waiting {
    WaitingId id;
    AccountId account;
    FacilityCode facility;
    SpaceCode space;
    LocalDateTime start;
    LocalDateTime end;
    std::optional<BandCode> band;
    std::optional<int> nights;
    WaitingState state = WaitingState::waiting;
    std::optional<ApplicationId> offer; // the application that was made for them
    Instant created_at;
};

inline constexpr int waiting_places_per_account = 10;

// Refused: `already_waiting`, `waiting_limit_reached` {limit}.
[[nodiscard]] Result<void> insert_waiting(Session& session, const Waiting& waiting, Instant now);
[[nodiscard]] std::optional<Waiting> find_waiting(Session& session, WaitingId id);
// The person's places by use date: those they still have, then the latest of the others, `limit` at most.
[[nodiscard]] std::vector<Waiting> waiting_of(Session& session, AccountId account, int limit);
// Those who wait for something that overlaps the days (of these spaces), the first come first.
[[nodiscard]] std::vector<Waiting> waiting_for(Session& session, const std::vector<SpaceCode>& spaces, LocalDate first,
                                               LocalDate last);
// Everybody who waits, by use date, for staff.
[[nodiscard]] std::vector<Waiting> all_waiting(Session& session, LocalDate from, int limit);
// How many wait before this one for exactly the same.
[[nodiscard]] std::int64_t place_of(Session& session, const Waiting& waiting);

// One conditional step; false when it is not in `from` any more.
[[nodiscard]] bool move_waiting(Session& session, WaitingId id, WaitingState from, WaitingState to,
                                std::optional<ApplicationId> offer);
[[nodiscard]] std::optional<Waiting> waiting_with_offer(Session& session, ApplicationId offer);
// Those still waiting whose use has begun at that moment.
[[nodiscard]] std::vector<WaitingId> waiting_too_long(Session& session, const LocalDateTime& now, int limit);

} // namespace hiroba::persistence
