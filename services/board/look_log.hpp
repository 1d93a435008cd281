// Who of the staff looked at whose data.
#pragma once

#include "services/context.hpp"

#include <string>
#include <vector>

namespace hiroba::services {

// Writes the look into the access log (a subject is at most 100 characters). The same look again within a minute is
// not written again.
void log_look(const Context& context, AccountId by, const std::string& action, const std::string& subject);
// One look at several, in one transaction.
void log_looks(const Context& context, AccountId by, const std::string& action,
               const std::vector<std::string>& subjects);

} // namespace hiroba::services
