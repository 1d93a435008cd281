#include "services/accounts/log_in.hpp"

#include "persistence/repositories/new_id.hpp"
#include "persistence/repositories/posts.hpp"
#include "services/accounts/passwords.hpp"

#include <semaphore>

namespace hiroba::services {
namespace {

using persistence::Session;

constexpr int failures_allowed = 10;
constexpr std::chrono::hours session_length{12};
// Each check takes 64 MiB and a tenth of a second of a core: more at a time would only slow down everything else.
constexpr int password_checks_at_a_time = 4;

std::counting_semaphore<password_checks_at_a_time>& checks() {
    static std::counting_semaphore<password_checks_at_a_time> semaphore{password_checks_at_a_time};
    return semaphore;
}

Result<bool> check_password(std::string_view hash, std::string_view password) {
    if (!checks().try_acquire()) return refuse("too_busy"); // waiting would block a worker: the page asks again
    const bool matches = password_matches(hash, password);
    checks().release();
    return matches;
}

} // namespace

Result<OpenedSession> log_in(persistence::Database& database, const std::string& login_name,
                             const std::string& password, Instant now) {
    const std::string name_hash = sha256_hex(login_name);
    const auto [failures, account] = database.read([&](Session& session) {
        return std::pair{persistence::recent_login_failures(session, name_hash, now),
                         persistence::find_account(session, login_name)};
    });
    if (failures >= failures_allowed) return refuse("too_many_log_ins", {{"retry_after_seconds", std::int64_t{900}}});

    const auto matches = check_password(account ? account->password_hash : hash_of_nobody(), password);
    if (!matches) return tl::unexpected(matches.error());
    if (!*matches || !account) {
        database.transact([&](Session& session) { persistence::count_login_failure(session, name_hash, now); });
        return refuse("wrong_credentials");
    }

    OpenedSession opened{random_token(), {"", random_token(), *account, now + session_length}};
    opened.login.token_hash = sha256_hex(opened.token);
    database.transact([&](Session& session) {
        persistence::forget_login_failures(session, name_hash);
        persistence::insert_login_session(session, opened.login, now);
    });
    return opened;
}

std::optional<persistence::LoginSession> session_of(const Context& context, const std::string& token) {
    if (token.empty()) return std::nullopt;
    return context.look_ups->sessions.look_up(context.database, {sha256_hex(token), context.clock.now()});
}

void log_out(persistence::Database& database, const persistence::LoginSession& login) {
    database.transact([&](Session& session) { persistence::delete_login_session(session, login.token_hash); });
}

void forget_old_log_ins(persistence::Database& database, Instant now) {
    database.transact([&](Session& session) {
        persistence::delete_expired_login_sessions(session, now);
        persistence::delete_old_login_failures(session, now);
    });
}

void save_accounts(persistence::Database& database, const std::vector<AccountEntry>& entries, Instant now) {
    for (const AccountEntry& entry : entries) {
        const std::string hash = hash_password(entry.password); // slow: not inside the transaction
        database.transact([&](Session& session) {
            persistence::save_account(session, {AccountId{persistence::new_id(now)}, entry.login_name,
                                                entry.display_name, entry.role, entry.user_class, hash});
            const AccountId id = persistence::find_account(session, entry.login_name)->id;
            for (const PostCode& post : entry.posts)
                persistence::save_post_holder(session, {.post = post,
                                                        .account = id,
                                                        .first = entry.posts_from.value_or(to_town_time(now).date),
                                                        .last = entry.posts_until,
                                                        .name = {}});
        });
    }
}

} // namespace hiroba::services
