// 職と代決: who holds which post, and who acts in it while the holder is absent.
#pragma once

#include "domain/approval/approval_route.hpp"
#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct PostHolder {
    PostCode post;
    AccountId account;
    LocalDate first;
    std::optional<LocalDate> last; // empty: until further notice
    std::string name;              // of the account; filled in when read
};
// Writes the holder, or gives the one of that post, account and first day its last day.
void save_post_holder(Session& session, const PostHolder& holder);
// All of them, by post and first day.
[[nodiscard]] std::vector<PostHolder> post_holders(Session& session);

struct Deputy {
    std::int64_t id = 0;
    PostCode post;
    AccountId account;
    LocalDate first;
    LocalDate last;
    AccountId made_by;
    Instant made_at;
    std::string name; // of the account; filled in when read
};
void insert_deputy(Session& session, const Deputy& deputy);
// One that was not ended.
[[nodiscard]] std::optional<Deputy> find_deputy(Session& session, std::int64_t id);
// Those whose period is not over on that day and that were not ended, by post and first day.
[[nodiscard]] std::vector<Deputy> deputies(Session& session, LocalDate from);
// False when it was ended already.
[[nodiscard]] bool end_deputy(Session& session, std::int64_t id, AccountId by, Instant now);

// The posts of a person at any time, those of ended deputies left out.
[[nodiscard]] std::vector<HeldPost> posts_held(Session& session, AccountId account);

} // namespace hiroba::persistence
