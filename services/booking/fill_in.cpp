#include "services/booking/fill_in.hpp"

#include "services/booking/capped_days.hpp"
#include "services/booking/fee_json.hpp"
#include "services/booking/hold.hpp"
#include "services/booking/limits.hpp"
#include "services/booking/neighbours.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::ApplicationDetails;
using persistence::ApplicationReduction;
using persistence::Booking;
using persistence::NewBooking;
using persistence::ReductionState;
using persistence::Session;

Result<void> check_spaces(const TownInForce& town, const ApplicationView& view, const ApplicationDetails& details) {
    for (const Booking& booking : view.bookings) {
        const Space* space = find_space(town.town, booking.space).space;
        if (space == nullptr) return refuse("unknown_space", {{"space", booking.space.value()}});
        if (auto people = check_people(*space, details.people); !people) {
            people.error().facts.emplace("space", booking.space.value());
            return people;
        }
        if (!details.activity) continue;
        if (auto activity = check_activity(town.town, *space, *details.activity); !activity) return activity;
    }
    return {};
}

Result<void> check_orders(const std::vector<Booking>& held, const std::vector<UseTermsOrder>& orders) {
    std::set<BookingId> named;
    for (const UseTermsOrder& order : orders) {
        if (std::ranges::find(held, order.booking, &Booking::id) == held.end()) return refuse("booking_not_found");
        if (!named.insert(order.booking).second)
            return refuse("duplicate_booking", {{"booking_id", std::to_string(order.booking.value())}});
    }
    return {};
}

std::vector<Booking> held_of(const ApplicationView& view) {
    std::vector<Booking> held;
    std::ranges::copy_if(view.bookings, std::back_inserter(held),
                         [](const Booking& booking) { return booking.state == BookingState::held; });
    return held;
}

// Each held booking with the terms it shall have, to be priced as it was when it was held.
Result<std::vector<UseToPrice>> uses_to_price(const PricingTowns& priced_by, const std::vector<Booking>& held,
                                              const std::vector<UseTermsOrder>& orders) {
    std::vector<UseToPrice> uses;
    for (const Booking& booking : held) {
        const TownInForce* town = priced_by.find(booking.edition);
        if (town == nullptr) return refuse("town_changed");
        UseRequest request = request_of(booking, *town);
        const auto order = std::ranges::find(orders, booking.id, &UseTermsOrder::booking);
        if (order != orders.end()) {
            request.terms = order->terms;
            if (order->equipment) request.equipment = *order->equipment;
        }
        uses.push_back({town, std::move(request), booking.priced_on});
    }
    return uses;
}

bool claims_differ(const Booking& before, const Booking& after) {
    return before.start != after.start || before.end != after.end || before.equipment != after.equipment;
}

// The held booking as it becomes: priced by the edition that it was held under, and what it claims anew by the one in
// force, which may have other pieces.
Result<NewBooking> filled_in(const TownInForce& in_force, const ApplicationView& view, const UseToPrice& use,
                             const PreparedUse& prepared, const Booking& before, Instant now) {
    NewBooking after = new_booking(*use.town, view.application, prepared, *before.expires_at, now);
    after.booking.id = before.id;
    after.booking.created_at = before.created_at;
    after.booking.refund_cap_percent = before.refund_cap_percent;
    if (!claims_differ(before, after.booking)) return after;
    auto claimed = occupied_again(in_force, view.application, after.booking);
    if (!claimed) return claimed;
    after.occupation = std::move(claimed->occupation);
    after.equipment = std::move(claimed->equipment);
    return after;
}

// Those that give something up come first: others may want it.
bool gives_up(const Booking& before, const Booking& after) {
    return before.start < after.start || after.end < before.end;
}

std::string note_of(const Booking& before) { return before.start.time.hh_mm() + "–" + before.end.time.hh_mm(); }

Result<void> write_uses(Session& session, const TownInForce& in_force, const std::vector<Booking>& held,
                        const std::vector<NewBooking>& after, AccountId by, Instant now) {
    bool claimed_anew = false;
    for (const bool giving_up : {true, false})
        for (std::size_t index = 0; index < held.size(); ++index) {
            if (gives_up(held[index], after[index].booking) != giving_up) continue;
            if (!claims_differ(held[index], after[index].booking)) {
                persistence::save_fee(session, after[index].booking);
                continue;
            }
            claimed_anew = true;
            auto changed = persistence::change_use(session, after[index], by, note_of(held[index]), now);
            if (changed) continue;
            if (held.size() > 1) changed.error().facts.emplace("index", static_cast<std::int64_t>(index));
            return changed;
        }
    return claimed_anew ? check_units_hold(session, in_force) : Result<void>{};
}

