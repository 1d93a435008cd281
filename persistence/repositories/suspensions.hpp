// 利用停止 as others are told of it: who is suspended, and what is not to be told any more.
#pragma once

#include "persistence/repositories/refunds.hpp"

#include <map>
#include <vector>

namespace hiroba::persistence {

// Of these, those who are suspended at that moment, each until the end of what lasts longest.
[[nodiscard]] std::map<AccountId, Instant> suspended_until(Session& session, const std::vector<AccountId>& accounts,
                                                           Instant at);
// The notice that told of its beginning, which names an end that is not true any more.
void withdraw_notice_of(Session& session, const Suspension& suspension);

} // namespace hiroba::persistence
