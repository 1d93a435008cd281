#include "services/approval/posts.hpp"

#include "persistence/repositories/new_id.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

using persistence::Account;
using persistence::Session;

bool is_over(const std::optional<LocalDate>& last, LocalDate today) { return last && *last < today; }

// As its holder: a deputy names no deputy.
bool holds(Session& session, const Account& account, const PostCode& post, LocalDate today) {
    const auto held = acting_in(persistence::posts_held(session, account.id), post, today);
    return held && !held->as_deputy;
}

bool is_possible_deputy(const Account& account) { return account.role == Role::desk || account.role == Role::approver; }

Result<void> check_period(const DeputyCommand& command, LocalDate today) {
    if (command.last < command.first) return refuse("period_reversed");
    if (command.last < today) return refuse("period_over");
    if ((command.last - command.first).count() >= most_deputy_days)
        return refuse("period_too_long", {{"most", std::int64_t{most_deputy_days}}});
    return {};
}

Result<persistence::Deputy> appoint(Session& session, const Account& by, const DeputyCommand& command, Instant now) {
    const LocalDate today = to_town_time(now).date;
    const auto account = persistence::find_account(session, command.account);
    if (!account || !is_possible_deputy(*account)) return refuse("account_not_found");
    if (holds(session, *account, command.post, today)) return refuse("deputy_is_holder");
    if (const auto period = check_period(command, today); !period) return tl::unexpected(period.error());
    const persistence::Deputy deputy{.id = persistence::new_id(now),
                                     .post = command.post,
                                     .account = account->id,
                                     .first = command.first,
                                     .last = command.last,
                                     .made_by = by.id,
                                     .made_at = now,
                                     .name = account->display_name};
    persistence::insert_deputy(session, deputy);
    return deputy;
}

bool has_holder(Session& session, const PostCode& post, LocalDate today) {
    return std::ranges::any_of(persistence::post_holders(session), [&](const persistence::PostHolder& holder) {
        return holder.post == post && holder.first <= today && !is_over(holder.last, today);
    });
}

} // namespace

std::vector<PostInTown> posts_of_town(const Context& context, const Account& by) {
    const auto town = context.catalog.current();
    const LocalDate today = to_town_time(context.clock.now()).date;
    return context.database.read([&](Session& session) {
        const auto holders = persistence::post_holders(session);
        const auto deputies = persistence::deputies(session, today);
        std::vector<PostInTown> posts;
        for (const Post& post : town->town.posts) {
            PostInTown line{post, {}, {}, holds(session, by, post.code, today)};
            std::ranges::copy_if(holders, std::back_inserter(line.holders), [&](const auto& holder) {
                return holder.post == post.code && !is_over(holder.last, today);
            });
            std::ranges::copy_if(deputies, std::back_inserter(line.deputies),
                                 [&](const auto& deputy) { return deputy.post == post.code; });
            posts.push_back(std::move(line));
        }
        return posts;
    });
}

std::vector<Account> possible_deputies(const Context& context) {
    return context.database.read([](Session& session) {
        auto staff = persistence::staff_accounts(session);
        std::erase_if(staff, [](const Account& account) { return !is_possible_deputy(account); });
        return staff;
    });
}

Result<persistence::Deputy> name_deputy(const Context& context, const Account& by, const DeputyCommand& command) {
    const Instant now = context.clock.now();
    const LocalDate today = to_town_time(now).date;
    const auto town = context.catalog.current();
    if (find_post(town->town, command.post) == nullptr) return refuse("unknown_post");
    return context.database.transact([&](Session& session) -> Result<persistence::Deputy> {
        if (!holds(session, by, command.post, today)) return refuse("not_your_post", {{"post", command.post.value()}});
        return appoint(session, by, command, now);
    });
}

Result<persistence::Deputy> name_deputy_in_absence(persistence::Database& database, const Town& town, const Account& by,
                                                   const DeputyCommand& command, Instant now) {
    if (find_post(town, command.post) == nullptr) return refuse("unknown_post");
    if (by.role == Role::resident) return refuse("account_not_found");
    return database.transact([&](Session& session) -> Result<persistence::Deputy> {
        if (!has_holder(session, command.post, to_town_time(now).date))
            return refuse("no_holder", {{"post", command.post.value()}});
        auto deputy = appoint(session, by, command, now);
        if (deputy)
            persistence::log_access(session, by.id, "deputy_named_in_absence",
                                    command.post.value() + " " + std::to_string(command.account.value()) + " " +
                                        command.first.iso8601() + " " + command.last.iso8601(),
                                    now);
        return deputy;
    });
}

Result<persistence::Deputy> end_deputy(const Context& context, const Account& by, std::int64_t id) {
    const Instant now = context.clock.now();
    return context.database.transact([&](Session& session) -> Result<persistence::Deputy> {
        auto deputy = persistence::find_deputy(session, id);
        if (!deputy) return refuse("deputy_not_found");
        if (!holds(session, by, deputy->post, to_town_time(now).date))
            return refuse("not_your_post", {{"post", deputy->post.value()}});
        if (!persistence::end_deputy(session, id, by.id, now)) return refuse("deputy_not_found");
        return std::move(*deputy);
    });
}

} // namespace hiroba::services
