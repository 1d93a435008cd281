#include "services/audit/changes_kept.hpp"

#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/change_requests.hpp"
#include "services/booking/asked_change.hpp"
#include "services/booking/change_steps.hpp"
#include "services/booking/prepared_use.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::AskedUse;
using persistence::Booking;
using persistence::ChangeRequest;
using persistence::Finding;
using persistence::Session;

using UnitsDays = std::map<std::pair<UnitId, LocalDate>, DayMask>;

void add(UnitsDays& to, const std::vector<persistence::Claimed>& claims) {
    for (const auto& claimed : claims)
        to[{claimed.unit, claimed.date}] |= claimed.slots;
}

DayMask on(const UnitsDays& days, UnitId unit, LocalDate date) {
    const auto found = days.find({unit, date});
    return found == days.end() ? DayMask{} : found->second;
}

// The change is about this booking's use, not only about what is declared of its application.
bool is_meant(const ChangeCommand& command, const Booking& booking, const Booking& named) {
    return command.scope == ChangeScope::all || booking.id == named.id ||
           (command.scope == ChangeScope::following && booking.start >= named.start);
}

// The use that it asks for, as that edition has it; nothing when it has no such use, or puts it at another time.
std::optional<SpaceUse> use_by(const TownInForce& town, const Booking& booking, const AskedUse& asked,
                               const ChangeCommand& command, const Booking& named) {
    const ChangeCommand nothing{};
    auto use =
        use_as_booked(town.town, changed_request(town, booking, is_meant(command, booking, named) ? command : nothing));
    if (!use || use->start != asked.start || use->end != asked.end || use->space->code != asked.space)
        return std::nullopt;
    return std::move(*use);
}

// The pieces of a kind that the uses want in the slots of each day, and the units that can be lent for it.
struct Wanted {
    std::set<UnitId> pool;
    std::map<LocalDate, std::vector<std::pair<DayMask, std::int64_t>>> pieces;
    [[nodiscard]] std::int64_t at(LocalDate date, std::size_t slot) const {
        const auto day = pieces.find(date);
        std::int64_t sum = 0;
        if (day == pieces.end()) return sum;
        for (const auto& [slots, quantity] : day->second)
            if (slots.test(slot)) sum += quantity;
        return sum;
    }
};

// What all uses of a change need.
struct Needs {
    UnitsDays spaces;
    std::map<EquipmentCode, Wanted> equipment;

    void add_use(const TownInForce& town, const SpaceUse& use) {
        const auto days = occupied_slots(use);
        for (const UnitId unit : town.numbers_of(use.space->units))
            for (const DaySlots& day : days)
                spaces[{unit, day.date}] |= mask_of(day.slots);
        for (const EquipmentUse& lent : use.equipment) {
            Wanted& wanted = equipment[lent.equipment->code];
            for (const UnitId unit : town.numbers_of(units_of(*lent.equipment)))
                wanted.pool.insert(unit);
            for (const DaySlots& day : days)
                wanted.pieces[day.date].emplace_back(mask_of(day.slots), lent.quantity);
        }
    }
};

// In every slot as many pieces as are wanted, held by the bookings or kept; nothing is kept where none is wanted.
bool keeps_its_pieces(const Wanted& wanted, const UnitsDays& held, const UnitsDays& kept) {
    for (const auto& [date, unused] : wanted.pieces)
        for (std::size_t slot = 0; slot < SlotRange::slots_per_day; ++slot) {
            const std::int64_t needed = wanted.at(date, slot);
            std::int64_t pieces = 0;
            for (const UnitId unit : wanted.pool) {
                const bool is_kept = on(kept, unit, date).test(slot);
                if (is_kept && needed == 0) return false;
                if (is_kept || on(held, unit, date).test(slot)) ++pieces;
            }
            if (pieces < needed) return false;
        }
    return true;
}

bool keeps_what_it_needs(const Needs& needs, const UnitsDays& held, UnitsDays kept) {
    for (const auto& [code, wanted] : needs.equipment)
        if (!keeps_its_pieces(wanted, held, kept)) return false;
    for (const auto& [place, slots] : needs.spaces) {
        if (on(kept, place.first, place.second) != (slots & ~on(held, place.first, place.second))) return false;
        kept.erase(place);
    }
    return std::ranges::all_of(kept, [&](const auto& day) {
        return std::ranges::any_of(needs.equipment, [&](const auto& lent) {
            return lent.second.pool.contains(day.first.first) && lent.second.pieces.contains(day.first.second);
        });
    });
}

bool keeps_right(Session& session, Editions& editions, const ChangeRequest& request) {
    std::map<BookingId, Booking> bookings;
    UnitsDays held;
    for (const AskedUse& use : request.uses) {
        bookings.emplace(use.booking, persistence::find_booking(session, use.booking).value());
        add(held, persistence::claims_of(session, OwnerId{use.booking.value()}));
    }
    UnitsDays kept;
    add(kept, persistence::claims_of(session, request.kept));
    const ChangeCommand command = read_change(bookings.begin()->second.application, request.command);
    const auto named = persistence::find_booking(session, command.booking).value();
    for (std::int64_t edition = request.edition; edition <= editions.newest(); ++edition) {
        const TownInForce* const town = editions.find(edition);
        if (town == nullptr) return true; // that is told of the edition
        Needs needs;
        const bool has_all = std::ranges::all_of(request.uses, [&](const AskedUse& asked) {
            const auto use = use_by(*town, bookings.at(asked.booking), asked, command, named);
            if (use) needs.add_use(*town, *use);
            return use.has_value();
        });
        if (has_all && keeps_what_it_needs(needs, held, kept)) return true;
    }
    return false;
}

} // namespace

Finding changes_that_keep_else(Session& session, Editions& editions) {
    Finding broken{"changes_keep_what_they_need"};
    for (const ChangeRequest& request : persistence::open_change_requests(session))
        if (!keeps_right(session, editions, request)) broken.add("review " + std::to_string(request.review.value()));
    return broken;
}

} // namespace hiroba::services
