#include "services/booking/prepared_use.hpp"

#include "persistence/repositories/new_id.hpp"
#include "services/booking/fee_json.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Application;
using persistence::Booking;
using persistence::EquipmentClaim;
using persistence::NewBooking;
using persistence::QuotaCharge;

Result<void> check_time(const TownInForce& town, const SpaceUse& use, const Asking& asking, Instant now) {
    if (!asking.is_staff) return check_window(town.town, use, asking.user_class, now);
    if (use.start.date - to_town_time(now).date > furthest_ahead)
        return refuse("too_far_ahead", {{"most_days", std::int64_t{furthest_ahead.count()}}});
    const Instant ends = to_instant(use.end);
    if (now < ends) return {};
    return refuse("after_booking_window", {{"closed_at_ms", ends.epoch_ms()}});
}

std::int64_t minutes_of(const SpaceUse& use) {
    return std::chrono::duration_cast<std::chrono::minutes>(to_instant(use.end) - to_instant(use.start)).count();
}

bool holds_for(const QuotaRule& rule, const Space& space, UserClass user_class) {
    return (rule.spaces.empty() || std::ranges::find(rule.spaces, space.code) != rule.spaces.end()) &&
           (!rule.only_for || *rule.only_for == user_class);
}

std::vector<QuotaCharge> charges_of(const SpaceUse& use, UserClass user_class) {
    std::vector<QuotaCharge> charges;
    for (const QuotaRule& rule : use.facility->quotas) {
        if (!holds_for(rule, *use.space, user_class)) continue;
        charges.push_back({rule.code.value() + "/" + counter_of(rule.period, use.start.date),
                           rule.measure == QuotaMeasure::bookings ? 1 : minutes_of(use), rule.limit,
                           rule.code.value()});
    }
    return charges;
}

std::vector<EquipmentClaim> equipment_claims(const TownInForce& town, const SpaceUse& use) {
    std::vector<EquipmentClaim> claims;
    claims.reserve(use.equipment.size());
    for (const EquipmentUse& wanted : use.equipment)
        claims.push_back({wanted.equipment->code, town.numbers_of(units_of(*wanted.equipment)), wanted.quantity});
    return claims;
}

std::vector<EquipmentWish> wishes_of(const SpaceUse& use) {
    std::vector<EquipmentWish> wishes;
    wishes.reserve(use.equipment.size());
    for (const EquipmentUse& wanted : use.equipment)
        wishes.push_back({wanted.equipment->code, wanted.quantity});
    return wishes;
}

Result<PreparedUse> priced(const TownInForce& town, const UseRequest& request, SpaceUse use, const Asking& asking,
                           LocalDate priced_on) {
    if (asking.is_official) return PreparedUse{request, std::move(use), Quote{}, priced_on};
    auto quote = quote_use(town.town, use, asking.user_class, priced_on, asking.terms, asking.counted_before);
    if (!quote) return tl::unexpected(quote.error());
    return PreparedUse{request, std::move(use), std::move(*quote), priced_on};
}

} // namespace

Result<PreparedUse> prepare_use(const TownInForce& town, const UseRequest& request, const Asking& asking, Instant now) {
    auto use = check_use(town.town, request);
    if (!use) return tl::unexpected(use.error());
    if (const auto time = check_time(town, *use, asking, now); !time) return tl::unexpected(time.error());
    return priced(town, request, std::move(*use), asking, to_town_time(now).date);
}

Result<PreparedUse> price_again(const TownInForce& town, const UseRequest& request, const Asking& asking,
                                LocalDate priced_on) {
    auto use = check_use(town.town, request);
    if (!use) return tl::unexpected(use.error());
    return priced(town, request, std::move(*use), asking, priced_on);
}

persistence::Occupation occupation_of(const TownInForce& town, const SpaceUse& use) {
    return {town.numbers_of(use.space->units), occupied_slots(use)};
}

NewBooking new_booking(const TownInForce& town, const Application& application, const PreparedUse& prepared,
                       Instant expires_at, Instant now) {
    const SpaceUse& use = prepared.use;
    const bool official = application.kind == persistence::ApplicationKind::official;
    return {.booking = {.id = BookingId{persistence::new_id(now)},
                        .application = application.id,
                        .account = application.account,
                        .facility = use.facility->code,
                        .space = use.space->code,
                        .start = use.start,
                        .end = use.end,
                        .band = use.band,
                        .nights = use.nights,
                        .equipment = wishes_of(use),
                        .terms = use.terms,
                        .total = prepared.quote.total,
                        .charged = {},
                        .paid = {},
                        .quote_json = fee_json(prepared.quote).dump(),
                        .edition = town.edition,
                        .priced_on = prepared.priced_on,
                        .reduction = prepared.quote.reduction,
                        .state = BookingState::held,
                        .expires_at = expires_at,
                        .created_at = now,
                        .counted_in_cap = prepared.quote.counted_in_cap},
            .occupation = occupation_of(town, use),
            .equipment = equipment_claims(town, use),
            .quotas = official ? std::vector<QuotaCharge>{} : charges_of(use, application.user_class)};
}

Booking priced_anew(Booking before, const Quote& quote) {
    before.total = quote.total;
    before.quote_json = fee_json(quote).dump();
    before.reduction = quote.reduction;
    before.counted_in_cap = quote.counted_in_cap;
    return before;
}

UseRequest request_of(const Booking& booking, const TownInForce& town) {
    const auto later = [](const LocalDateTime& at, int minutes) {
        return LocalDateTime{at.date, *MinuteOfDay::of(at.time.minutes() + minutes)};
    };
    return with_its_time({.space = booking.space,
                          .date = booking.start.date,
                          .band = booking.band,
                          .time = std::nullopt,
                          .nights = booking.nights,
                          .equipment = booking.equipment,
                          .terms = booking.terms},
                         later(booking.start, booking.terms.early_minutes),
                         later(booking.end, -booking.terms.extension_minutes), town);
}

UseRequest with_its_time(UseRequest request, const LocalDateTime& start, const LocalDateTime& end,
                         const TownInForce& town) {
    const Space* space = find_space(town.town, request.space).space;
    if (space != nullptr && std::holds_alternative<ByHour>(space->use))
        request.time = TimeRange::of(start.time, end.time).value();
    return request;
}

Result<NewBooking> occupied_again(const TownInForce& town, const Application& application, const Booking& booking) {
    auto use = check_use(town.town, request_of(booking, town));
    if (!use) return tl::unexpected(use.error());
    NewBooking again{.booking = booking,
                     .occupation = occupation_of(town, *use),
                     .equipment = equipment_claims(town, *use),
                     .quotas = {}};
    if (application.kind != persistence::ApplicationKind::official)
        again.quotas = charges_of(*use, application.user_class);
    return again;
}

} // namespace hiroba::services
