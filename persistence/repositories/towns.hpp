// The town's files as they were loaded, edition by edition, and the numbers of its units.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

using TownFiles = std::map<std::string, std::string>; // name → verbatim text

struct TownEdition {
    std::int64_t number = 0;
    Instant loaded_at;
    TownFiles files;
};

struct UnitOfFacility {
    UnitCode code;
    FacilityCode facility;
};

// By the editions so far nobody books these units any more: whoever is just booking one of them meets this transaction
// in the row of the unit's day, on whichever node. One of the two is first: a booking is seen from here on, and who
// comes later is told so by is_replaced.
void replace_editions(Session& session, const std::vector<UnitId>& units, Instant now);
// In the transaction that has written a booking of that edition.
[[nodiscard]] bool is_replaced(Session& session, std::int64_t edition);

// Stores the files as the next edition, registers units that are new, and puts the edition in force: all or nothing.
// The files have been checked before. Answers the edition's number; files that are in force already change nothing.
[[nodiscard]] std::int64_t put_in_force(Session& session, const TownFiles& files,
                                        const std::vector<UnitOfFacility>& units, Instant now);

// What is in force: the edition, and a revision that grows with every edition and every extra opening. Pages' versions
// carry the revision in their high bits, so they never fall.
struct InForce {
    std::int64_t edition = 0;
    std::int64_t revision = 0;
    friend bool operator==(const InForce&, const InForce&) = default;
};
[[nodiscard]] InForce in_force(Session& session);
void raise_revision(Session& session);

// 0 when no town was ever loaded.
[[nodiscard]] std::int64_t edition_in_force(Session& session);
[[nodiscard]] std::optional<TownEdition> load_edition_in_force(Session& session);
// An edition that was in force once, or nothing.
[[nodiscard]] std::optional<TownEdition> load_edition(Session& session, std::int64_t number);
[[nodiscard]] std::map<UnitCode, UnitId> unit_numbers(Session& session);
// Those of the units that anybody occupies on that date or later.
[[nodiscard]] std::vector<UnitId> occupied_from(Session& session, const std::vector<UnitId>& units, LocalDate from);

} // namespace hiroba::persistence
