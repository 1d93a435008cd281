// What the auditor asks about fees: terms, reductions, and what of an amount belongs under which revenue account.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence::detail {

// The name of a rule, the sentence that says it, and the statement that names in its one column what breaks it.
struct StatementAboutFees {
    std::string_view name;
    std::string_view sentence;
    std::string statement;
};
[[nodiscard]] std::vector<StatementAboutFees> statements_about_fees();

} // namespace hiroba::persistence::detail
