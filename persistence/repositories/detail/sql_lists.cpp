#include "persistence/repositories/detail/sql_lists.hpp"

namespace hiroba::persistence::detail {

std::string numbered(std::string_view column, std::size_t row) {
    return std::string{column} + "_" + std::to_string(row);
}

std::string in_list(std::string_view name, std::size_t count) {
    std::string list;
    for (std::size_t at = 0; at < std::bit_ceil(count); ++at)
        list += (at == 0 ? "(:" : ", :") + numbered(name, at);
    return list + ")";
}

std::string values_of(const std::vector<std::string_view>& columns, std::size_t rows) {
    std::string values = " VALUES ";
    for (std::size_t row = 0; row < rows; ++row) {
        std::string line;
        for (const std::string_view column : columns)
            line += (line.empty() ? "(:" : ", :") + numbered(column, row);
        values += (row == 0 ? "" : ", ") + line + ")";
    }
    return values;
}

} // namespace hiroba::persistence::detail
