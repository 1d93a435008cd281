#include "services/booking/kept_change.hpp"

#include "persistence/repositories/reviews.hpp"
#include "services/booking/give_back.hpp"
#include "services/booking/notices.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace hiroba::services {
namespace {

using persistence::NewBooking;
using persistence::Session;

// Slots by unit and day.
class Slots {
public:
    [[nodiscard]] DayMask on(UnitId unit, LocalDate date) const {
        const auto found = days_.find({unit, date});
        return found == days_.end() ? DayMask{} : found->second;
    }
    [[nodiscard]] bool has_any_of(UnitId unit, const std::vector<DaySlots>& days) const {
        return std::ranges::any_of(
            days, [&](const DaySlots& day) { return (on(unit, day.date) & mask_of(day.slots)).any(); });
    }
    void add(UnitId unit, LocalDate date, const DayMask& slots) { days_[{unit, date}] |= slots; }
    void add(UnitId unit, const std::vector<DaySlots>& days) {
        for (const DaySlots& day : days)
            add(unit, day.date, mask_of(day.slots));
    }

private:
    std::map<std::pair<UnitId, LocalDate>, DayMask> days_;
};

SlotRange range_of(int first, int last) {
    constexpr int minutes = SlotRange::slot_minutes;
    return SlotRange::covering(
        TimeRange::of(MinuteOfDay::of(first * minutes).value(), MinuteOfDay::of((last + 1) * minutes).value()).value());
}

void add_runs(std::vector<DaySlots>& runs, LocalDate date, const DayMask& slots) {
    for (int first = 0; first < SlotRange::slots_per_day; ++first) {
        if (!slots.test(static_cast<std::size_t>(first))) continue;
        int last = first;
        while (last + 1 < SlotRange::slots_per_day && slots.test(static_cast<std::size_t>(last) + 1))
            ++last;
        runs.push_back({date, range_of(first, last)});
        first = last;
    }
}

// Of these days of the unit, what neither a booking of the change nor the owner has yet.
std::vector<DaySlots> missing(const Slots& had, UnitId unit, const std::vector<DaySlots>& days) {
    std::vector<DaySlots> runs;
    for (const DaySlots& day : days)
        add_runs(runs, day.date, mask_of(day.slots) & ~had.on(unit, day.date));
    return runs;
}

Slots held_by(Session& session, const std::vector<NewBooking>& uses) {
    Slots held;
    for (const NewBooking& use : uses)
        for (const auto& claimed : persistence::claims_of(session, OwnerId{use.booking.id.value()}))
            held.add(claimed.unit, claimed.date, claimed.slots);
    return held;
}

Result<void> keep_space(Session& session, OwnerId owner, const NewBooking& use, Slots& had, Instant now) {
    for (const UnitId unit : use.occupation.units) {
        const auto days = missing(had, unit, use.occupation.days);
        if (!days.empty())
            if (auto claimed = persistence::claim(session, owner, {{unit}, days}, now); !claimed) return claimed;
        had.add(unit, use.occupation.days);
    }
    return {};
}

// Pieces that the bookings have already are kept on as far as they can be; only what is missing of them is claimed.
Result<void> keep_equipment(Session& session, OwnerId owner, const persistence::EquipmentClaim& wanted,
                            const std::vector<DaySlots>& days, const Slots& had, Slots& given, Instant now) {
    std::int64_t pieces = 0;
    std::vector<UnitId> others;
    for (const UnitId unit : wanted.pool) {
        if (given.has_any_of(unit, days)) continue;
        const auto more = missing(had, unit, days);
        if (!had.has_any_of(unit, days)) {
            others.push_back(unit);
            continue;
        }
        if (pieces == wanted.quantity) continue;
        if (!more.empty() && !persistence::claim(session, owner, {{unit}, more}, now)) continue;
        given.add(unit, days);
        ++pieces;
    }
    if (pieces == wanted.quantity) return {};
    const auto taken = persistence::claim_some(session, owner, others, wanted.quantity - pieces, days, now);
    if (!taken) {
        Refusal refusal{"too_much_equipment", taken.error().facts};
        if (const auto* const free = std::get_if<std::int64_t>(&refusal.facts["free"]))
            refusal.facts["free"] = *free + pieces;
        refusal.facts.emplace("equipment", wanted.code.value());
        return tl::unexpected(std::move(refusal));
    }
    for (const UnitId unit : *taken)
        given.add(unit, days);
    return {};
}

} // namespace

Result<void> keep(Session& session, OwnerId owner, const std::vector<NewBooking>& uses, Instant now) {
    const Slots held = held_by(session, uses);
    Slots spaces = held;
    Slots pieces;
    for (const NewBooking& use : uses) {
        auto kept = keep_space(session, owner, use, spaces, now);
        for (const auto& wanted : use.equipment)
            if (kept) kept = keep_equipment(session, owner, wanted, use.occupation.days, held, pieces, now);
        if (kept) continue;
        kept.error().facts.emplace("space", use.booking.space.value());
        return kept;
    }
    return {};
}

void give_kept_back(Session& session, const TownInForce& town, const FacilityCode& facility,
                    const persistence::ChangeRequest& request, Instant now) {
    persistence::end_kept(session, request.kept, hold_back_for_kept(session, town, facility, request.kept, now), now);
}

void end_change_request(Session& session, const TownInForce& town, const persistence::Application& application,
                        const persistence::ChangeRequest& request, ReviewEvent event, std::optional<AccountId> by,
                        Instant now) {
    persistence::ReviewAdvance step;
    step.event = event;
    step.at = now;
    step.by = by;
    const auto review = persistence::find_open_review(session, application.id, ReviewMatter::change);
    if (!review || !persistence::advance(session, *review, step))
        throw std::logic_error("a change that waits has no review that can end");
    give_kept_back(session, town, application.facility, request, now);
    const std::string_view told = event == ReviewEvent::withdrawn ? "change_withdrawn" : "change_lapsed";
    for (const auto& use : request.uses)
        if (const auto booking = persistence::find_booking(session, use.booking); booking && occupies(booking->state))
            persistence::note_event(session, use.booking, told, by, {}, now);
    if (by == application.account) return;
    const auto first = persistence::find_booking(session, request.uses.front().booking);
    notify(session, application, {.kind = std::string{told}, .booking = first ? &*first : nullptr}, now);
}

void end_change_request_about(Session& session, const TownInForce& town, const persistence::Application& application,
                              const std::set<BookingId>& bookings, std::optional<AccountId> by, Instant now) {
    const auto request = persistence::open_change_request(session, application.id);
    const bool is_about = request && std::ranges::any_of(request->uses, [&](const persistence::AskedUse& use) {
                              return bookings.contains(use.booking);
                          });
    if (is_about) end_change_request(session, town, application, *request, ReviewEvent::lapsed, by, now);
}

} // namespace hiroba::services
