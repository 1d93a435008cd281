// 変更の申請: a change that staff decide is applied for. The bookings stand as they are, and what it needs besides is
// kept (kept_change.hpp) until it is decided, withdrawn or over. Its review (services/approval/) is of the matter
// `change`.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/change_requests.hpp"
#include "services/booking/change.hpp"
#include "services/booking/change_steps.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

inline constexpr std::size_t longest_words_of_applicant = 500;

// The applicant asks for it. `application_not_found`, `idempotency_key_reused`, `stale_version`,
// `change_requested_already`; what is refused of a change (with {index} when there are several) but for `needs_review`;
// `needs_no_review`: it can be made at once; `suspended` {until_ms}, `disturbs_neighbour`; what `keep` refuses,
// `town_changed`. A repeat with the same key answers
// the application as it is now.
struct ChangeApplication {
    ChangeCommand change;
    std::string words{};
};
[[nodiscard]] Result<ApplicationView> apply_for_change(const Context& context, const Viewer& viewer,
                                                       const ChangeApplication& command);
// The same for who asks at the desk, inside a unit of work once `wanted` is possible.
struct AskedChange {
    const ChangeCommand& change;
    const WantedChange& wanted;
    const std::string& words;
};
[[nodiscard]] Result<persistence::ChangeRequest> begin_change_request(persistence::Session& session,
                                                                      const TownInForce& town,
                                                                      const ApplicationView& view, const Viewer& by,
                                                                      const AskedChange& asked, Instant now);

// What is kept of it is kept by the town in force now, and its uses are told at what they cost now.
[[nodiscard]] Result<persistence::ChangeRequest> renew_change_request(persistence::Session& session,
                                                                      const TownInForce& town,
                                                                      persistence::ChangeRequest request,
                                                                      const WantedChange& wanted, Instant now);

// By the applicant, or at the desk for them. `application_not_found`, `stale_version`, `review_not_found`: nothing is
// asked for; `not_the_drafter`: somebody else of the staff has drafted it, and it lies before the posts.
[[nodiscard]] Result<ApplicationView> withdraw_change(const Context& context, const Viewer& viewer,
                                                      ApplicationId application, std::optional<std::int64_t> version);

// Those whose time is over, or of whose slots something is closed by now, lapse. Answers how many.
int end_change_requests(const Context& context);

// As it would be decided at this moment, by staff. Refused like wanted_change.
[[nodiscard]] Result<WantedChange> wanted_now(persistence::Session& session, const TownInForce& town,
                                              const ApplicationView& view, const persistence::ChangeRequest& request,
                                              Instant now);
// The uses as they would be, for what is kept and told.
[[nodiscard]] std::vector<persistence::AskedUse> asked_uses(const WantedChange& wanted);

// Carried out: what was kept is the bookings' own, or is given back and the change refused (変更の不許可), with its
// number, paper and notice. Inside a unit of work; the review is moved by who calls. Refused like make_change and
// check_decision.
struct ChangeOutcome {
    bool is_granted = true;
    AccountId by;
    std::optional<PostCode> post{};
    bool as_deputy = false;
    std::string reason{}; // why not
};
[[nodiscard]] Result<DecisionId> decide_change_request(persistence::Session& session, const TownInForce& town,
                                                       const ApplicationView& view,
                                                       const persistence::ChangeRequest& request,
                                                       const ChangeOutcome& outcome, Instant now);

// The desk decides alone. `application_not_found`, `stale_version`, `review_not_found`, `approval_required` {post},
// `wrong_review_state`, `reason_required`, and what the change is refused with.
struct ChangeDecision {
    ApplicationId application;
    std::optional<std::int64_t> version{};
    bool is_granted = true;
    std::string reason{};
};
[[nodiscard]] Result<ApplicationView> decide_asked_change(const Context& context, const persistence::Account& staff,
                                                          const ChangeDecision& decision);

} // namespace hiroba::services
