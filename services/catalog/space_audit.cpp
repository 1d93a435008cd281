#include "services/catalog/space_audit.hpp"

#include "persistence/repositories/capped_days.hpp"
#include "persistence/repositories/towns.hpp"
#include "services/closures/reach.hpp"
#include "services/town/town_loader.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <variant>

namespace hiroba::services {
namespace {

using persistence::ClaimedSpace;
using persistence::Finding;
using persistence::Session;

// The editions of the town, each read when it is first asked for.
class Editions {
public:
    explicit Editions(Session& session)
        : session_(session), newest_(persistence::edition_in_force(session)),
          numbers_(persistence::unit_numbers(session)) {}

    // Nothing when it cannot be read any more.
    [[nodiscard]] const std::optional<Town>& town(std::int64_t edition) {
        const auto known = towns_.find(edition);
        if (known != towns_.end()) return known->second;
        std::optional<Town> read;
        if (const auto stored = persistence::load_edition(session_, edition))
            if (auto loaded = load_town(stored->files)) read = std::move(*loaded);
        return towns_.emplace(edition, std::move(read)).first->second;
    }

    [[nodiscard]] bool fit(const ClaimedSpace& claimed) {
        for (std::int64_t edition = claimed.edition; edition <= newest_; ++edition)
            if (fits(edition, claimed)) return true;
        return false;
    }

private:
    [[nodiscard]] std::set<UnitId> numbers(const std::vector<UnitCode>& units) const {
        std::set<UnitId> found;
        for (const UnitCode& unit : units)
            if (const auto number = numbers_.find(unit); number != numbers_.end()) found.insert(number->second);
        return found;
    }

    bool fits(std::int64_t edition, const ClaimedSpace& claimed) {
        const auto& of_then = town(edition);
        if (!of_then) return false;
        const auto [facility, space] = find_space(*of_then, claimed.space);
        if (space == nullptr) return false;
        const std::set<UnitId> room = numbers(space->units);
        std::set<UnitId> pieces;
        std::ranges::set_difference(claimed.units, room, std::inserter(pieces, pieces.end()));
        if (pieces.size() + room.size() != claimed.units.size()) return false;
        for (const auto& [code, quantity] : claimed.equipment) {
            const auto kind = std::ranges::find(facility->equipment, code, &Equipment::code);
            if (kind == facility->equipment.end()) return false;
            std::int64_t found = 0;
            for (const UnitId unit : numbers(units_of(*kind)))
                found += static_cast<std::int64_t>(pieces.erase(unit));
            if (found != quantity) return false;
        }
        return pieces.empty();
    }

    Session& session_;
    std::int64_t newest_;
    std::map<UnitCode, UnitId> numbers_;
    std::map<std::int64_t, std::optional<Town>> towns_;
};

Finding bookings_with_other_units(Session& session) {
    Finding broken{"bookings_have_their_units"};
    Editions editions(session);
    persistence::each_claimed_space(session, [&](const ClaimedSpace& claimed) {
        if (!editions.fit(claimed)) broken.add("booking " + std::to_string(claimed.booking.value()));
    });
    return broken;
}

// The most that the prices of a space let count on a day, by how far they reach; of several prices or editions the
// greatest. Nothing of a kind that none of them has.
struct DayLimit {
    std::optional<std::int64_t> minutes;
    std::optional<Yen> basic;

    void allow(const DayCap& cap) {
        if (const auto* most = std::get_if<Yen>(&cap.most))
            basic = std::max(basic.value_or(Yen{0}), *most);
        else
            minutes = std::max(minutes.value_or(0), std::int64_t{std::get<std::chrono::minutes>(cap.most).count()});
    }
    // What counts under prices of both kinds is held by neither alone.
    [[nodiscard]] bool holds(const CountedInCap& counted) const {
        if (minutes && basic) return true;
        return (!minutes || counted.minutes <= *minutes) && (!basic || counted.basic <= *basic);
    }
};

// What one applicant's uses of one day count, and what they may.
class CountedDay {
public:
    void add(const Town& town, const persistence::CountedUse& use) {
        const auto [facility, space] = find_space(town, use.space);
        if (space == nullptr) return;
        counted_.add({}, use.space, use.counted);
        spaces_.insert(use.space);
        for (const RateTable& rate : space->rates) {
            if (!rate.day_cap || rate.day_cap->reach == CapReach::use) continue;
            (rate.day_cap->reach == CapReach::space ? in_space_[use.space] : in_facility_).allow(*rate.day_cap);
        }
    }
    [[nodiscard]] bool holds() const {
        return std::ranges::all_of(spaces_, [&](const SpaceCode& space) {
            const CountedBefore counted = counted_.on({}, space);
            const auto limit = in_space_.find(space);
            return (limit == in_space_.end() || limit->second.holds(counted.in_space)) &&
                   (!in_space_.empty() || in_facility_.holds(counted.in_facility));
        });
    }

private:
    CountedDays counted_;
    std::set<SpaceCode> spaces_;
    std::map<SpaceCode, DayLimit> in_space_;
    DayLimit in_facility_;
};

Finding days_beyond_their_cap(Session& session) {
    Finding broken{"daily_caps_hold"};
    Editions editions(session);
    const auto uses = persistence::all_counted_uses(session);
    for (auto first = uses.begin(); first != uses.end();) {
        const auto last = std::find_if(first, uses.end(), [&](const auto& use) { return use.day != first->day; });
        CountedDay day;
        bool is_known = true;
        for (auto use = first; use != last; ++use) {
            const auto& town = editions.town(use->edition);
            is_known = is_known && town.has_value();
            if (town) day.add(*town, use->use);
        }
        if (is_known && !day.holds())
            broken.add("account " + std::to_string(first->day.account.value()) + " at " + first->day.facility.value() +
                       " on " + first->day.date.iso8601());
        first = last;
    }
    return broken;
}

Finding closures_with_open_units(Session& session) {
    Finding broken{"closures_close_their_spaces"};
    const auto edition = persistence::load_edition_in_force(session);
    if (!edition) return broken;
    const auto town = load_town(edition->files);
    if (!town) return broken; // such a town does not come into force
    for (const auto& [closure, units] : left_open(session, *town, to_town_time(edition->loaded_at).date))
        for (const UnitId unit : units)
            broken.add("closure " + std::to_string(closure.id.value()) + " unit " + std::to_string(unit.value()));
    return broken;
}

} // namespace

std::vector<Finding> audit_spaces(Session& session) {
    std::vector<Finding> findings{bookings_with_other_units(session), closures_with_open_units(session),
                                  days_beyond_their_cap(session)};
    std::erase_if(findings, [](const Finding& finding) { return finding.count == 0; });
    return findings;
}

} // namespace hiroba::services
