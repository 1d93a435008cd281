// People who log in, their sessions, and what staff looked at.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/instant.hpp"
#include "domain/core/role.hpp"
#include "domain/fees/rates.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct Account {
    AccountId id;
    std::string login_name;
    std::string display_name;
    Role role = Role::resident;
    UserClass user_class = UserClass::in_town;
    std::string password_hash; // argon2id, in the form that crypto_pwhash_str makes
};

// Writes a new account, or gives the account of this login name the other values (its id stays).
void save_account(Session& session, const Account& account);
[[nodiscard]] std::optional<Account> find_account(Session& session, const std::string& login_name);
[[nodiscard]] std::optional<Account> find_account(Session& session, AccountId id);
// Residents whose login name begins with the words, or whose display name contains them; for the desk.
[[nodiscard]] std::vector<Account> search_residents(Session& session, const std::string& words, int limit);

// Everybody who is no resident, by name.
[[nodiscard]] std::vector<Account> staff_accounts(Session& session);

// Only the SHA-256 of the token in the cookie is stored.
struct LoginSession {
    std::string token_hash;
    std::string csrf_token;
    Account account;
    Instant expires_at;
};
void insert_login_session(Session& session, const LoginSession& login, Instant now);
// Of each hash the session, unless it is over. One statement; at least one question.
struct LoginQuestion {
    std::string token_hash;
    Instant now;
};
[[nodiscard]] std::vector<std::optional<LoginSession>> find_login_sessions(Session& session,
                                                                           const std::vector<LoginQuestion>& questions);
void delete_login_session(Session& session, const std::string& token_hash);
void delete_expired_login_sessions(Session& session, Instant now);

// Failed log-ins of a name within the last quarter of an hour; the name is stored hashed (people type passwords there).
[[nodiscard]] int recent_login_failures(Session& session, const std::string& login_name_hash, Instant now);
void count_login_failure(Session& session, const std::string& login_name_hash, Instant now);
void forget_login_failures(Session& session, const std::string& login_name_hash);
// Those that no longer count, of every name.
void delete_old_login_failures(Session& session, Instant now);

// Every look of staff at personal data. Of the subject (whose data, or what was looked for) the first 100 characters
// are kept.
void log_access(Session& session, AccountId by, const std::string& action, const std::string& subject, Instant now);

} // namespace hiroba::persistence
