// The conflict engine: who occupies which unit in which quarter hours. The primary key of `claim` is the
// rule "nothing is sold twice"; every occupation of anything goes through this file, and nothing else writes `claim`
// or `unit_day`. A unit's day keeps what is taken and closed as two masks beside its version, so that a claim meets
// both in the row that it raises, and readers need one row for each unit and day.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

namespace hiroba::persistence {

// What one owner occupies: the same units for all of the days.
struct Occupation {
    std::vector<UnitId> units;  // ascending: the order in which rows are locked
    std::vector<DaySlots> days; // ascending
};

// Claims everything or nothing for an owner that already stands in `claim_owner`.
// Refused: `closure` {date} when a unit is closed then, `already_taken` {date} when another owner has one of the
// slots. Raises the version of every unit's day and announces it.
[[nodiscard]] Result<void> claim(Session& session, OwnerId owner, const Occupation& occupation, Instant now);

// Interchangeable units (six projectors): claims `quantity` of the pool, whichever are free for all of the days, the
// first ones first. `too_few_free` {free, date: the first on which there are fewer}.
[[nodiscard]] Result<std::vector<UnitId>> claim_some(Session& session, OwnerId owner, const std::vector<UnitId>& pool,
                                                     std::int64_t quantity, const std::vector<DaySlots>& days,
                                                     Instant now);

// Gives back all claims of this owner, and nobody else's; raises and announces the versions.
void release(Session& session, OwnerId owner, Instant now);
// The same for what lies inside the occupation; the rest stays.
void release_part(Session& session, OwnerId owner, const Occupation& part, Instant now);

// Hands all claims of one owner to another, who stands in `claim_owner`: at no moment are they anybody's to take.
void hand_over(Session& session, OwnerId from, OwnerId to, Instant now);

// Raises and announces the versions of the days that this owner occupies: something about it changed.
void touch(Session& session, OwnerId owner, Instant now);
// The same for these units' days, whoever occupies them: fences what looks at its neighbours before it decides
// (disturbances, closures). Rows are made where there are none.
void fence(Session& session, const Occupation& occupation, Instant now);
// Waits for whoever changes these days, and lets them wait, on whichever node. Raises their versions (rows are made
// where there are none) and announces nothing, since nothing of them changes.
void lock_days(Session& session, const std::set<std::pair<UnitId, LocalDate>>& days);

// What this owner occupies, day by day.
struct Claimed {
    UnitId unit;
    LocalDate date;
    DayMask slots;
};
[[nodiscard]] std::vector<Claimed> claims_of(Session& session, OwnerId owner);

// The owners of state `held` whose time was over at that moment and who occupy part of this.
[[nodiscard]] std::vector<OwnerId> overdue_holds(Session& session, const Occupation& occupation, Instant by);
// What was given back and is held back still, and occupies part of this.
[[nodiscard]] std::vector<OwnerId> hold_backs_within(Session& session, const Occupation& occupation);
// The owners that occupy part of this, each once.
[[nodiscard]] std::vector<OwnerId> owners_within(Session& session, const Occupation& occupation);

// What is known of the units between two dates, both included, from one statement: `version` grows with every change
// of any of them. Days of which nothing is known are missing.
struct Seen {
    std::int64_t version = 0;
    std::map<LocalDate, std::map<UnitId, UnitDay>> days;
    std::map<UnitId, std::int64_t> versions; // of each unit over the stretch
};
[[nodiscard]] Seen look(Session& session, const std::vector<UnitId>& units, LocalDate first, LocalDate last);
// The version alone.
[[nodiscard]] std::int64_t version_of(Session& session, const std::vector<UnitId>& units, LocalDate first,
                                      LocalDate last);
// The versions of every date between the two, over all units of the town (dates without changes are missing): what
// a process that keeps days in memory compares before it uses them.
[[nodiscard]] std::map<LocalDate, std::int64_t> date_versions(Session& session, LocalDate first, LocalDate last);
// Every unit of which something is known on that date.
[[nodiscard]] std::map<UnitId, UnitDay> look_at_date(Session& session, LocalDate date);

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
