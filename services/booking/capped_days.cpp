#include "services/booking/capped_days.hpp"

#include "services/approval/follow.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"
#include "services/jobs/one_by_one.hpp"
#include "services/log.hpp"
#include "services/payment/fee_change.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::CappedDay;
using persistence::Session;

constexpr std::size_t days_at_a_time = 100;
constexpr std::chrono::minutes rest_after_refusal{10};

bool counts_over_day(const Space& space) {
    return std::ranges::any_of(
        space.rates, [](const RateTable& rate) { return rate.day_cap && rate.day_cap->reach != CapReach::use; });
}

// Those on which a cap counts, in the order in which they are locked. The uses are of one facility.
std::vector<CappedDay> capped_days(const Application& application, const std::vector<UseToPrice>& uses) {
    std::vector<CappedDay> days;
    if (application.kind == persistence::ApplicationKind::official) return days;
    for (const UseToPrice& use : uses) {
        const auto [facility, space] = find_space(use.town->town, use.request.space);
        if (space == nullptr || !counts_over_day(*space)) continue;
        days.push_back({use.request.date, facility->code, application.account});
    }
    std::ranges::sort(days, {}, &CappedDay::date);
    const auto repeated = std::ranges::unique(days);
    days.erase(repeated.begin(), repeated.end());
    return days;
}

// The fee that the booking has by what the others of its day leave now.
Result<Quote> fee_now(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& booking) {
    const UseToPrice use{&town, request_of(booking, town), booking.priced_on};
    const auto counted = counted_besides(session, view.application, {use}, {booking.id});
    const auto reduction = class_on(applied_candidate(session, view), booking.start.date);
    auto priced = price_again(town, use.request,
                              {.user_class = view.application.user_class,
                               .terms = terms_with(view.application.details, reduction),
                               .counted_before = counted.on(use.request.date, use.request.space)},
                              booking.priced_on);
    if (!priced) return tl::unexpected(priced.error());
    return std::move(priced->quote);
}

Result<void> charge(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& before,
                    const Quote& quote, std::optional<AccountId> by, Instant now) {
    const Booking after = priced_anew(before, quote);
    persistence::save_fee(session, after);
    persistence::note_event(session, before.id, "cap_followed", by,
                            std::to_string(before.total.amount()) + " → " + std::to_string(after.total.amount()), now);
    if (before.state == BookingState::under_review)
        follow_application(session, view.application.id, {.changed = {before.id}}, now);
    if (!owes_its_fee(before.state)) return {};
    const FeeChange change{.before = before,
                           .fee = shares_of(quote),
                           .refund = excess_of(session, before, shares_of(quote)),
                           .percent = 100,
                           .article = {}};
    if (auto charged = carry_out(session, town, view.application, {change}, {.decided_by = by}, now); !charged)
        return charged;
    if (auto refunded = decide_refunds(session, town, view.application, {.by = by}, now); !refunded) return refunded;
    return follow_fee(session, town, {before, before.start, after.total}, by, now);
}

Result<void> charge_more(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& before,
                         const Quote& quote, Instant now) {
    if (auto charged = charge(session, town, view, before, quote, std::nullopt, now); !charged) return charged;
    if (owes_its_fee(before.state))
        notify(session, view.application,
               {.kind = "cap_followed", .booking = &before, .yen = {{"more_yen", quote.total - before.total}}}, now);
    return {};
}

// Whether it is charged more now. `attempt_in_progress` and what carry_out refuses: it waits.
Result<bool> price_again_one(Session& session, const TownInForce& town, const PricingTowns& priced_by, BookingId id,
                             Instant now) {
    const auto booking = locked_booking(session, id);
    if (!booking || !counts_in_cap(booking->state)) return false;
    const auto view = whole_application(session, *persistence::find_application(session, booking->application));
    if (has_live_attempt(view)) return refuse("attempt_in_progress");
    if (auto locked = lock_days_of(session, priced_by, view.application, {*booking}); !locked)
        return tl::unexpected(locked.error());
    const auto quote = fee_now(session, *priced_by.find(booking->edition), view, *booking);
    if (!quote) return tl::unexpected(quote.error());
    if (quote->total <= booking->total) return false; // what was charged stands
    if (auto charged = charge_more(session, town, view, *booking, *quote, now); !charged)
        return tl::unexpected(charged.error());
    return true;
}

Result<bool> price_again_one(const Context& context, BookingId id, Instant now) {
    const auto town = context.catalog.current();
    return with_pricing_towns(context, id, [&](const PricingTowns& priced_by) {
        return context.database.transact(
            [&](Session& session) { return price_again_one(session, *town, priced_by, id, now); });
    });
}

