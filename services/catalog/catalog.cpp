#include "services/catalog/catalog.hpp"

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/closures.hpp"
#include "persistence/repositories/decisions.hpp"
#include "persistence/repositories/towns.hpp"
#include "services/closures/reach.hpp"
#include "services/log.hpp"
#include "services/town/document_loader.hpp"
#include "services/town/town_loader.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <stdexcept>
#include <string>

namespace hiroba::services {
namespace {

using persistence::Session;

// Both, and what lies between them: what is opened besides joins the hours of the day (openings.hpp looks after that).
TimeRange joined(const std::optional<TimeRange>& hours, const TimeRange& besides) {
    if (!hours) return besides;
    return *TimeRange::of(std::min(hours->start(), besides.start()), std::max(hours->end(), besides.end()));
}

std::optional<TimeRange> hours_of(const Town& town, const Facility& facility, LocalDate date) {
    if (const auto* exception = find_exception(facility.hours, date)) return exception->open;
    if (is_closed_on(date, facility.closed_days, town.holidays)) return std::nullopt;
    return regular_hours(facility.hours, date, town.holidays);
}

// What staff opened besides becomes exceptions with the hours that each day has then, days alike in one.
template <class HoursOn>
void add_opening(OpeningHours& hours, const HoursException& opening, const HoursOn& hours_on) {
    std::vector<HoursException> days;
    for (LocalDate date = opening.first; date <= opening.last; date = date + std::chrono::days{1}) {
        const TimeRange open = joined(hours_on(date), *opening.open);
        if (!days.empty() && days.back().open == open)
            days.back().last = date;
        else
            days.push_back({date, date, open, opening.reason});
    }
    hours.exceptions.insert(hours.exceptions.end(), days.begin(), days.end());
}

// Those of a whole facility come first: a space that is opened besides follows them on its other days.
void add_extra_openings(Town& town, const std::vector<persistence::ExtraOpening>& openings) {
    for (const bool of_spaces : {false, true})
        for (const auto& opening : openings) {
            const auto facility = std::ranges::find(town.facilities, opening.facility, &Facility::code);
            if (facility == town.facilities.end() || opening.space.has_value() != of_spaces) continue;
            if (!of_spaces) {
                add_opening(facility->hours, opening.hours,
                            [&](LocalDate date) { return hours_of(town, *facility, date); });
                continue;
            }
            const auto space = std::ranges::find(facility->spaces, *opening.space, &Space::code);
            if (space == facility->spaces.end()) continue;
            OpeningHours hours = space->hours ? *space->hours : facility->hours;
            add_opening(hours, opening.hours,
                        [&](LocalDate date) { return open_hours(town, *facility, *space, date); });
            space->hours = std::move(hours);
        }
}

using WhichEdition = std::function<std::optional<persistence::TownEdition>(Session&)>;

std::shared_ptr<const TownInForce> load(persistence::Database& database, const WhichEdition& which) {
    auto in_force = std::make_shared<TownInForce>();
    std::optional<persistence::TownEdition> edition;
    std::vector<persistence::ExtraOpening> openings;
    database.read([&](Session& session) {
        in_force->revision = persistence::in_force(session).revision;
        edition = which(session);
        in_force->unit_ids = persistence::unit_numbers(session);
        openings = persistence::extra_openings(session, LocalDate{});
    });
    if (!edition) throw std::runtime_error("no town was loaded into this database: run `hiroba town load DIR`");
    auto town = load_town(edition->files);
    if (!town) throw std::runtime_error("a town that was loaded cannot be read: " + describe(town.error().front()));

    in_force->edition = edition->number;
    in_force->town = std::move(*town);
    auto papers = load_document_rules(edition->files);
    if (!papers) throw std::runtime_error("the town's papers cannot be read: " + describe(papers.error().front()));
    in_force->papers = std::move(*papers);
    add_extra_openings(in_force->town, openings);
    for (const auto& [code, id] : in_force->unit_ids)
        in_force->unit_codes.emplace(id, code);
    return in_force;
}

// Spaces of the town that have other units in the next edition, or are not in it.
std::vector<const Space*> changed_spaces(const Town& before, const Town& next) {
    std::vector<const Space*> changed;
    for (const Facility& facility : before.facilities)
        for (const Space& space : facility.spaces) {
            const Space* is = find_space(next, space.code).space;
            if (is == nullptr || unit_codes_of({is}) != unit_codes_of({&space})) changed.push_back(&space);
        }
    return changed;
}

std::vector<UnitId> numbers_of(Session& session, const std::set<UnitCode>& units) {
    const auto numbers = persistence::unit_numbers(session);
    std::vector<UnitId> found;
    found.reserve(units.size());
    for (const UnitCode& unit : units)
        found.push_back(numbers.at(unit));
    std::ranges::sort(found);
    return found;
}

// A booking occupies the units that its space had: a space with bookings to come keeps them.
Result<void> check_booked_spaces(Session& session, const Town& before, const Town& next, Instant now) {
    const auto changed = changed_spaces(before, next);
    if (changed.empty()) return {};
    persistence::replace_editions(session, numbers_of(session, unit_codes_of(changed)), now);
    for (const auto& [space, count] : persistence::booked_spaces(session, to_town_time(now).date))
        if (std::ranges::find(changed, space, &Space::code) != changed.end())
            return refuse("space_has_bookings", {{"space", space.value()}, {"bookings", count}});
    return {};
}

// Pieces that are lent on some day to come stay: otherwise those that are left would be lent a second time.
Result<void> check_lent_equipment(Session& session, const Town& before, const Town& next, Instant now) {
    std::set<UnitCode> kept;
    for (const Facility& facility : next.facilities)
        for (const UnitCode& unit : units_of(facility))
            kept.insert(unit);
    const auto numbers = persistence::unit_numbers(session);
    const LocalDate today = to_town_time(now).date;
    for (const Facility& facility : before.facilities)
        for (const Equipment& equipment : facility.equipment) {
            std::vector<UnitId> gone;
            for (const UnitCode& unit : units_of(equipment))
                if (!kept.contains(unit)) gone.push_back(numbers.at(unit));
            if (gone.empty()) continue;
            persistence::replace_editions(session, gone, now);
            const auto lent = static_cast<std::int64_t>(persistence::occupied_from(session, gone, today).size());
            if (lent > 0)
                return refuse("equipment_is_booked", {{"equipment", equipment.code.value()}, {"pieces", lent}});
        }
    return {};
}

std::vector<AppealNotice> appeals_of(const Town& town) {
    std::vector<AppealNotice> appeals = town.decisions.appeals;
    for (const Facility& facility : town.facilities)
        if (facility.decisions)
            appeals.insert(appeals.end(), facility.decisions->appeals.begin(), facility.decisions->appeals.end());
    return appeals;
}

// What people were told of their appeal can still be read: under a code that a decision names stands the same text.
Result<void> check_told_appeals(Session& session, const Town& before, const Town& next) {
    const auto kept = appeals_of(next);
    for (const AppealNotice& told : appeals_of(before)) {
        const bool stands = std::ranges::any_of(
            kept, [&](const AppealNotice& each) { return each.code == told.code && each.text == told.text; });
        if (!stands && persistence::is_appeal_told(session, told.code))
            return refuse("appeal_was_told", {{"appeal", told.code.value()}});
    }
    return {};
}

// What was promised under the edition in force holds under the next one.
Result<void> check_promises(Session& session, const Town& next, Instant now) {
    const auto edition = persistence::load_edition_in_force(session);
    if (!edition) return {};
    const auto before = load_town(edition->files);
    if (!before) return {}; // what cannot be read cannot be compared; the new one replaces it
    if (auto spaces = check_booked_spaces(session, *before, next, now); !spaces) return spaces;
    if (auto equipment = check_lent_equipment(session, *before, next, now); !equipment) return equipment;
    return check_told_appeals(session, *before, next);
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

DayOccupancy TownInForce::named(const std::map<UnitId, UnitDay>& days) const {
    DayOccupancy occupancy;
    for (const auto& [unit, day] : days)
        occupancy.emplace(unit_codes.at(unit), day);
    return occupancy;
}

Occupancy TownInForce::named(const std::map<LocalDate, std::map<UnitId, UnitDay>>& days) const {
    Occupancy occupancy;
    for (const auto& [date, units] : days)
        occupancy.emplace(date, named(units));
    return occupancy;
}

std::int64_t TownInForce::version(std::int64_t sum_of_unit_versions) const {
    constexpr int bits_of_the_sum = 32; // leaves 21 for the revision: JavaScript counts exactly to 2^53
    return (revision << bits_of_the_sum) + sum_of_unit_versions;
}

Catalog::Catalog(persistence::Database& database)
    : database_(database), current_(load(database, persistence::load_edition_in_force)) {}

std::shared_ptr<const TownInForce> Catalog::current() const {
    const std::lock_guard lock(mutex_);
    return current_;
}

std::shared_ptr<const TownInForce> Catalog::edition(std::int64_t number) {
    constexpr std::size_t kept = 4;
    {
        const std::lock_guard lock(mutex_);
        if (current_->edition == number) return current_;
        for (const auto& former : former_)
            if (former->edition == number) return former;
    }
    auto loaded = load(database_, [&](Session& session) { return persistence::load_edition(session, number); });
    const std::lock_guard lock(mutex_);
    if (former_.size() == kept) former_.erase(former_.begin());
    former_.push_back(loaded);
    return loaded;
}

void Catalog::refresh() {
    const auto now = database_.read([](Session& session) { return persistence::in_force(session); });
    if (now.revision == current()->revision) return;
    auto loaded = load(database_, persistence::load_edition_in_force);
    log::info("town_in_force",
              {{"edition", std::to_string(loaded->edition)}, {"revision", std::to_string(loaded->revision)}});
    const std::lock_guard lock(mutex_);
    current_ = std::move(loaded);
    former_.clear(); // their extra openings may be others by now
}

Result<std::int64_t> put_town_in_force(persistence::Database& database, const Town& town,
                                       const std::map<std::string, std::string>& files, Instant now) {
    std::vector<persistence::UnitOfFacility> units;
    for (const Facility& facility : town.facilities)
        for (const UnitCode& unit : units_of(facility))
            units.push_back({unit, facility.code});
    return database.transact([&](Session& session) -> Result<std::int64_t> {
        if (const auto kept = check_promises(session, town, now); !kept) return tl::unexpected(kept.error());
        const std::int64_t edition = persistence::put_in_force(session, files, units, now);
        close_new_units(session, town, now);
        return edition;
    });
}

} // namespace hiroba::services
