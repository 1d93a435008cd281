// What is kept for a change that was applied for: the slots that it needs besides those that its bookings occupy
// already, claimed by an owner of its own, so that nobody can take them before it is decided and the bookings lose
// nothing. Inside a unit of work; the application is locked.
#pragma once

#include "domain/approval/review_life.hpp"
#include "persistence/repositories/bookings.hpp"
#include "persistence/repositories/change_requests.hpp"
#include "services/catalog/catalog.hpp"

#include <optional>
#include <set>
#include <vector>

namespace hiroba::services {

// Claims it for the owner. Refused like insert_held: `already_taken` {date, space}, `closure` {date, space},
// `too_much_equipment` {equipment, free, date, space}.
[[nodiscard]] Result<void> keep(persistence::Session& session, OwnerId owner,
                                const std::vector<persistence::NewBooking>& uses, Instant now);

// Gives back what it kept, by the release rule of the facility.
void give_kept_back(persistence::Session& session, const TownInForce& town, const FacilityCode& facility,
                    const persistence::ChangeRequest& request, Instant now);

// Ends the one that waits, without a decision; the applicant is told when it is not them who withdraw it.
void end_change_request(persistence::Session& session, const TownInForce& town,
                        const persistence::Application& application, const persistence::ChangeRequest& request,
                        ReviewEvent event, std::optional<AccountId> by, Instant now);
// The same where one waits about any of these bookings, which are not as they were any more: it lapses.
void end_change_request_about(persistence::Session& session, const TownInForce& town,
                              const persistence::Application& application, const std::set<BookingId>& bookings,
                              std::optional<AccountId> by, Instant now);

} // namespace hiroba::services
