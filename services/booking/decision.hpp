// 処分: the one function through which every decision about an application goes.
#pragma once

#include "persistence/repositories/applications.hpp"
#include "persistence/repositories/decisions.hpp"
#include "services/booking/application_view.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

struct DecisionOrder {
    DecisionKind kind = DecisionKind::permit;
    std::vector<BookingId> bookings{}; // of the application, that it is about
    std::optional<AccountId> by{};     // staff; empty: by rule (自動許可)
    std::optional<PostCode> post{};    // in which they decide, where the town's route names one
    bool as_deputy = false;            // 代決
    std::vector<Text> conditions{};    // 許可条件, of a conditional permit or a change permit
    std::string reason{};              // required where needs_reason
    std::string outside_number{};      // of the decision in the town's own approval system; empty: none
    std::vector<RefundId> refunds{};   // of a decision on a refund: what it orders
};
// Whether that can be said in a decision: `reason_required`, `reason_too_long` {most}, `too_many_conditions` {most},
// `condition_too_long` {most}.
[[nodiscard]] Result<void> check_decision(const DecisionOrder& order);
// Writes the decision under the next number of its series, with the notice of appeal that the town gives for its kind,
// and its paper: what stands on it is of this moment and stays so, whatever becomes of the town's templates and
// ordinance and of the booking. `town` is the one in force. Inside a unit of work; the application is locked, and what
// the decision changes was written before: who else wants a number of the series waits from here to the end of it.
// Who decides twice in one unit of work takes the number about the use before that about its money: always the same way
// round, so that two never wait for each other. Refused like check_decision.
[[nodiscard]] Result<persistence::Decision> decide(persistence::Session& session, const TownInForce& town,
                                                   const persistence::Application& application,
                                                   const DecisionOrder& order, Instant now);

// 還付の決定 about the refunds that this unit of work ordered, in one paper; nothing is written when there are none. By
// rule, or by staff with their reason. Refused like `decide`.
struct RefundDecider {
    std::optional<AccountId> by{};
    std::optional<PostCode> post{};
    bool as_deputy = false;
    std::string reason{};
};
[[nodiscard]] Result<void> decide_refunds(persistence::Session& session, const TownInForce& town,
                                          const persistence::Application& application, const RefundDecider& decider,
                                          Instant now);

// The newest permit or refusal of the application, which has one: what ended its review.
[[nodiscard]] DecisionId newest_outcome(persistence::Session& session, ApplicationId application);
// The newest of these kinds, which there is.
[[nodiscard]] DecisionId newest_of(persistence::Session& session, ApplicationId application,
                                   const std::set<DecisionKind>& kinds);

// Who decides a change: who asks for it, or staff, in a post where the town's route has one.
struct ChangeDecider {
    Viewer viewer;
    std::optional<PostCode> post{};
    bool as_deputy = false;
};
// 変更許可 of these bookings, which were permitted and are changed or given up, under the conditions that hold already;
// nothing is written when there are none. What the applicant changes is permitted by rule. Refused like `decide`.
[[nodiscard]] Result<void> decide_changed_permit(persistence::Session& session, const TownInForce& town,
                                                 const ApplicationView& view, const std::vector<BookingId>& bookings,
                                                 const ChangeDecider& by, Instant now);

} // namespace hiroba::services
