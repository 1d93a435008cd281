#include "services/booking/give_back.hpp"

#include "persistence/repositories/applications.hpp"
#include "services/booking/kept_change.hpp"
#include "services/waiting/line.hpp"

#include <algorithm>
#include <set>
#include <sodium.h>

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Claimed;
using persistence::Occupation;
using persistence::Session;

void leave_out(Claimed& claimed, const Occupation& kept) {
    const auto day = std::ranges::find(kept.days, claimed.date, &DaySlots::date);
    if (day != kept.days.end() && std::ranges::find(kept.units, claimed.unit) != kept.units.end())
        claimed.slots &= ~mask_of(day->slots);
}

// What the booking gives up of its space, but for what a closure covers: that is nobody's to offer or to grab, and
// stays free for the booking itself when the closure is lifted.
std::vector<Claimed> given_up(Session& session, const TownInForce& town, const Space& space, const Booking& booking,
                              const std::vector<Occupation>& kept) {
    const auto units = town.numbers_of(space.units);
    auto claims = persistence::claims_of(session, OwnerId{booking.id.value()});
    const auto seen = persistence::look(session, units, booking.start.date, booking.end.date);
    std::erase_if(claims, [&](Claimed& claimed) {
        if (!std::ranges::binary_search(units, claimed.unit)) return true;
        claimed.slots &= ~seen.days.at(claimed.date).at(claimed.unit).closed;
        for (const Occupation& occupation : kept)
            leave_out(claimed, occupation);
        return claimed.slots.none();
    });
    return claims;
}

std::chrono::minutes random_wait(const ReleaseRule& rule) {
    const int span = std::max(0, rule.hold_back_most_minutes - rule.hold_back_least_minutes);
    const auto random = randombytes_uniform(static_cast<std::uint32_t>(span) + 1);
    return std::chrono::minutes{rule.hold_back_least_minutes + static_cast<int>(random)};
}

// Whoever joins the line at this moment has either read that the slots are taken, and is seen here, or waits for us and
// reads that they are free.
bool is_waited_for(Session& session, const TownInForce& town, const std::vector<Claimed>& claims) {
    std::set<std::pair<UnitId, LocalDate>> days;
    for (const Claimed& claimed : claims)
        days.emplace(claimed.unit, claimed.date);
    persistence::lock_days(session, days);
    return !who_waits_for(session, town, claims).empty();
}

// So long, or long enough for an offer where somebody waits.
std::chrono::minutes or_for_an_offer(Session& session, const TownInForce& town, const ReleaseRule& rule,
                                     const std::vector<Claimed>& claims, std::chrono::minutes wait) {
    return rule.waiting_list && is_waited_for(session, town, claims) ? std::max(wait, time_for_an_offer) : wait;
}

// How long the slots stay nobody's to take; zero when they are free at once. A form that was not finished frees its
// slots at once, unless somebody waits for them.
std::chrono::minutes hold_back_time(Session& session, const TownInForce& town, const Booking& booking,
                                    const std::vector<Occupation>& kept, Instant now) {
    const auto [facility, space] = find_space(town.town, booking.space);
    if (space == nullptr || to_instant(booking.start) <= now) return {};
    const auto claims = given_up(session, town, *space, booking, kept);
    if (claims.empty()) return {};
    const auto wait = booking.state == BookingState::held ? std::chrono::minutes{} : random_wait(facility->release);
    return or_for_an_offer(session, town, facility->release, claims, wait);
}

std::optional<OwnerId> held_back(Session& session, std::chrono::minutes wait, Instant now) {
    if (wait.count() == 0) return std::nullopt;
    return persistence::insert_hold_back(session, now + wait, now);
}

} // namespace

Result<BookingState> give_back(Session& session, const TownInForce& town, const Booking& booking,
                               persistence::Advance step) {
    const auto to = next_state(booking.state, step.event);
    if (!to) return to;
    const bool is_due = !step.only_if_due_by || (booking.expires_at && *booking.expires_at <= *step.only_if_due_by);
    if (!occupies(*to) && is_due) step.hand_claims_to = hold_back_for(session, town, {booking}, {}, step.at);
    auto reached = persistence::advance(session, booking.id, step);
    if (reached && booking.state != BookingState::held && !occupies(*reached))
        end_change_request_about(session, town, *persistence::find_application(session, booking.application),
                                 {booking.id}, step.by, step.at);
    return reached;
}

std::optional<OwnerId> hold_back_for_kept(Session& session, const TownInForce& town, const FacilityCode& facility,
                                          OwnerId kept, Instant now) {
    const Facility* const found = find_facility(town.town, facility);
    if (found == nullptr) return std::nullopt;
    auto claims = persistence::claims_of(session, kept);
    std::erase_if(claims, [&](Claimed& claimed) {
        const auto seen = persistence::look(session, {claimed.unit}, claimed.date, claimed.date);
        claimed.slots &= ~seen.days.at(claimed.date).at(claimed.unit).closed;
        return claimed.date < to_town_time(now).date || claimed.slots.none() || !town.unit_codes.contains(claimed.unit);
    });
    if (claims.empty()) return std::nullopt;
    return held_back(session, or_for_an_offer(session, town, found->release, claims, random_wait(found->release)), now);
}

std::optional<OwnerId> hold_back_for(Session& session, const TownInForce& town, const std::vector<Booking>& bookings,
                                     const std::vector<Occupation>& kept, Instant now) {
    std::chrono::minutes longest{};
    for (const Booking& booking : bookings)
        longest = std::max(longest, hold_back_time(session, town, booking, kept, now));
    return held_back(session, longest, now);
}

} // namespace hiroba::services
