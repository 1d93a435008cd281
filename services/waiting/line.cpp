#include "services/waiting/line.hpp"

#include "persistence/repositories/bookings.hpp"
#include "services/booking/prepared_use.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Claimed;
using persistence::Occupation;
using persistence::Waiting;

std::vector<SpaceCode> spaces_with_units_of(const TownInForce& town, const std::vector<Claimed>& claims) {
    std::set<UnitCode> units;
    for (const Claimed& claimed : claims)
        units.insert(town.unit_codes.at(claimed.unit));
    std::vector<SpaceCode> spaces;
    for (const Facility& facility : town.town.facilities)
        for (const Space& space : facility.spaces)
            if (std::ranges::any_of(space.units, [&](const UnitCode& unit) { return units.contains(unit); }))
                spaces.push_back(space.code);
    return spaces;
}

bool overlaps(const Occupation& occupation, const std::vector<Claimed>& claims) {
    return std::ranges::any_of(claims, [&](const Claimed& claimed) {
        const auto day = std::ranges::find(occupation.days, claimed.date, &DaySlots::date);
        return day != occupation.days.end() && (mask_of(day->slots) & claimed.slots).any() &&
               std::ranges::find(occupation.units, claimed.unit) != occupation.units.end();
    });
}

std::vector<Claimed> all_of(const Occupation& occupation) {
    std::vector<Claimed> claims;
    for (const UnitId unit : occupation.units)
        for (const DaySlots& day : occupation.days)
            claims.push_back({unit, day.date, mask_of(day.slots)});
    return claims;
}

bool can_still_be_offered(const TownInForce& town, const Waiting& waiting, Instant now) {
    return find_space(town.town, waiting.space).facility->release.waiting_list && to_instant(waiting.start) > now;
}

} // namespace

UseRequest use_waited_for(const TownInForce& town, const Waiting& waiting) {
    return with_its_time({.space = waiting.space,
                          .date = waiting.start.date,
                          .band = waiting.band,
                          .time = std::nullopt,
                          .nights = waiting.nights,
                          .equipment = {}},
                         waiting.start, waiting.end, town);
}

std::vector<InLine> who_waits_for(persistence::Session& session, const TownInForce& town,
                                  const std::vector<Claimed>& claims) {
    if (claims.empty()) return {};
    const auto [first, last] = std::ranges::minmax(claims, {}, &Claimed::date);
    std::vector<InLine> line;
    for (auto& waiting : persistence::waiting_for(session, spaces_with_units_of(town, claims), first.date, last.date)) {
        const auto use = check_use(town.town, use_waited_for(town, waiting));
        if (!use) continue;
        auto wanted = occupation_of(town, *use);
        if (overlaps(wanted, claims)) line.push_back({std::move(waiting), std::move(wanted)});
    }
    return line;
}

void keep_for_the_line(persistence::Session& session, const TownInForce& town, const Occupation& freed, Instant now) {
    auto line = who_waits_for(session, town, all_of(freed));
    std::erase_if(line, [&](const InLine& person) { return !can_still_be_offered(town, person.waiting, now); });
    if (line.empty()) return;
    const OwnerId held_back = persistence::insert_hold_back(session, now + time_for_an_offer, now);
    bool keeps_any = false;
    for (const InLine& person : line)
        if (persistence::claim(session, held_back, person.wanted, now)) keeps_any = true;
    if (!keeps_any) persistence::free_hold_back(session, held_back, now);
}

} // namespace hiroba::services
