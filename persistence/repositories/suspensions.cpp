#include "persistence/repositories/suspensions.hpp"

#include "persistence/repositories/detail/sql_lists.hpp"

namespace hiroba::persistence {
namespace {

// What ends last comes last.
constexpr std::string_view select_until = "SELECT account_id, until_ms FROM suspension WHERE until_ms > :at_ms"
                                          " AND from_ms <= :at_ms AND lifted_at_ms IS NULL AND account_id IN ";
constexpr std::string_view in_order = " ORDER BY until_ms";
constexpr Sql withdraw_beginning = "UPDATE notice SET withdrawn = 1 WHERE account_id = :account_id"
                                   " AND created_at_ms = :from_ms AND kind = 'suspended'";

} // namespace

std::map<AccountId, Instant> suspended_until(Session& session, const std::vector<AccountId>& accounts, Instant at) {
    std::map<AccountId, Instant> found;
    detail::in_lists(accounts, [&](const std::vector<AccountId>& part) {
        Binds binds{{"at_ms", at}};
        detail::bind_list(binds, "account", part);
        const Sql select =
            Sql::built(std::string{select_until} + detail::in_list("account", part.size()) + std::string{in_order});
        for (const auto& [account, until] : session.select<AccountId, Instant>(select, binds))
            found.insert_or_assign(account, until);
    });
    return found;
}

void withdraw_notice_of(Session& session, const Suspension& suspension) {
    session.execute(withdraw_beginning, {{"account_id", suspension.account}, {"from_ms", suspension.from}});
}

} // namespace hiroba::persistence
