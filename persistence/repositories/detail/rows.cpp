#include "persistence/repositories/detail/rows.hpp"

#include "persistence/repositories/detail/names.hpp"

namespace hiroba::persistence::detail {
namespace {

constexpr std::array kinds{ApplicationKind::ordinary, ApplicationKind::official};

UserClass user_class_from(const std::string& name) {
    const auto user_class = user_class_named(name);
    if (!user_class) throw DatabaseError("application.user_class holds an unknown class");
    return *user_class;
}

// expires_at of a permitted or checked-in booking is the end of the use: nobody's deadline.
bool has_deadline(BookingState state) {
    return state == BookingState::held || state == BookingState::under_review ||
           state == BookingState::permitted_unpaid;
}

} // namespace

BookingState state_from(const std::string& name) {
    const auto state = booking_state_named(name);
    if (!state) throw DatabaseError("claim_owner.state holds an unknown state");
    return *state;
}

std::string state_list(bool (*predicate)(BookingState)) {
    std::string list;
    for (const BookingState state : booking_states())
        if (predicate(state)) list += (list.empty() ? "('" : ", '") + std::string{name_of(state)} + "'";
    return list + ")";
}

Application application_from(ApplicationRow&& row) {
    auto& [id, number, account, made_by, kind, facility, user_class, counts_waiting, activity, purpose, group_name,
           people, admission, is_commercial, reduction, edition, created_at, version] = row;
    Application application{.id = id,
                            .number = std::move(number),
                            .account = account,
                            .made_by = made_by,
                            .kind = named(kinds, kind, "application.kind"),
                            .facility = std::move(facility),
                            .user_class = user_class_from(user_class),
                            .details = std::nullopt,
                            .edition = edition,
                            .created_at = created_at,
                            .version = version,
                            .counts_waiting = counts_waiting == 1};
    if (purpose)
        application.details = ApplicationDetails{.activity = std::move(activity),
                                                 .purpose = std::move(*purpose),
                                                 .group_name = std::move(group_name),
                                                 .people = people.value_or(0),
                                                 .highest_admission = admission,
                                                 .is_commercial = is_commercial == 1,
                                                 .reduction = std::move(reduction)};
    return application;
}

Booking booking_from(BookingRow&& row) {
    auto& [id, application, account, facility, space, use_date, start, last_date, end, band, nights, total, charged,
           paid, quote_json, edition, refund_cap, price_class, is_rehearsal, wants_climate, early, extension, priced_on,
           reduction, cap_minutes, cap_yen, state_name, expires_at, created_at] = row;
    const BookingState state = state_from(state_name);
    return {.id = id,
            .application = application,
            .account = account,
            .facility = std::move(facility),
            .space = std::move(space),
            .start = {use_date, start},
            .end = {last_date, end},
            .band = std::move(band),
            .nights = nights ? std::optional{static_cast<int>(*nights)} : std::nullopt,
            .equipment = {},
            .terms = {.price_class = std::move(price_class),
                      .is_rehearsal = is_rehearsal == 1,
                      .wants_climate = wants_climate == 1,
                      .early_minutes = static_cast<int>(early),
                      .extension_minutes = static_cast<int>(extension),
                      .extras = {}},
            .total = total,
            .charged = charged,
            .paid = paid,
            .quote_json = std::move(quote_json),
            .edition = edition,
            .priced_on = priced_on,
            .reduction = std::move(reduction),
            .state = state,
            .expires_at = has_deadline(state) ? expires_at : std::nullopt,
            .created_at = created_at,
            .refund_cap_percent = static_cast<int>(refund_cap),
            .counted_in_cap =
                cap_minutes && cap_yen ? std::optional{CountedInCap{*cap_minutes, *cap_yen}} : std::nullopt};
}

} // namespace hiroba::persistence::detail
