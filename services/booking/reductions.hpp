// 減免: asked for after the application, and decided by staff.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/reductions.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/pricing.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// The applicant asks for a class for what is applied for already. What holds by rule is applied at once; else it waits
// for staff, and the fee stays as it is until they decide.
// `application_not_found`, `details_missing`; `wrong_state` when it is held (the form asks for it then) or no use is
// still to come; `reduction_waits` when one waits already; what check_asked refuses; `attempt_in_progress`.
[[nodiscard]] Result<ApplicationView> ask_reduction(const Context& context, const persistence::Account& account,
                                                    ApplicationId application, const ReductionCode& code);

struct ReductionDecisionCommand {
    ApplicationId application;
    bool is_granted = false;
    std::optional<ReductionCode> reduction; // of a grant of another class than that asked for, or unasked
    std::optional<LocalDate> evidence_seen_on;
    std::string reason;                    // of a refusal (行政手続法第8条): required
    std::optional<std::int64_t> version{}; // of the application, as staff saw it
};
// In whose name it is decided; without `by` by rule.
struct ReductionDecider {
    const TownInForce& town; // in force
    std::optional<AccountId> by{};
    std::string reason{};
    std::optional<PostCode> post{}; // in which it was decided, by the town's route
    bool as_deputy = false;         // 代決
    std::string outside_number{};   // of the town's own approval system
};
// The decision inside a unit of work, for a locked application, with the notice to the applicant; and what it would be
// refused with at this moment: no fee, decision or notice is written, but the capped days are locked, so it is asked
// inside a unit of work. Refused like decide_reduction.
[[nodiscard]] Result<void> carry_out_reduction(persistence::Session& session, const PricingTowns& priced_by,
                                               const ApplicationView& view, const ReductionDecider& decider,
                                               const ReductionDecisionCommand& command, Instant now);
[[nodiscard]] Result<void> check_reduction_decision(persistence::Session& session, const PricingTowns& priced_by,
                                                    const ApplicationView& view,
                                                    const ReductionDecisionCommand& command, Instant now);
// The bookings whose fees it is about.
[[nodiscard]] std::vector<BookingId> reducible_bookings(const ApplicationView& view);

// A draft about the application's permit that is on its way through approval goes back to its drafter when its fee
// changes: what the posts approve is what is charged.
// Granted: every use of the application that is not given up is quoted again with the class, by the town data that
// priced it; what is owed follows, and what was paid too much is due for refund whole. Refused: the fee stays.
// `application_not_found`, `stale_version`, `reason_required`, `details_missing`; `no_reduction_asked` when nothing
// waits and no class is named; `wrong_state` when it is held or nothing of it can be reduced; `evidence_required` where
// the class asks for some, `evidence_in_future`; what check_asked refuses; `reduction_takes_nothing_off`;
// `attempt_in_progress`. Where posts approve it, it is drafted instead (services/approval/reviews.hpp):
// `approval_required` {post}.
[[nodiscard]] Result<ApplicationView> decide_reduction(const Context& context, const persistence::Account& staff,
                                                       const ReductionDecisionCommand& command);
// The same inside a unit of work, for an application that staff enter: it is held, and locked; decided with its permit.
struct DeskGrant {
    AccountId by;
    LocalDate evidence_seen_on;
};
[[nodiscard]] Result<void> grant_at_desk(persistence::Session& session, const TownInForce& in_force,
                                         const PricingTowns& priced_by, const ApplicationView& held,
                                         const DeskGrant& grant, Instant now);

[[nodiscard]] std::vector<ApplicationView> applications_with_waiting_reduction(const Context& context, int limit);

} // namespace hiroba::services
