// The steps of a change, for who makes it and for who applies for one that staff decide. Inside a unit of work; the
// application is locked.
#pragma once

#include "services/booking/change.hpp"
#include "services/booking/decision.hpp"

#include <vector>

namespace hiroba::services {

// Whose rules hold: of residents who change by themselves, of those who apply for it, of staff. The window binds the
// first two, and what `needs_review` is refused to the first only.
enum class ChangeRules { resident, application, staff };

// A change as it would be, whether or not anybody has its slots. What is refused stands in the plan.
struct WantedChange {
    ChangePlan plan;
    std::vector<persistence::NewBooking> uses; // those that are not refused, as they would be
    ApplicationView as_wanted;                 // their spaces and fees, and what is declared
};
// Refused like preview_change.
[[nodiscard]] Result<WantedChange> wanted_change(persistence::Session& session, const TownInForce& town,
                                                 const ApplicationView& view, const ChangeCommand& command,
                                                 ChangeRules rules, Instant now);

// The bookings that it is about.
[[nodiscard]] std::vector<BookingId> bookings_of(const ChangePlan& plan);

// The first that is not possible, or null.
[[nodiscard]] const PlannedChange* first_refused(const ChangePlan& plan);

// Makes it, with its 変更許可 and what it means for money. Refused like change_application, but for who may.
[[nodiscard]] Result<void> make_change(persistence::Session& session, const TownInForce& town,
                                       const ApplicationView& view, const ChangeCommand& command,
                                       const ChangeDecider& by, Instant now);

// What a booking that the change is about would be asked for with.
[[nodiscard]] UseRequest changed_request(const TownInForce& town, const persistence::Booking& booking,
                                         const ChangeCommand& command);

} // namespace hiroba::services
