// The conflict engine: who occupies which unit in which quarter hours. The primary key of `claim` is the
// rule "nothing is sold twice"; every occupation of anything goes through this file.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace hiroba::persistence {

// What one owner occupies on one day.
struct Occupation {
    std::vector<UnitId> units; // ascending: the order in which rows are locked
    LocalDate date;
    SlotRange slots;
};

// Claims everything or nothing for an owner that already stands in `claim_owner`.
// Refused: `closed_day` {date} when a unit's day is closed, `already_taken` when another owner has one of the slots.
// Raises the version of every unit's day and announces it.
[[nodiscard]] Result<void> claim(Session& session, BookingId owner, const Occupation& occupation, Instant now);

// Gives back all claims of this owner, and nobody else's; raises and announces the versions.
void release(Session& session, BookingId owner, Instant now);

// Raises and announces the versions of the days that this owner occupies: something about it changed.
void touch(Session& session, BookingId owner, Instant now);

// The owners of state `held` whose time is over and who occupy part of this.
[[nodiscard]] std::vector<BookingId> overdue_holds(Session& session, const Occupation& occupation, Instant now);

// Whether somebody occupies part of this as things stand now. It decides nothing: only `claim` does.
[[nodiscard]] bool is_taken(Session& session, const Occupation& occupation, Instant now);

// The claimed slots of these units between two dates, both included. Days without claims are missing.
using Occupancy = std::map<LocalDate, std::map<UnitId, TakenSlots>>;
[[nodiscard]] Occupancy occupancy(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last);

// The version of a set of units over a stretch of days, both ends included: it grows with every change of any of them.
[[nodiscard]] std::int64_t version_of(Session& session, const std::vector<UnitId>& units, LocalDate first,
                                      LocalDate last);

// A change that the push channel has not told yet.
struct Announcement {
    std::int64_t outbox_id = 0;
    FacilityCode facility;
    UnitCode unit;
    LocalDate date;
};
// The oldest announcements, `limit` at most; unpublished ones are found however late their commit came.
[[nodiscard]] std::vector<Announcement> unpublished(Session& session, int limit);
void mark_published(Session& session, const std::vector<Announcement>& announcements);

} // namespace hiroba::persistence
