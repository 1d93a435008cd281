#include "services/audit/audit_by_town.hpp"

#include "persistence/repositories/towns.hpp"
#include "services/audit/changes_kept.hpp"
#include "services/audit/day_caps.hpp"
#include "services/audit/editions.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/prepared_use.hpp"
#include "services/booking/pricing.hpp"
#include "services/closures/reach.hpp"
#include "services/town/town_loader.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace hiroba::services {
namespace {

using nlohmann::json;
using persistence::ApplicationKind;
using persistence::Booking;
using persistence::Finding;
using persistence::Invariant;
using persistence::OccupyingBooking;
using persistence::Session;

constexpr std::array invariants{
    Invariant{"editions_can_be_read",
              "An edition that a booking names can be read; what it says of its bookings is not asked otherwise."},
    Invariant{
        "bookings_claim_their_use",
        "A booking that occupies has claimed the units of its space and the pieces that it asked for, for its use "
        "with preparation and cleaning and for nothing else, as the edition that it names has them or a later one "
        "(what was reinstated or changed claims by the edition of that day)."},
    Invariant{"quotes_are_by_their_edition",
              "The fee of a booking that is still to come comes out again, line by line, from the edition and the day "
              "that priced it; where a cap counts over the day, and of what has begun, its components make its total."},
    Invariant{
        "daily_caps_hold",
        "What one applicant's uses of a day count towards a cap is never more than the greatest cap of the editions "
        "that priced them; a day that waits to be priced again is not looked at."},
    Invariant{"changes_keep_what_they_need",
              "For a change that waits, exactly what its uses need and its bookings do not occupy is kept, as the "
              "edition that found it has them or a later one."},
    Invariant{"closures_close_their_spaces",
              "A closure in force that was not over when the town in force was loaded closes every unit of what it is "
              "about."},
};

// Whether its times leave something between early use and extension, so that it can be asked for again.
bool has_a_time(const Booking& booking) {
    const int begins = booking.start.time.minutes() + booking.terms.early_minutes;
    const int ends = booking.end.time.minutes() - booking.terms.extension_minutes;
    const bool one_day = booking.start.date == booking.end.date;
    return begins <= MinuteOfDay::end_of_day && ends >= 0 && (one_day ? begins < ends : booking.nights.has_value());
}

// The use as that edition has it; nothing when it has no such use, or puts it at another time.
std::optional<SpaceUse> use_by(const TownInForce& town, const Booking& booking) {
    if (!has_a_time(booking)) return std::nullopt;
    auto use = use_as_booked(town.town, request_of(booking, town));
    if (!use || use->start != booking.start || use->end != booking.end) return std::nullopt;
    return std::move(*use);
}

std::set<UnitId> numbers_of(const std::map<UnitCode, UnitId>& numbers, const std::vector<UnitCode>& units) {
    std::set<UnitId> found;
    for (const UnitCode& unit : units)
        if (const auto number = numbers.find(unit); number != numbers.end()) found.insert(number->second);
    return found;
}

// The room's units, as many pieces of each kind as were asked for, nothing else.
bool has_its_units(const SpaceUse& use, const OccupyingBooking& occupying, const std::map<UnitCode, UnitId>& numbers) {
    std::set<UnitId> left;
    for (const auto& [unit, days] : occupying.claims)
        left.insert(unit);
    for (const UnitId unit : numbers_of(numbers, use.space->units))
        if (left.erase(unit) == 0) return false;
    for (const EquipmentUse& lent : use.equipment) {
        std::int64_t pieces = 0;
        for (const UnitId unit : numbers_of(numbers, units_of(*lent.equipment)))
            pieces += static_cast<std::int64_t>(left.erase(unit));
        if (pieces != lent.quantity) return false;
    }
    return left.empty();
}

bool has_its_slots(const SpaceUse& use, const OccupyingBooking& occupying) {
    std::map<LocalDate, DayMask> slots;
    for (const DaySlots& day : occupied_slots(use))
        slots.emplace(day.date, mask_of(day.slots));
    return std::ranges::all_of(occupying.claims, [&](const auto& unit) { return unit.second == slots; });
}

bool claims_its_use(Editions& editions, const OccupyingBooking& occupying) {
    for (std::int64_t edition = occupying.booking.edition; edition <= editions.newest(); ++edition) {
        const TownInForce* town = editions.find(edition);
        if (town == nullptr) return true; // that is told of the edition
        const auto use = use_by(*town, occupying.booking);
        if (use && has_its_units(*use, occupying, editions.numbers()) && has_its_slots(*use, occupying)) return true;
    }
    return false;
}

// What of a fee is money. Its wording may become better, and later versions may tell more.
json figures_of(const json& fee) {
    auto lines = json::array();
    for (const json& line : fee.at("lines"))
        lines.push_back({line.at("component"), line.at("quantity"), line.at("unit_yen"), line.at("percent"),
                         line.at("yen"), line.at("account_code")});
    return {fee.at("total_yen"), fee.at("tax_included_yen"), std::move(lines)};
}

bool adds_up(const json& fee) {
    std::int64_t sum = 0;
    for (const json& component : fee.at("components"))
        sum += component.at("yen").get<std::int64_t>();
    return sum == fee.at("total_yen").get<std::int64_t>();
}

bool is_priced_right(Editions& editions, const OccupyingBooking& occupying) {
    const auto& [booking, application, claims] = occupying;
    const json told = json::parse(booking.quote_json);
    // What has begun keeps its fee when something else is declared for the rest of its application.
    const bool has_begun = booking.state == BookingState::checked_in || booking.state == BookingState::used;
    if (booking.counted_in_cap || has_begun) return adds_up(told);
    if (application.kind == ApplicationKind::official) return figures_of(told) == figures_of(fee_json(Quote{}));
    const TownInForce* town = editions.find(booking.edition);
    if (town == nullptr) return true; // that is told of the edition
    const auto use = use_by(*town, booking);
    if (!use) return false;
    const auto quote = quote_use(town->town, *use, application.user_class, booking.priced_on,
                                 terms_with(application.details, booking.reduction));
    return quote && quote->reduction == booking.reduction && figures_of(told) == figures_of(fee_json(*quote));
}

bool has_its_quote(Editions& editions, const OccupyingBooking& occupying) {
    try {
        return is_priced_right(editions, occupying);
    } catch (const json::exception&) { // what is kept is no fee
        return false;
    }
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

std::span<const Invariant> invariants_by_town() { return invariants; }

std::vector<Finding> audit_by_town(Session& session) {
    Finding claims{"bookings_claim_their_use"};
    Finding quotes{"quotes_are_by_their_edition"};
    Editions editions(session);
    persistence::each_occupying_booking(session, [&](const OccupyingBooking& occupying) {
        const std::string name = "booking " + std::to_string(occupying.booking.id.value());
        if (!claims_its_use(editions, occupying)) claims.add(name);
        if (!has_its_quote(editions, occupying)) quotes.add(name);
    });
    Finding unreadable{"editions_can_be_read"};
    for (const std::int64_t edition : editions.unreadable())
        unreadable.add("edition " + std::to_string(edition));
    std::vector<Finding> findings{std::move(unreadable),
                                  std::move(claims),
                                  std::move(quotes),
                                  days_beyond_their_cap(session, editions),
                                  changes_that_keep_else(session, editions),
                                  closures_with_open_units(session)};
    std::erase_if(findings, [](const Finding& finding) { return finding.count == 0; });
    return findings;
}

} // namespace hiroba::services
