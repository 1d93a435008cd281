#include "services/catalog/catalog.hpp"

#include "persistence/repositories/towns.hpp"
#include "services/log.hpp"
#include "services/town/town_loader.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace hiroba::services {
namespace {

using persistence::Session;

std::shared_ptr<const TownInForce> load(persistence::Database& database) {
    auto [edition, unit_ids] = database.read([](Session& session) {
        return std::pair{persistence::load_edition_in_force(session), persistence::unit_numbers(session)};
    });
    if (!edition) throw std::runtime_error("no town was loaded into this database: run `hiroba town load DIR`");
    auto town = load_town(edition->files);
    if (!town) throw std::runtime_error("the town in force cannot be read: " + describe(town.error().front()));

    auto in_force = std::make_shared<TownInForce>();
    in_force->edition = edition->number;
    in_force->town = std::move(*town);
    in_force->unit_ids = std::move(unit_ids);
    for (const auto& [code, id] : in_force->unit_ids)
        in_force->unit_codes.emplace(id, code);
    return in_force;
}

} // namespace

std::vector<UnitId> TownInForce::numbers_of(const std::vector<UnitCode>& units) const {
    std::vector<UnitId> numbers;
    numbers.reserve(units.size());
    for (const UnitCode& unit : units)
        numbers.push_back(unit_ids.at(unit));
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

DayOccupancy TownInForce::named(const std::map<UnitId, TakenSlots>& taken) const {
    DayOccupancy occupancy;
    for (const auto& [unit, slots] : taken)
        occupancy.emplace(unit_codes.at(unit), slots);
    return occupancy;
}

Catalog::Catalog(persistence::Database& database) : database_(database), current_(load(database)) {}

std::shared_ptr<const TownInForce> Catalog::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

void Catalog::refresh() {
    const auto edition = database_.read([](Session& session) { return persistence::edition_in_force(session); });
    if (edition == current()->edition) return;
    auto loaded = load(database_);
    log::info("town_in_force", {{"edition", std::to_string(loaded->edition)}});
    const std::lock_guard lock(mutex_);
    current_ = std::move(loaded);
}

std::int64_t put_town_in_force(persistence::Database& database, const Town& town,
                               const std::map<std::string, std::string>& files, Instant now) {
    std::vector<persistence::UnitOfFacility> units;
    for (const Facility& facility : town.facilities)
        for (const UnitCode& unit : units_of(facility))
            units.push_back({unit, facility.code});
    return database.transact([&](Session& session) { return persistence::put_in_force(session, files, units, now); });
}

} // namespace hiroba::services