// What is asked for and does not hold by rule waits for a decision.
std::optional<ApplicationReduction> reduction_after(const ApplicationView& view, const ApplicationDetails& details,
                                                    const std::vector<ReductionCandidate>& candidates,
                                                    const PricedTogether& priced, Instant now) {
    const bool asked_holds = !details.reduction || std::ranges::find(candidates, *details.reduction,
                                                                     &ReductionCandidate::code) != candidates.end();
    if (asked_holds && !priced.reduction) return std::nullopt;
    ApplicationReduction reduction{.application = view.application.id,
                                   .reduction = asked_holds ? priced.reduction->code : *details.reduction,
                                   .state = asked_holds ? ReductionState::applied : ReductionState::waiting,
                                   .applied = std::nullopt,
                                   .standing = std::nullopt,
                                   .asked_at = now};
    if (priced.reduction) {
        reduction.applied = priced.reduction->code;
        reduction.standing = priced.reduction->standing;
    }
    return reduction;
}

void record_reduction(Session& session, const std::vector<Booking>& held, const std::vector<UseToPrice>& uses,
                      const PricedTogether& priced, const std::optional<ApplicationReduction>& before, Instant now) {
    if (!priced.reduction || (before && before->applied == priced.reduction->code)) return;
    for (std::size_t index = 0; index < held.size(); ++index)
        if (priced.uses[index].quote.reduction)
            persistence::note_event(
                session, held[index].id, "reduction_applied", std::nullopt,
                ground_of(*uses[index].town, priced.reduction->code, {held[index].start.date, held[index].priced_on}),
                now);
}

// Prices the held bookings by what is declared, and writes what that changes.
Result<std::vector<NewBooking>> price(Session& session, const TownInForce& in_force, const PricingTowns& priced_by,
                                      const ApplicationView& view, const DetailsCommand& command, AccountId by,
                                      Instant now) {
    const auto held = held_of(view);
    if (const auto fine = check_orders(held, command.uses); !fine) return tl::unexpected(fine.error());
    const auto uses = uses_to_price(priced_by, held, command.uses);
    if (!uses) return tl::unexpected(uses.error());
    const FeeDates dates{held.front().start.date, held.front().priced_on};
    const TownInForce& town = *uses->front().town;
    const auto candidates = candidates_by_rule(session, town, view.application, command.details, dates);
    if (command.details.reduction) {
        const auto asked =
            check_asked(town, *command.details.reduction, view.application, command.details, candidates, dates);
        if (!asked) return tl::unexpected(asked.error());
    }
    lock_capped_days(session, view.application, *uses);
    const auto priced = price_together(*uses, view.application, command.details, candidates,
                                       counted_besides(session, view.application, *uses, ids_of(held)));
    if (!priced) return tl::unexpected(priced.error());
    std::vector<NewBooking> after;
    for (std::size_t index = 0; index < held.size(); ++index) {
        auto filled = filled_in(in_force, view, (*uses)[index], priced->uses[index], held[index], now);
        if (!filled) return tl::unexpected(filled.error());
        after.push_back(std::move(*filled));
    }
    if (const auto written = write_uses(session, in_force, held, after, by, now); !written)
        return tl::unexpected(written.error());
    for (std::size_t index = 0; index < held.size(); ++index)
        if (held[index].counted_in_cap != after[index].booking.counted_in_cap) follow_less(session, held[index]);
    const auto before = persistence::reduction_of(session, view.application.id);
    const auto reduction = reduction_after(view, command.details, candidates, *priced, now);
    if (before || reduction) persistence::save_reduction(session, view.application.id, reduction);
    record_reduction(session, held, *uses, *priced, before, now);
    return after;
}

} // namespace

Result<std::vector<Refusal>> fill_in(Session& session, const TownInForce& town, const PricingTowns& priced_by,
                                     const ApplicationView& view, const DetailsCommand& command, AccountId by,
                                     Instant now) {
    if (const auto fine = check_spaces(town, view, command.details); !fine) return tl::unexpected(fine.error());
    const auto filled = price(session, town, priced_by, view, command, by, now);
    if (!filled) return tl::unexpected(filled.error());
    std::vector<Refusal> warnings;
    for (const NewBooking& use : *filled) {
        auto warned = check_neighbours(session, town, use.booking, command.details.activity, now);
        if (!warned) return warned;
        warnings.insert(warnings.end(), warned->begin(), warned->end());
    }
    persistence::save_details(session, view.application.id, command.details);
    for (const Booking& booking : view.bookings)
        persistence::touch(session, OwnerId{booking.id.value()}, now);
    return warnings;
}

Result<ApplicationView> put_details(const Context& context, const Account& account, const DetailsCommand& command) {
    const Instant now = context.clock.now();
    auto view = with_town_in_force(context.catalog, [&](const TownInForce& town) {
        return with_pricing_towns(context, command.application, [&](const PricingTowns& priced_by) {
            return context.database.transact([&](Session& session) -> Result<ApplicationView> {
                persistence::lock_application(session, command.application); // what is paid for changes no more
                const auto held = valid_hold(session, account.id, command.application, now);
                if (!held) return held;
                auto warnings = fill_in(session, town, priced_by, *held, command, account.id, now);
                if (!warnings) return tl::unexpected(warnings.error());
                auto after = view_application(session, {account.id, false}, command.application);
                if (after) after->warnings = std::move(*warnings);
                return after;
            });
        });
    });
    context.push_bell.ring();
    return view;
}

} // namespace hiroba::services
