#include "services/audit/day_caps.hpp"

#include "persistence/repositories/capped_days.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <variant>

namespace hiroba::services {
namespace {

using persistence::Finding;
using persistence::Session;

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

} // namespace

Finding days_beyond_their_cap(Session& session, Editions& editions) {
    Finding broken{"daily_caps_hold"};
    const auto uses = persistence::all_counted_uses(session);
    for (auto first = uses.begin(); first != uses.end();) {
        const auto last = std::find_if(first, uses.end(), [&](const auto& use) { return use.day != first->day; });
        CountedDay day;
        bool is_known = true;
        for (auto use = first; use != last; ++use) {
            const TownInForce* edition = editions.find(use->edition);
            is_known = is_known && edition != nullptr;
            if (edition != nullptr) day.add(edition->town, use->use);
        }
        if (is_known && !day.holds())
            broken.add("account " + std::to_string(first->day.account.value()) + " at " + first->day.facility.value() +
                       " on " + first->day.date.iso8601());
        first = last;
    }
    return broken;
}

} // namespace hiroba::services
