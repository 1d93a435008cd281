// 起案・決裁・合議: what staff do with an application that waits for its decision. Each is one unit of work that locks
// the application first; who comes second is told so and changes nothing.
//
// What the posts approve is what is charged: when the fee of a draft changes on its way (a reduction is granted, a use
// is changed), it goes back to its drafter (follow.hpp), and the new draft takes the route of the new total.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/reviews.hpp"
#include "services/booking/application_view.hpp"
#include "services/booking/change_request.hpp"
#include "services/booking/reductions.hpp"
#include "services/booking/revoke.hpp"
#include "services/context.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

inline constexpr std::size_t longest_words = 500; // of a draft, an approval or an opinion

// What every one of them names: the application, as it was seen, and the matter of which it is.
struct SeenApplication {
    ApplicationId application;
    std::int64_t version = 0;
    ReviewMatter matter = ReviewMatter::permit;
};
// All of them are refused with `application_not_found`, `stale_version`, `review_not_found` (nothing of it waits) and
// `wrong_review_state` {state, event}.

// 起案 of a permit or its refusal. Where the route has no posts, `decide_application` is the way: `no_approval_route`.
// `booking_not_found`, `wrong_state`, `reason_required`, `too_many_conditions`, `condition_too_long`,
// `unknown_condition` {condition}.
struct DraftCommand {
    SeenApplication seen{};
    persistence::Proposal proposal = persistence::Proposal::permit;
    std::vector<BookingId> only{};                  // empty: all that wait
    std::vector<std::string> standard_conditions{}; // codes
    std::vector<std::string> own_conditions{};      // words
    std::string reason{};                           // of a refusal
    std::string words{};                            // to the approvers
};
[[nodiscard]] Result<ApplicationView> draft(const Context& context, const persistence::Account& staff,
                                            const DraftCommand& command);
// 起案 of a revocation and of a decision about a reduction, where the town's route for it has posts (else
// `no_approval_route`). It is drafted about the bookings as they stand: whatever happens to one of them meanwhile
// brings it back to its drafter. Also refused with what the decision itself would be refused with at this moment, and
// `wrong_review_state` while one is on its way already. An emergency closure waits for nobody (closures.hpp).
struct RevocationDraft {
    Revocation revocation;
    std::string words{}; // to the approvers
};
[[nodiscard]] Result<ApplicationView> draft_revocation(const Context& context, const persistence::Account& staff,
                                                       const RevocationDraft& command);
struct ReductionDraft {
    ReductionDecisionCommand decision;
    std::string words{};
};
[[nodiscard]] Result<ApplicationView> draft_reduction(const Context& context, const persistence::Account& staff,
                                                      const ReductionDraft& command);

// What staff entered with a reduction whose evidence they saw, inside its unit of work and once it is applied for: the
// reduction is drafted as granted. Where its way has the one post that they hold themselves, that may decide its own
// drafts and hears nobody, it is decided at once. Refused like draft_reduction.
struct ReductionTowns {
    const TownInForce& in_force;
    const PricingTowns& priced_by;
};
[[nodiscard]] Result<void> apply_for_reduction_at_desk(persistence::Session& session, const ReductionTowns& towns,
                                                       const ApplicationView& view, const persistence::Account& staff,
                                                       LocalDate evidence_seen_on, Instant now);

// 起案 about a change of a permit: of what the applicant applied for (services/booking/change_request.hpp), or of what
// is asked for at the desk, which is kept from then on just as that is. Refused like draft_revocation; with
// `change_requested_already` (a change is named, and one waits), `review_not_found` (none is, and none waits),
// `reason_required` (of a refusal). The same key again answers the application as it is now.
struct ChangeDraft {
    ApplicationId application;
    std::optional<std::int64_t> version{};
    std::optional<ChangeCommand> change{}; // empty: what waits
    bool is_granted = true;
    std::string reason{};
    std::string words{};
};
[[nodiscard]] Result<ApplicationView> draft_change(const Context& context, const persistence::Account& staff,
                                                   const ChangeDraft& command);

// Drafts about bookings to which something happened since go back to their drafters, or lapse with nothing left to
// decide. Answers how many.
int return_outdated_drafts(const Context& context);

// 引戻し, by the drafter only: `not_the_drafter`. Of a revocation, a reduction or a change that was asked for at the
// desk, that is the end of it; one that came back is given up by whoever of the desk sees it. What the applicant
// applied for waits to be drafted again.
[[nodiscard]] Result<ApplicationView> take_back_draft(const Context& context, const persistence::Account& staff,
                                                      const SeenApplication& seen);

// 承認・決裁, 差戻し, 否決 by the post whose turn it is; the last approval carries out what was proposed.
// `not_your_step` {post}, `deputy_period_over` {post, first, last}; of approving and rejecting what check_approver
// refuses; `reason_required` (rejecting, returning); `not_last_step` and `proposal_is_refusal` (rejecting; a
// revocation is sent back instead); a draft that is outdated, or about a change whose fee is another by now, goes back
// to its drafter instead;
// whatever permitting or refusing is refused with.
enum class ApprovalAct { approve, send_back, reject };
struct ApprovalCommand {
    SeenApplication seen;
    ApprovalAct act = ApprovalAct::approve;
    std::string words{}; // of a rejection and a return: the reason
};
[[nodiscard]] Result<ApplicationView> act_on_draft(const Context& context, const persistence::Account& staff,
                                                   const ApprovalCommand& command);

// 合議: the drafter or whose turn it is asks another post. `unknown_post`, `already_asked` {post}, `not_your_step`.
[[nodiscard]] Result<ApplicationView> ask_opinion(const Context& context, const persistence::Account& staff,
                                                  const SeenApplication& seen, const PostCode& post);
// `not_asked` {post}, `not_your_step`, `deputy_period_over`, `reason_required` (of an objection).
struct OpinionCommand {
    SeenApplication seen;
    PostCode post;
    persistence::Opinion opinion = persistence::Opinion::agree;
    std::string words;
};
[[nodiscard]] Result<ApplicationView> give_opinion(const Context& context, const persistence::Account& staff,
                                                   const OpinionCommand& command);
// 後閲 by the holder of the post. `nothing_to_acknowledge` {post}, `not_your_step`.
[[nodiscard]] Result<ApplicationView> acknowledge_deputy(const Context& context, const persistence::Account& staff,
                                                         const SeenApplication& seen, const PostCode& post);

// The town's own approval system decided: its outcome is carried out under our number, with its document number.
// Like a draft; also `outside_number_required`.
struct OutsideDecisionCommand {
    DraftCommand outcome;
    std::string outside_number;
};
[[nodiscard]] Result<ApplicationView> record_outside_decision(const Context& context, const persistence::Account& staff,
                                                              const OutsideDecisionCommand& command);

} // namespace hiroba::services
