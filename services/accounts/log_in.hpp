// Logging in and out, and knowing who asks.
#pragma once

#include "domain/core/refusal.hpp"
#include "persistence/engine/database.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/context.hpp"
#include "services/town/account_loader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// A session that was just opened: the token goes into the cookie and is stored nowhere.
struct OpenedSession {
    std::string token;
    persistence::LoginSession login;
};

// `too_many_log_ins` {retry_after_seconds} after ten failures of a name in a quarter of an hour, `too_busy` when the
// machine checks too many passwords already, `wrong_credentials` otherwise (whether the name exists is not told).
[[nodiscard]] Result<OpenedSession> log_in(persistence::Database& database, const std::string& login_name,
                                           const std::string& password, Instant now);

// The session of this cookie's token, unless it is over.
[[nodiscard]] std::optional<persistence::LoginSession> session_of(const Context& context, const std::string& token);

void log_out(persistence::Database& database, const persistence::LoginSession& login);

// Takes away sessions that are over and failed log-ins that no longer count.
void forget_old_log_ins(persistence::Database& database, Instant now);

// Accounts from a file: new ones are made, others get the file's values.
void save_accounts(persistence::Database& database, const std::vector<AccountEntry>& entries, Instant now);

} // namespace hiroba::services
