// 利用停止 by staff, beside those that no-shows bring.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/refunds.hpp"
#include "services/context.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// Until the end of that day. `account_not_found`, `date_in_the_past`, `suspension_too_long` {most}, `already_suspended`
// {until_ms} when one that ends later holds already.
[[nodiscard]] Result<persistence::SuspendedPerson> suspend_resident(const Context& context,
                                                                    const persistence::Account& staff,
                                                                    AccountId resident, LocalDate until,
                                                                    const std::string& reason);
// The person is told so, and until when they are suspended for another reason, if they are. `suspension_not_found`.
[[nodiscard]] Result<persistence::SuspendedPerson> lift(const Context& context, const persistence::Account& staff,
                                                        std::int64_t suspension);
[[nodiscard]] std::vector<persistence::SuspendedPerson> suspended_now(const Context& context);

} // namespace hiroba::services
