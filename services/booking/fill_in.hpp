// The form: what an application is for, by how many people, and on which terms; priced again by the town data under
// which it was held.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "services/booking/pricing.hpp"
#include "services/context.hpp"

#include <optional>
#include <vector>

namespace hiroba::services {

// All the terms of one booking, and its equipment where that shall be another.
struct UseTermsOrder {
    BookingId booking;
    UseTerms terms;
    std::optional<std::vector<EquipmentWish>> equipment;
};
struct DetailsCommand {
    ApplicationId application;
    persistence::ApplicationDetails details;
    std::vector<UseTermsOrder> uses{}; // of which bookings the terms change
};

// While it is held: `application_not_found`, `wrong_state`, `hold_expired`; `too_many_people` {capacity, space},
// `invalid_people`, `unknown_activity`, `activity_not_here`; `booking_not_found`, `duplicate_booking` {booking_id};
// what check_asked refuses of the reduction; what check_use and quote_use refuse of a use, and (of early use, extension
// and equipment) what change_use refuses, with {index} among the held bookings when there are several;
// `disturbs_neighbour` {space, activity}. Disturbances that only warn stand in the answer's warnings.
[[nodiscard]] Result<ApplicationView> put_details(const Context& context, const persistence::Account& account,
                                                  const DetailsCommand& command);
// The same inside a unit of work, for who may do so already; answers the warnings.
[[nodiscard]] Result<std::vector<Refusal>> fill_in(persistence::Session& session, const TownInForce& town,
                                                   const PricingTowns& priced_by, const ApplicationView& view,
                                                   const DetailsCommand& command, AccountId by, Instant now);

} // namespace hiroba::services
