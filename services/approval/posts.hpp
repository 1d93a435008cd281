// 職と代決: the posts of the town with who holds them, and deputies for a period.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/posts.hpp"
#include "services/context.hpp"

#include <vector>

namespace hiroba::services {

struct PostInTown {
    Post post;
    std::vector<persistence::PostHolder> holders; // today and later
    std::vector<persistence::Deputy> deputies;    // today and later
    bool is_mine = false;                         // of who looks, as holder, today
};
[[nodiscard]] std::vector<PostInTown> posts_of_town(const Context& context, const persistence::Account& by);
// Staff who may be named as deputy: desk and approvers, by name.
[[nodiscard]] std::vector<persistence::Account> possible_deputies(const Context& context);

// The longest period of a deputy.
inline constexpr int most_deputy_days = 366;

struct DeputyCommand {
    PostCode post;
    AccountId account;
    LocalDate first;
    LocalDate last;
};
// Only who holds the post names its deputy. `unknown_post`, `not_your_post` {post}, `account_not_found` (also
// who is no staff), `deputy_is_holder`, `period_reversed`, `period_over`, `period_too_long` {most}.
[[nodiscard]] Result<persistence::Deputy> name_deputy(const Context& context, const persistence::Account& by,
                                                      const DeputyCommand& command);
// 急な不在: the holder cannot name anybody, so whoever keeps the accounts and names the holders does, on the word of
// somebody of the staff (`by`). What name_deputy refuses besides `not_your_post`; `account_not_found` also of a `by`
// who is no staff; `no_holder` {post}: nobody would be deputised for. It stands in the log of looks, under that name.
[[nodiscard]] Result<persistence::Deputy> name_deputy_in_absence(persistence::Database& database, const Town& town,
                                                                 const persistence::Account& by,
                                                                 const DeputyCommand& command, Instant now);
// From now on. `deputy_not_found`, `not_your_post`.
[[nodiscard]] Result<persistence::Deputy> end_deputy(const Context& context, const persistence::Account& by,
                                                     std::int64_t id);

} // namespace hiroba::services
