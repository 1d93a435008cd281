// What the auditor asks about books of tickets: how many are left, what their price brought, and what they pay for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence::detail {

// The name of a rule, the sentence that says it, and the statement that names in its one column what breaks it.
struct StatementAboutTickets {
    std::string_view name;
    std::string_view sentence;
    std::string statement;
};
[[nodiscard]] std::vector<StatementAboutTickets> statements_about_tickets();

} // namespace hiroba::persistence::detail
