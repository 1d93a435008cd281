// What the auditor asks about tickets and what the desk took.
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
