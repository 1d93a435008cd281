#include "services/booking/capped_days.hpp"

#include "services/approval/follow.hpp"
#include "services/booking/decision.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/permit.hpp"
#include "services/payment/fee_change.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::CappedDay;
using persistence::Session;

constexpr int days_at_a_time = 100;

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

// What was paid too much comes back whole: nobody gave up anything.
Result<void> charge_anew(Session& session, const TownInForce& town, const ApplicationView& view, const Booking& before,
                         const Quote& quote, Instant now) {
    const Booking after = priced_anew(before, quote);
    persistence::save_fee(session, after);
    persistence::note_event(session, before.id, "cap_followed", std::nullopt,
                            std::to_string(before.total.amount()) + " → " + std::to_string(after.total.amount()), now);
    if (before.state == BookingState::under_review)
        follow_application(session, view.application.id, {.changed = {before.id}}, now);
    if (!owes_its_fee(before.state)) return {};
    const Yen excess = excess_of(session, before, after.total);
    const FeeChange change{.before = before, .fee = shares_of(quote), .refund = excess, .percent = 100, .article = {}};
    if (auto charged = carry_out(session, town, view.application, {change}, {}, now); !charged) return charged;
    if (auto refunded = decide_refunds(session, town, view.application, {}, now); !refunded) return refunded;
    if (auto followed = follow_fee(session, town, {before, before.start, after.total}, std::nullopt, now); !followed)
        return followed;
    if (after.total > before.total)
        notify(session, view.application,
               {.kind = "fee_raised",
                .booking = &before,
                .yen = std::pair{std::string{"more_yen"}, (after.total - before.total).amount()}},
               now);
    else if (excess > Yen{0})
        notify(session, view.application,
               {.kind = "refund_decided",
                .booking = &before,
                .yen = std::pair{std::string{"refund_yen"}, excess.amount()}},
               now);
    return {};
}

// It has its place again at its fee of before, by money that came late or because its revocation was taken back, and
// nothing has priced it since: others of the day may have been charged meanwhile as if it had never been.
bool is_back_at_its_old_fee(Session& session, BookingId id) {
    constexpr std::array<std::string_view, 4> priced{"cap_followed", "changed", "reduction_applied",
                                                     "reduction_granted"};
    constexpr std::array came_back{BookingEvent::seated_again, BookingEvent::reinstated,
                                   BookingEvent::reinstated_unpaid, BookingEvent::reinstated_to_review};
    const auto history = persistence::history_of(session, id);
    for (auto line = history.rbegin(); line != history.rend(); ++line) {
        if (std::ranges::any_of(came_back, [&](BookingEvent event) { return line->event == name_of(event); }))
            return true;
        if (std::ranges::find(priced, line->event) != priced.end()) return false;
    }
    return false;
}

// Whether it is charged another fee now. `attempt_in_progress` and what carry_out refuses: it waits.
Result<bool> price_again_one(Session& session, const TownInForce& town, const PricingTowns& priced_by,
                             ApplicationId application, BookingId id, Instant now) {
    persistence::lock_application(session, application);
    const auto found = persistence::find_application(session, application);
    const auto view = whole_application(session, *found);
    const auto booking = std::ranges::find(view.bookings, id, &Booking::id);
    if (booking == view.bookings.end() || !persistence::counts_in_cap(booking->state)) return false;
    if (has_live_attempt(view)) return refuse("attempt_in_progress");
    const TownInForce* edition = priced_by.find(booking->edition);
    if (edition == nullptr) return refuse("town_changed");
    lock_capped_days(session, view.application, {{edition, request_of(*booking, *edition), booking->priced_on}});
    const auto quote = fee_now(session, *edition, view, *booking);
    if (!quote || quote->total == booking->total) return false;
    const bool stands = quote->total < booking->total && !is_back_at_its_old_fee(session, booking->id);
    if (stands) return false; // what was charged
    if (auto charged = charge_anew(session, town, view, *booking, *quote, now); !charged)
        return tl::unexpected(charged.error());
    return true;
}

Result<bool> price_again_one(const Context& context, BookingId id, Instant now) {
    const auto town = context.catalog.current();
    const auto application = context.database.read([&](Session& session) {
        return persistence::find_booking(session, id)->application; // bookings are never deleted
    });
    return with_pricing_towns(context, application, [&](const PricingTowns& priced_by) {
        return context.database.transact(
            [&](Session& session) { return price_again_one(session, *town, priced_by, application, id, now); });
    });
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
    if (before.counted_in_cap)
        persistence::mark_for_pricing(session, {before.start.date, before.facility, before.account});
}

int price_capped_days(const Context& context) {
    const Instant now = context.clock.now();
    int charged = 0;
    const auto days =
        context.database.read([](Session& session) { return persistence::days_to_price(session, days_at_a_time); });
    for (const auto& day : days) {
        const auto uses =
            context.database.read([&](Session& session) { return persistence::counted_uses(session, day.day); });
        bool all = true;
        for (const auto& use : uses) {
            const auto anew = price_again_one(context, use.booking, now);
            all = all && anew;
            if (anew && *anew) ++charged;
        }
        if (all) context.database.transact([&](Session& session) { persistence::pricing_done(session, day); });
    }
    if (charged > 0) context.push_bell.ring();
    return charged;
}

} // namespace hiroba::services
