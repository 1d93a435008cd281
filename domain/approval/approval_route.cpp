#include "domain/approval/approval_route.hpp"

#include <algorithm>

namespace hiroba {

std::string_view name_of(ReviewMatter matter) {
    switch (matter) {
    case ReviewMatter::permit:
        return "permit";
    case ReviewMatter::revocation:
        return "revocation";
    case ReviewMatter::reduction:
        return "reduction";
    case ReviewMatter::change:
        return "change";
    }
    return {};
}

std::optional<ReviewMatter> review_matter_named(std::string_view name) {
    const auto* const found = std::ranges::find(review_matters, name, [](ReviewMatter some) { return name_of(some); });
    return found == review_matters.end() ? std::nullopt : std::optional{*found};
}

const ApprovalRoute& route_for(const ApprovalRoutes& routes, ReviewMatter matter) {
    switch (matter) {
    case ReviewMatter::permit:
        return routes.permit;
    case ReviewMatter::revocation:
        return routes.revocation;
    case ReviewMatter::reduction:
        return routes.reduction;
    case ReviewMatter::change:
        return routes.change;
    }
    return routes.permit;
}

bool is_within(const DelegationLimit& limit, const ApprovalCase& facts) {
    if (limit.total_up_to && facts.total > *limit.total_up_to) return false;
    if (limit.people_up_to && facts.people > *limit.people_up_to) return false;
    return !limit.without_admission || !facts.with_admission;
}

std::vector<PostCode> posts_for(const ApprovalRoute& route, const ApprovalCase& facts) {
    std::vector<PostCode> posts;
    for (const ApprovalStep& step : route.steps) {
        posts.push_back(step.post);
        if (step.decides && is_within(*step.decides, facts)) break;
    }
    return posts;
}

Result<HeldPost> acting_in(const std::vector<HeldPost>& held, const PostCode& post, LocalDate today) {
    const HeldPost* deputy = nullptr;
    const HeldPost* at_another_time = nullptr;
    for (const HeldPost& each : held) {
        if (each.post != post) continue;
        const bool in_force = each.first <= today && (!each.last || today <= *each.last);
        if (in_force && !each.as_deputy) return each;
        if (in_force)
            deputy = &each;
        else if (each.as_deputy)
            at_another_time = &each;
    }
    if (deputy != nullptr) return *deputy;
    if (at_another_time != nullptr)
        return refuse("deputy_period_over", {{"post", post.value()},
                                             {"first", at_another_time->first.iso8601()},
                                             {"last", at_another_time->last.value_or(today).iso8601()}});
    return refuse("not_your_step", {{"post", post.value()}});
}

} // namespace hiroba
