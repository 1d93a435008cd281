// 審査: the way of an application through drafting and approval (起案・決裁) as one table: from, event, to.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/refusal.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba {

enum class ReviewState {
    to_draft,    // 起案待ち
    in_approval, // 決裁中: the step whose turn it is
    returned,    // 差戻し: to the drafter
    decided,     // 決裁済: as proposed
    rejected,    // 否決: the last approver refused what was proposed to be permitted
    withdrawn,   // the applicant gave everything back
    lapsed,      // the use began, or the town closed: there is nothing left to decide
};

enum class ReviewEvent {
    drafted,         // 起案
    approved,        // 承認, and another step follows
    decided,         // 決裁, at the last step (or by the desk where there are none)
    decided_outside, // the town's own approval system decided
    rejected,        // 否決, at the last step
    returned,        // 差戻し
    taken_back,      // 引戻し, by the drafter
    facts_changed,   // what was drafted about is not what is applied for any more
    withdrawn,       // 取下げ, of all that waited
    lapsed,          // nothing waits any more for another reason
};

struct ReviewTransition {
    ReviewState from;
    ReviewEvent event;
    ReviewState to;
};

[[nodiscard]] std::span<const ReviewTransition> review_transitions();
[[nodiscard]] std::span<const ReviewState> review_states();
[[nodiscard]] std::span<const ReviewEvent> review_events();
// The state after the event, or `wrong_review_state` {state, event}.
[[nodiscard]] Result<ReviewState> next_state(ReviewState state, ReviewEvent event);
// Whether something can still happen to it.
[[nodiscard]] bool is_open(ReviewState state);

[[nodiscard]] std::string_view name_of(ReviewState state);
[[nodiscard]] std::string_view name_of(ReviewEvent event);
[[nodiscard]] std::optional<ReviewState> review_state_named(std::string_view name);

// The table as a Mermaid state diagram, for the documentation.
[[nodiscard]] std::string draw_review_life();

// Who may approve (or reject): `drafter_cannot_approve`, then `already_approved` (nobody approves two steps of a
// draft), then, at the last step, `consultation_open` {post}.
struct ApprovalTurn {
    AccountId drafter;
    bool drafter_may_approve = false;
    std::vector<AccountId> approved_by; // the steps before
    bool is_last = false;
    std::vector<PostCode> without_opinion; // asked, and silent so far
};
[[nodiscard]] Result<void> check_approver(const ApprovalTurn& turn, AccountId who);

} // namespace hiroba
