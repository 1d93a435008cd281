// What waits for staff between application and decision, and whose turn it is.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/change_requests.hpp"
#include "persistence/repositories/posts.hpp"
#include "persistence/repositories/reviews.hpp"
#include "services/approval/approval_case.hpp"
#include "services/context.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// What a person has to do with a review, today.
struct Part {
    bool drafts = false;                  // 起案: it waits to be drafted, and the person is of the desk
    bool drafted = false;                 // it is their draft
    std::optional<HeldPost> decides{};    // it is this post's turn
    std::vector<HeldPost> consulted{};    // 合議: these were asked and are silent
    std::vector<PostCode> acknowledges{}; // 後閲: their deputies acted
    bool sees_papers = false;             // it lies before them or went through them; the desk always
};

struct ReviewView {
    persistence::Review review;
    ApplicationView application;
    std::string holder; // the applicant's name
    CaseRoute route;    // before it is drafted: the one that it will take
    std::vector<persistence::ReviewHistory> history;
    Part part;                                          // of who looks
    std::optional<persistence::ChangeRequest> change{}; // that it is about
};

// Open reviews, and those with something that a deputy did and nobody acknowledged; the earliest use first. Looks are
// logged.
[[nodiscard]] std::vector<ReviewView> worklist(const Context& context, const persistence::Account& by, int limit);
// The newest review of an application in that matter. The look is logged. `application_not_found`, `review_not_found`.
[[nodiscard]] Result<ReviewView> review_file(const Context& context, const persistence::Account& by, ApplicationId id,
                                             ReviewMatter matter = ReviewMatter::permit);

// Whether its newest review in any matter lies before the person today (to decide, to give an opinion on, to
// acknowledge), or one of its reviews went through them.
[[nodiscard]] bool is_before_or_went_through(persistence::Session& session, const TownInForce& town,
                                             const persistence::Account& person, ApplicationId id, Instant now);

} // namespace hiroba::services