// How many of its uses it charged more. What cannot be charged now stays to do, and does not keep the others.
int price_day(const Context& context, const persistence::DayToPrice& day) {
    const Instant now = context.clock.now();
    const auto uses =
        context.database.read([&](Session& session) { return persistence::counted_uses(session, day.day); });
    int charged = 0;
    bool is_done = true;
    bool is_refused = false;
    for (const auto& use : uses) {
        const auto more = unless_it_fails("capped_day_failed", use.booking,
                                          [&] { return price_again_one(context, use.booking, now); });
        if (more) {
            charged += *more ? 1 : 0;
            continue;
        }
        is_done = false;
        if (more.error().code == "attempt_in_progress") continue; // the next turn comes soon
        is_refused = true;
        if (more.error().code != machine_failed) // that is logged
            log::error("capped_day_refused",
                       {{"booking_id", std::to_string(use.booking.value())}, {"refusal", more.error().code}});
    }
    if (is_done) context.database.transact([&](Session& session) { persistence::pricing_done(session, day); });
    if (is_refused)
        context.database.transact(
            [&](Session& session) { persistence::put_pricing_off(session, day, now + rest_after_refusal); });
    return charged;
}

} // namespace

void lock_capped_days(Session& session, const Application& application, const std::vector<UseToPrice>& uses) {
    for (const CappedDay& day : capped_days(application, uses))
        persistence::lock_capped_day(session, day);
}

CountedDays counted_besides(Session& session, const Application& application, const std::vector<UseToPrice>& uses,
                            const std::set<BookingId>& bookings) {
    CountedDays counted;
    for (const CappedDay& day : capped_days(application, uses))
        for (const auto& use : persistence::counted_uses(session, day))
            if (!bookings.contains(use.booking)) counted.add(day.date, use.space, use.counted);
    return counted;
}

std::set<BookingId> ids_of(const std::vector<Booking>& bookings) {
    std::set<BookingId> ids;
    for (const Booking& booking : bookings)
        ids.insert(booking.id);
    return ids;
}

void follow_less(Session& session, const Booking& before) {
    if (before.counted_in_cap) persistence::mark_for_pricing(session, persistence::capped_day_of(before));
}

Result<void> lock_days_of(Session& session, const PricingTowns& priced_by, const Application& application,
                          const std::vector<Booking>& bookings) {
    std::vector<UseToPrice> uses;
    uses.reserve(bookings.size());
    for (const Booking& booking : bookings) {
        const TownInForce* edition = priced_by.find(booking.edition);
        if (edition == nullptr) return refuse("town_changed");
        uses.push_back({edition, request_of(booking, *edition), booking.priced_on});
    }
    lock_capped_days(session, application, uses);
    return {};
}

Result<void> charge_what_is_left(Session& session, const TownInForce& town, const PricingTowns& priced_by, BookingId id,
                                 std::optional<AccountId> by, Instant now) {
    const Booking booking = persistence::find_booking(session, id).value();
    if (!booking.counted_in_cap) return {};
    const TownInForce* edition = priced_by.find(booking.edition);
    if (edition == nullptr) return refuse("town_changed");
    const auto view = whole_application(session, *persistence::find_application(session, booking.application));
    const auto quote = fee_now(session, *edition, view, booking);
    if (!quote) return tl::unexpected(quote.error());
    if (quote->total > booking.total) return {};
    if (quote->total == booking.total) { // what it counts may be less all the same, of a fee that is reduced whole
        persistence::save_fee(session, priced_anew(booking, *quote));
        return {};
    }
    const Yen excess = owes_its_fee(booking.state) ? excess_of(session, booking, shares_of(*quote)) : Yen{0};
    if (auto charged = charge(session, town, view, booking, *quote, by, now); !charged) return charged;
    if (excess > Yen{0})
        notify(session, view.application,
               {.kind = "refund_decided", .booking = &booking, .yen = {{"refund_yen", excess}}}, now);
    return {};
}

int price_capped_days(const Context& context) {
    const Instant now = context.clock.now();
    int charged = 0;
    CappedDay last;
    for (;;) {
        const auto days = context.database.read(
            [&](Session& session) { return persistence::days_to_price(session, last, now, int{days_at_a_time}); });
        for (const auto& day : days)
            charged += price_day(context, day);
        if (days.size() < days_at_a_time) break;
        last = days.back().day; // what waits does not hide those behind it
    }
    if (charged > 0) context.push_bell.ring();
    return charged;
}

} // namespace hiroba::services
