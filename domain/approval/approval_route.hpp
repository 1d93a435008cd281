// 決裁: which posts approve a draft, in which order, and where it ends for this case (専決), as a town's data.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/refusal.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace hiroba {

// 職: what approves is the post, whoever holds it at the time.
struct Post {
    PostCode code;
    Text name;
    friend bool operator==(const Post&, const Post&) = default;
};

// 専決の範囲: all that is stated must be met.
struct DelegationLimit {
    std::optional<Yen> total_up_to;
    std::optional<std::int64_t> people_up_to;
    bool without_admission = false; // nothing is charged or sold there
    friend bool operator==(const DelegationLimit&, const DelegationLimit&) = default;
};
struct ApprovalStep {
    PostCode post;
    std::optional<DelegationLimit> decides; // within it, the route ends here
    friend bool operator==(const ApprovalStep&, const ApprovalStep&) = default;
};

inline constexpr std::size_t most_approval_steps = 3;

struct ApprovalRoute {
    std::vector<ApprovalStep> steps;     // empty: the desk decides alone
    std::vector<PostCode> consultations; // 合議: asked for an opinion of every draft
    bool drafter_may_approve = false;    // 起案者 holds one of the posts, and may approve the own draft
    friend bool operator==(const ApprovalRoute&, const ApprovalRoute&) = default;
};

// 案件: what is decided, each by a route of its own.
enum class ReviewMatter {
    permit,     // of what was applied for, or its refusal
    revocation, // 許可の取消し of one use
    reduction,  // 減免, or that it is not granted
    change,     // 変更許可, or that it is not permitted
};
inline constexpr std::array review_matters = {ReviewMatter::permit, ReviewMatter::revocation, ReviewMatter::reduction,
                                              ReviewMatter::change};
[[nodiscard]] std::string_view name_of(ReviewMatter matter); // "revocation"
[[nodiscard]] std::optional<ReviewMatter> review_matter_named(std::string_view name);

struct ApprovalRoutes {
    ApprovalRoute permit;
    ApprovalRoute revocation;
    ApprovalRoute reduction;
    ApprovalRoute change;
    std::optional<int> change_kept_days{}; // how long what was applied for is kept; empty: until a use begins
    friend bool operator==(const ApprovalRoutes&, const ApprovalRoutes&) = default;
};
[[nodiscard]] const ApprovalRoute& route_for(const ApprovalRoutes& routes, ReviewMatter matter);

struct ApprovalCase {
    Yen total;
    std::int64_t people = 0;
    bool with_admission = false;
};
[[nodiscard]] bool is_within(const DelegationLimit& limit, const ApprovalCase& facts);
// The posts of this case in their order, up to the first that may decide it, else all of them.
[[nodiscard]] std::vector<PostCode> posts_for(const ApprovalRoute& route, const ApprovalCase& facts);

// A post in somebody's hands: as its holder, or as deputy (代決) for a period.
struct HeldPost {
    PostCode post;
    bool as_deputy = false;
    LocalDate first;
    std::optional<LocalDate> last; // empty: until further notice
    friend bool operator==(const HeldPost&, const HeldPost&) = default;
};
// How the person acts in that post on that day: the holder before the deputy. `deputy_period_over` {post, first, last}
// when they were its deputy at another time only, `not_your_step` {post} when never.
[[nodiscard]] Result<HeldPost> acting_in(const std::vector<HeldPost>& held, const PostCode& post, LocalDate today);

} // namespace hiroba
