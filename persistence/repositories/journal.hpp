// The double-entry journal: one row is one transfer, never changed, corrected by adding.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/yen.hpp"
#include "persistence/engine/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::persistence {

struct Transfer {
    std::string posting_key; // says what is posted ("assessment:123"); posting it twice is refused by the key
    std::string debit_account;
    std::string credit_account;
    Yen amount; // > 0
    LocalDate business_date;
    int fiscal_year = 0;
    std::optional<ObligationId> obligation; // none: the float of a drawer, a difference in it
    std::optional<AttemptId> attempt;
};

// In the transaction of the event that it posts. DuplicateKey when the key was posted before.
void post(Session& session, const Transfer& transfer, Instant now);

struct AccountBalance {
    std::string account;
    Yen debit;
    Yen credit;
};
[[nodiscard]] std::vector<AccountBalance> trial_balance(Session& session);

} // namespace hiroba::persistence
