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
    std::int64_t revision = 0; // grows with every edition and every extra opening
    Town town;                 // with the extra openings of staff among its exceptions
    std::map<UnitCode, UnitId> unit_ids;
    std::map<UnitId, UnitCode> unit_codes;

    // The numbers of these units, ascending.
    [[nodiscard]] std::vector<UnitId> numbers_of(const std::vector<UnitCode>& units) const;
    // What is known of the units, with their codes.
    [[nodiscard]] DayOccupancy named(const std::map<UnitId, UnitDay>& days) const;
    [[nodiscard]] Occupancy named(const std::map<LocalDate, std::map<UnitId, UnitDay>>& days) const;
    // The version that pages compare: never falls, whatever another edition has fewer units of.
    [[nodiscard]] std::int64_t version(std::int64_t sum_of_unit_versions) const;
};

class Catalog {
public:
    // Throws std::runtime_error when no town was ever loaded into this database, or its files cannot be read any more.
    explicit Catalog(persistence::Database& database);

    [[nodiscard]] std::shared_ptr<const TownInForce> current() const;
    // The edition that a hold was made under, or that priced a booking, with the extra openings of now: the one in
    // force, or an older one that is read again and kept for the next who asks (a few of them). Never inside a unit of
    // work. std::logic_error when there is no such edition.
    [[nodiscard]] std::shared_ptr<const TownInForce> edition(std::int64_t number);
    // Takes what is in force when it was replaced since (by `hiroba town load` beside a running server, or by an extra
    // opening on another node).
    void refresh();

private:
    persistence::Database& database_;
    mutable std::mutex mutex_;
    std::shared_ptr<const TownInForce> current_;
    std::vector<std::shared_ptr<const TownInForce>> former_; // of the revision in force, the newest last
};

// `hiroba town load`: checked files become the edition in force. Answers its number. Refused with
// `space_has_bookings` {space, bookings} when a space disappears, or loses or gains units, while somebody has a booking
// of it that is still to come; with `equipment_is_booked` {equipment, pieces} when a piece of equipment disappears that
// is still to be lent; with `appeal_was_told` {appeal} when a notice of appeal that a decision told disappears or
// changes.
[[nodiscard]] Result<std::int64_t> put_town_in_force(persistence::Database& database, const Town& town,
                                                     const std::map<std::string, std::string>& files, Instant now);

} // namespace hiroba::services
