// The town that is in force, in memory: rules are evaluated here, nothing is generated ahead.
#pragma once

#include "domain/booking/town.hpp"
#include "persistence/engine/database.hpp"
#include "persistence/repositories/claims.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

namespace hiroba::services {

// One edition of the town's data, never changed while anyone holds it.
struct TownInForce {
    std::int64_t edition = 0;
    Town town;
    std::map<UnitCode, UnitId> unit_ids;
    std::map<UnitId, UnitCode> unit_codes;

    // The numbers of these units, ascending.
    [[nodiscard]] std::vector<UnitId> numbers_of(const std::vector<UnitCode>& units) const;
    // What somebody occupies of one day, with the units' codes.
    [[nodiscard]] DayOccupancy named(const std::map<UnitId, TakenSlots>& taken) const;
};

class Catalog {
public:
    // Throws std::runtime_error when no town was ever loaded into this database, or its files cannot be read any more.
    explicit Catalog(persistence::Database& database);

    [[nodiscard]] std::shared_ptr<const TownInForce> current() const;
    // Takes the edition in force when another was loaded since (by `hiroba town load` beside a running server).
    void refresh();

private:
    persistence::Database& database_;
    mutable std::mutex mutex_;
    std::shared_ptr<const TownInForce> current_;
};

// `hiroba town load`: checked files become the edition in force. Answers its number.
[[nodiscard]] std::int64_t put_town_in_force(persistence::Database& database, const Town& town,
                                             const std::map<std::string, std::string>& files, Instant now);

} // namespace hiroba::services
