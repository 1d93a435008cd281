#include "services/booking/attendance.hpp"

#include "domain/finance/fiscal_year.hpp"
#include "persistence/repositories/new_id.hpp"
#include "services/booking/locked_booking.hpp"
#include "services/booking/notices.hpp"
#include "services/booking/prepared_use.hpp"

namespace hiroba::services {
namespace {

using persistence::Booking;
using persistence::Session;

Result<void> check_moment(const Booking& booking, BookingEvent event, Instant now) {
    const bool too_early =
        (event == BookingEvent::checked_in && to_town_time(now).date < booking.start.date) ||
        ((event == BookingEvent::not_come || event == BookingEvent::use_ended) && now < to_instant(booking.start));
    if (too_early) return refuse("too_early", {{"begins_at_ms", to_instant(booking.start).epoch_ms()}});
    return {};
}

// 年度: 1 April to 31 March.
std::pair<LocalDate, LocalDate> fiscal_year_around(LocalDate date) {
    using namespace std::chrono;
    const year first{fiscal_year_of_receipt(date)};
    return {LocalDate{sys_days{first / April / 1}}, LocalDate{sys_days{(first + years{1}) / March / 31}}};
}

// 無断不使用: the last one that is allowed suspends, from now on for the rule's days.
void count_no_show(Session& session, const TownInForce& town, const Booking& booking, Instant now) {
    const Facility* facility = find_facility(town.town, booking.facility);
    if (facility == nullptr || facility->attendance.no_show_limit == 0) return;
    const auto [first, last] = fiscal_year_around(booking.start.date);
    const auto no_shows = persistence::no_shows_of(session, booking.account, first, last);
    if (no_shows == 0 || no_shows % facility->attendance.no_show_limit != 0) return;
    const Instant until = now + std::chrono::days{facility->attendance.suspended_days};
    persistence::insert_suspension(session, {.id = persistence::new_id(now),
                                             .account = booking.account,
                                             .from = now,
                                             .until = until,
                                             .ground = "no_show",
                                             .made_by = std::nullopt,
                                             .lifted_by = std::nullopt,
                                             .lifted_at = std::nullopt});
    notify(session, booking.account, {.kind = "suspended", .reason = "no_show", .until = until}, now);
}

Result<BookingState> move(Session& session, const TownInForce& town, const Booking& booking, BookingEvent event,
                          std::optional<AccountId> by, Instant now) {
    const persistence::Advance step{.event = event, .at = now, .by = by};
    if (event == BookingEvent::came_after_all) {
        const auto application = *persistence::find_application(session, booking.application);
        auto again = occupied_again(town, application, booking);
        if (!again) return tl::unexpected(again.error());
        return persistence::advance_and_reclaim(session, *again, step);
    }
    const auto moved = persistence::advance(session, booking.id, step);
    if (moved && *moved == BookingState::no_show) count_no_show(session, town, booking, now);
    return moved;
}

} // namespace

Result<BookingState> end_use(Session& session, const TownInForce& town, BookingId id, std::optional<AccountId> by,
                             Instant now) {
    const auto booking = locked_booking(session, id);
    if (!booking) return refuse("booking_not_found");
    const Facility* facility = find_facility(town.town, booking->facility);
    // Who could not be checked in because something was still owed did not stay away.
    const bool stayed_away =
        booking->state == BookingState::permitted && booking->charged == booking->paid && facility != nullptr &&
        facility->attendance.check_in &&
        persistence::find_application(session, booking->application)->kind == persistence::ApplicationKind::ordinary;
    return move(session, town, *booking, stayed_away ? BookingEvent::not_come : BookingEvent::use_ended, by, now);
}

Result<Booking> record_attendance(const Context& context, const persistence::Account& staff, BookingId id,
                                  BookingEvent event) {
    const Instant now = context.clock.now();
    const auto town = context.catalog.current();
    auto after = context.database.transact([&](Session& session) -> Result<Booking> {
        const auto booking = locked_booking(session, id);
        if (!booking) return refuse("booking_not_found");
        if (const auto moment = check_moment(*booking, event, now); !moment) return tl::unexpected(moment.error());
        if (event == BookingEvent::checked_in && booking->charged > booking->paid)
            return refuse("payment_outstanding", {{"yen", (booking->charged - booking->paid).amount()}});
        const auto moved = move(session, *town, *booking, event, staff.id, now);
        if (!moved) return tl::unexpected(moved.error());
        return *persistence::find_booking(session, id);
    });
    context.push_bell.ring();
    return after;
}

} // namespace hiroba::services
