#include "services/booking/neighbours.hpp"

#include "services/booking/prepared_use.hpp"

#include <set>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

std::vector<SpaceCode> codes_of(const std::vector<Listening>& spaces) {
    std::vector<SpaceCode> codes;
    codes.reserve(spaces.size());
    for (const Listening& listening : spaces)
        codes.push_back(listening.space->code);
    return codes;
}

// The units of the space and of those that listen, each once.
std::vector<UnitCode> units_of_all(const Space& space, const std::vector<Listening>& listening) {
    std::set<UnitCode> units{space.units.begin(), space.units.end()};
    for (const Listening& neighbour : listening)
        units.insert(neighbour.space->units.begin(), neighbour.space->units.end());
    return {units.begin(), units.end()};
}

} // namespace

Result<std::vector<Refusal>> look_at_neighbours(Session& session, const TownInForce& town, const Booking& booking,
                                                const std::optional<ActivityCode>& activity) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr || !activity) return std::vector<Refusal>{};
    const auto listening = listening_spaces(*facility, *space);
    if (listening.empty()) return std::vector<Refusal>{};
    std::vector<Neighbour> neighbours;
    for (const auto& other :
         persistence::overlapping(session, booking.facility, codes_of(listening), booking.start, booking.end))
        if (other.booking.application != booking.application)
            neighbours.push_back({other.booking.space, other.application.details ? other.application.details->activity
                                                                                 : std::optional<ActivityCode>{}});
    const auto disturbed = check_disturbance(town.town, *facility, *space, activity, neighbours);
    if (!disturbed) return tl::unexpected(disturbed.error());
    std::vector<Refusal> warnings;
    for (const Neighbour& neighbour : *disturbed)
        warnings.emplace_back(
            "may_disturb_neighbour",
            std::map<std::string, Fact>{{"space", neighbour.space.value()}, {"date", booking.start.date.iso8601()}});
    return warnings;
}

Result<std::vector<Refusal>> check_neighbours(Session& session, const TownInForce& town, const Booking& booking,
                                              const std::optional<ActivityCode>& activity, Instant now) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr || !activity) return std::vector<Refusal>{};
    const auto listening = listening_spaces(*facility, *space);
    if (listening.empty()) return std::vector<Refusal>{};
    if (const auto use = check_use(town.town, request_of(booking, town)))
        persistence::fence(session, {town.numbers_of(units_of_all(*space, listening)), used_slots(*use)}, now);
    return look_at_neighbours(session, town, booking, activity);
}

} // namespace hiroba::services
