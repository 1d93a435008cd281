// 申請を探す: a resident is on the telephone and says a number, a name, or what it was for.
#pragma once

#include "persistence/repositories/accounts.hpp"
#include "persistence/repositories/applications.hpp"
#include "services/context.hpp"

#include <string>

namespace hiroba::services {

inline constexpr int applications_found_at_most = 50;
inline constexpr std::size_t shortest_find = 2; // characters without the blanks
inline constexpr std::size_t longest_find = 50; // characters

// By the number or its beginning, or by words of which each stands in the applicant's name, the group's or the purpose.
// A whole number that there is finds nothing else. `find_too_short` {least}, `find_too_long` {most}. What was looked
// for is logged: names are personal data.
[[nodiscard]] Result<persistence::FoundApplications>
find_applications(const Context& context, const persistence::Account& by, const std::string& typed);

} // namespace hiroba::services
