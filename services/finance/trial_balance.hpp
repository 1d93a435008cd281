// The journal's accounts, each held against what the other tables say.
#pragma once

#include "persistence/engine/database.hpp"
#include "persistence/repositories/journal.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba::services {

// receivable = what is left of what is owed; provider clearing = what providers have received for us and not given
// back; suspense = what came late and is not to be given back; cash = what lies in the open drawers; counter clearing =
// what the desk recorded of terminals, transfers and notices; refunds payable = what is to be given back and has not
// been; each account of revenue = what is owed or paid under it and not refunded.
struct BalanceCheck {
    std::string code;
    std::optional<std::string> account{}; // of revenue: which one
    Yen ledger;
    Yen tables;
    [[nodiscard]] bool agrees() const { return ledger == tables; }
};

struct TrialBalance {
    std::vector<persistence::AccountBalance> accounts;
    std::vector<BalanceCheck> checks;
};

// On one unchanging view of the database.
[[nodiscard]] TrialBalance trial_balance(persistence::Database& database);

} // namespace hiroba::services
