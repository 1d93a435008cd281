#include "persistence/repositories/accounts.hpp"

#include "domain/core/utf8.hpp"
#include "persistence/engine/errors.hpp"
#include "persistence/repositories/detail/sql_lists.hpp"
#include "persistence/repositories/new_id.hpp"

#include <chrono>
#include <map>

namespace hiroba::persistence {
namespace {

constexpr std::chrono::minutes failure_window{15};
constexpr std::size_t longest_subject = 100; // characters of access_log.subject

constexpr Sql insert_account =
    "INSERT INTO account (account_id, login_name, display_name, role, user_class, password_hash)"
    " VALUES (:account_id, :login_name, :display_name, :role, :user_class, :password_hash)";
constexpr Sql update_account = "UPDATE account SET display_name = :display_name, role = :role,"
                               " user_class = :user_class, password_hash = :password_hash"
                               " WHERE login_name = :login_name";
constexpr Sql insert_waiting_counter =
    "INSERT INTO quota_counter (account_id, counter, used) VALUES (:account_id, 'waiting', 0)";
constexpr Sql select_account = "SELECT account_id, login_name, display_name, role, user_class, password_hash"
                               " FROM account WHERE login_name = :login_name";
constexpr Sql select_account_by_id = "SELECT account_id, login_name, display_name, role, user_class, password_hash"
                                     " FROM account WHERE account_id = :account_id";
constexpr Sql select_residents =
    "SELECT account_id, login_name, display_name, role, user_class, password_hash FROM account"
    " WHERE role = 'resident' AND (LOWER(login_name) LIKE :login_pattern ESCAPE '!'"
    " OR LOWER(display_name) LIKE :name_pattern ESCAPE '!') ORDER BY display_name, login_name LIMIT :row_limit";
constexpr Sql select_staff = "SELECT account_id, login_name, display_name, role, user_class, password_hash"
                             " FROM account WHERE role <> 'resident' ORDER BY display_name, login_name";
constexpr Sql insert_session =
    "INSERT INTO login_session (token_hash, account_id, csrf_token, created_at_ms, expires_at_ms)"
    " VALUES (:token_hash, :account_id, :csrf_token, :created_at_ms, :expires_at_ms)";
const std::string select_sessions =
    "SELECT s.token_hash, s.csrf_token, s.expires_at_ms, a.account_id, a.login_name, a.display_name, a.role,"
    " a.user_class, a.password_hash FROM login_session s JOIN account a ON a.account_id = s.account_id"
    " WHERE s.token_hash IN ";
constexpr Sql delete_session = "DELETE FROM login_session WHERE token_hash = :token_hash";
constexpr Sql delete_expired_sessions = "DELETE FROM login_session WHERE expires_at_ms <= :now_ms";
constexpr Sql select_failures = "SELECT failures FROM login_failure WHERE login_name_hash = :login_name_hash"
                                " AND last_at_ms > :since_ms";
constexpr Sql raise_failures = "UPDATE login_failure SET failures = CASE WHEN last_at_ms > :since_ms"
                               " THEN failures + 1 ELSE 1 END, last_at_ms = :now_ms"
                               " WHERE login_name_hash = :login_name_hash";
constexpr Sql insert_failure = "INSERT INTO login_failure (login_name_hash, failures, last_at_ms)"
                               " VALUES (:login_name_hash, 1, :now_ms)";
constexpr Sql delete_failures = "DELETE FROM login_failure WHERE login_name_hash = :login_name_hash";
constexpr Sql delete_old_failures = "DELETE FROM login_failure WHERE last_at_ms <= :since_ms";
constexpr Sql insert_access = "INSERT INTO access_log (access_id, at_ms, account_id, action, subject)"
                              " VALUES (:access_id, :at_ms, :account_id, :action, :subject)";

Role role_from(const std::string& name) {
    const auto role = role_named(name);
    if (!role) throw DatabaseError("account.role holds an unknown role");
    return *role;
}

UserClass user_class_from(const std::string& name) {
    const auto user_class = user_class_named(name);
    if (!user_class) throw DatabaseError("account.user_class holds an unknown class");
    return *user_class;
}

std::vector<Account> select_accounts(Session& session, const Sql& sql, const Binds& binds) {
    std::vector<Account> accounts;
    for (auto& [id, login, display, role, user_class, hash] :
         session.select<AccountId, std::string, std::string, std::string, std::string, std::string>(sql, binds))
        accounts.push_back(
            {id, std::move(login), std::move(display), role_from(role), user_class_from(user_class), std::move(hash)});
    return accounts;
}

std::optional<Account> only(std::vector<Account> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

// Lower case where there is one, and nothing in it that LIKE would read as more than itself.
std::string for_pattern(const std::string& words) {
    std::string pattern;
    for (const char c : words) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return pattern;
}

} // namespace

void save_account(Session& session, const Account& account) {
    const Binds shared{{"login_name", account.login_name},
                       {"display_name", account.display_name},
                       {"role", name_of(account.role)},
                       {"user_class", name_of(account.user_class)},
                       {"password_hash", account.password_hash}};
    if (session.execute(update_account, shared) == 1) return;
    Binds all = shared;
    all.emplace_back("account_id", account.id);
    session.execute(insert_account, all);
    session.execute(insert_waiting_counter, {{"account_id", account.id}});
}

std::optional<Account> find_account(Session& session, const std::string& login_name) {
    return only(select_accounts(session, select_account, {{"login_name", login_name}}));
}

std::optional<Account> find_account(Session& session, AccountId id) {
    return only(select_accounts(session, select_account_by_id, {{"account_id", id}}));
}

std::vector<Account> search_residents(Session& session, const std::string& words, int limit) {
    const std::string escaped = for_pattern(words);
    return select_accounts(
        session, select_residents,
        {{"login_pattern", escaped + "%"}, {"name_pattern", "%" + escaped + "%"}, {"row_limit", limit}});
}

std::vector<Account> staff_accounts(Session& session) { return select_accounts(session, select_staff, {}); }

void insert_login_session(Session& session, const LoginSession& login, Instant now) {
    session.execute(insert_session, {{"token_hash", login.token_hash},
                                     {"account_id", login.account.id},
                                     {"csrf_token", login.csrf_token},
                                     {"created_at_ms", now},
                                     {"expires_at_ms", login.expires_at}});
}

std::vector<std::optional<LoginSession>> find_login_sessions(Session& session,
                                                             const std::vector<LoginQuestion>& questions) {
    std::vector<std::string> hashes;
    hashes.reserve(questions.size());
    for (const LoginQuestion& question : questions)
        hashes.push_back(question.token_hash);
    Binds binds;
    detail::bind_list(binds, "token_hash", hashes);
    std::map<std::string, LoginSession> known;
    for (auto& [token_hash, csrf_token, expires_at, id, login, display, role, user_class, hash] :
         session.select<std::string, std::string, Instant, AccountId, std::string, std::string, std::string,
                        std::string, std::string>(
             Sql::built(select_sessions + detail::in_list("token_hash", hashes.size())), binds))
        known.emplace(token_hash, LoginSession{token_hash, std::move(csrf_token),
                                               Account{id, std::move(login), std::move(display), role_from(role),
                                                       user_class_from(user_class), std::move(hash)},
                                               expires_at});
    std::vector<std::optional<LoginSession>> found;
    found.reserve(questions.size());
    for (const LoginQuestion& question : questions) {
        const auto session_found = known.find(question.token_hash);
        const bool stands = session_found != known.end() && session_found->second.expires_at > question.now;
        found.push_back(stands ? std::optional{session_found->second} : std::nullopt);
    }
    return found;
}

void delete_login_session(Session& session, const std::string& token_hash) {
    session.execute(delete_session, {{"token_hash", token_hash}});
}

void delete_expired_login_sessions(Session& session, Instant now) {
    session.execute(delete_expired_sessions, {{"now_ms", now}});
}

int recent_login_failures(Session& session, const std::string& login_name_hash, Instant now) {
    const auto row = session.select_one<std::int64_t>(
        select_failures, {{"login_name_hash", login_name_hash}, {"since_ms", now - failure_window}});
    return row ? static_cast<int>(std::get<0>(*row)) : 0;
}

void count_login_failure(Session& session, const std::string& login_name_hash, Instant now) {
    const Binds raise{{"login_name_hash", login_name_hash}, {"since_ms", now - failure_window}, {"now_ms", now}};
    if (session.execute(raise_failures, raise) == 1) return;
    try {
        session.execute(insert_failure, {{"login_name_hash", login_name_hash}, {"now_ms", now}});
    } catch (const DuplicateKey&) {
        session.execute(raise_failures, raise);
    }
}

void forget_login_failures(Session& session, const std::string& login_name_hash) {
    session.execute(delete_failures, {{"login_name_hash", login_name_hash}});
}

void delete_old_login_failures(Session& session, Instant now) {
    session.execute(delete_old_failures, {{"since_ms", now - failure_window}});
}

void log_access(Session& session, AccountId by, const std::string& action, const std::string& subject, Instant now) {
    session.execute(insert_access, {{"access_id", new_id(now)},
                                    {"at_ms", now},
                                    {"account_id", by},
                                    {"action", action},
                                    {"subject", std::string{first_characters(subject, longest_subject)}}});
}

} // namespace hiroba::persistence
