// The row of a unit's day: its version, what is taken and what is closed. Inside the conflict engine only: claims.cpp
// takes and frees, closures.cpp closes and opens.
#pragma once

#include "domain/booking/availability.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace hiroba::persistence::detail {

// A day's mask as the table keeps it: slots 0–47 and 48–95.
struct Halves {
    std::int64_t early = 0;
    std::int64_t late = 0;
    friend bool operator==(const Halves&, const Halves&) = default;
};
[[nodiscard]] Halves halves_of(const DayMask& mask);
[[nodiscard]] DayMask mask_from(Halves halves);

enum class Taking { done, closed, taken };
// Takes the slots and raises the version when all of them are free and open, making the row when there is none.
[[nodiscard]] Taking take_slots(Session& session, UnitId unit, LocalDate date, Halves slots);
// Gives them back and raises the version.
void free_slots(Session& session, UnitId unit, LocalDate date, Halves slots);
// Raises the version of a row that is there.
void raise_day(Session& session, UnitId unit, LocalDate date);

// Every date of a stretch, both included. Keys that begin with the date are asked with a list of them: a stretch would
// be read for all units of the town.
[[nodiscard]] std::vector<LocalDate> dates_between(LocalDate first, LocalDate last);

// Days in a row, both included, with the same slots.
struct DayRun {
    LocalDate first;
    LocalDate last;
    SlotRange slots;
};
[[nodiscard]] std::vector<DayRun> runs_of(const std::vector<DaySlots>& days);

// The same for all days of a stretch; rows are made where there are none.
void raise_days(Session& session, UnitId unit, LocalDate first, LocalDate last);
void close_days(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots);
// Rows that are there, one and all.
void open_days(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots);
void close_again(Session& session, UnitId unit, LocalDate first, LocalDate last, Halves slots);

// What the push channel has to tell.
using ChangedDays = std::vector<std::pair<UnitId, LocalDate>>;
void announce(Session& session, const ChangedDays& changed, Instant now);
void add_days(ChangedDays& changed, UnitId unit, LocalDate first, LocalDate last);

} // namespace hiroba::persistence::detail
