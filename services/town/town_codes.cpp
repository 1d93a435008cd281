#include "services/town/town_codes.hpp"

namespace hiroba::services {

void claim_code(const TableReader& table, std::set<std::string>& taken, const std::string& code, int line,
                const std::string& kind) {
    if (!code.empty() && !taken.insert(code).second)
        table.fault(line, "duplicate_code", {{"value", code}, {"kind", kind}});
}

std::vector<std::string> known_codes(TableReader& table, std::string_view key, const std::set<std::string>& known,
                                     const Reference& reference) {
    std::vector<std::string> codes;
    for (const auto& code : table.list_if_any(key)) {
        if (known.contains(code.value))
            codes.push_back(code.value);
        else
            table.fault(code.line, reference.fault, {{reference.fact, code.value}});
    }
    return codes;
}

} // namespace hiroba::services
