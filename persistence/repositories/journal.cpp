#include "persistence/repositories/journal.hpp"

#include "persistence/repositories/new_id.hpp"

namespace hiroba::persistence {
namespace {

constexpr Sql insert_transfer =
    "INSERT INTO journal_transfer (transfer_id, posting_key, debit_account, credit_account, amount_yen, business_date,"
    " fiscal_year, obligation_id, attempt_id, recorded_at_ms)"
    " VALUES (:transfer_id, :posting_key, :debit_account, :credit_account, :amount_yen, :business_date,"
    " :fiscal_year, :obligation_id, :attempt_id, :recorded_at_ms)";
// CAST: MariaDB sums BIGINT into DECIMAL.
constexpr Sql select_balances =
    "SELECT account, CAST(SUM(debit) AS SIGNED), CAST(SUM(credit) AS SIGNED) FROM ("
    " SELECT debit_account AS account, amount_yen AS debit, 0 AS credit FROM journal_transfer"
    " UNION ALL SELECT credit_account, 0, amount_yen FROM journal_transfer) AS sides GROUP BY account ORDER BY account";

} // namespace

void post(Session& session, const Transfer& transfer, Instant now) {
    session.execute(insert_transfer, {{"transfer_id", new_id(now)},
                                      {"posting_key", transfer.posting_key},
                                      {"debit_account", transfer.debit_account},
                                      {"credit_account", transfer.credit_account},
                                      {"amount_yen", transfer.amount},
                                      {"business_date", transfer.business_date},
                                      {"fiscal_year", transfer.fiscal_year},
                                      {"obligation_id", transfer.obligation},
                                      {"attempt_id", transfer.attempt},
                                      {"recorded_at_ms", now}});
}

std::vector<AccountBalance> trial_balance(Session& session) {
    std::vector<AccountBalance> balances;
    for (auto& [account, debit, credit] : session.select<std::string, Yen, Yen>(select_balances))
        balances.push_back({std::move(account), debit, credit});
    return balances;
}

} // namespace hiroba::persistence
