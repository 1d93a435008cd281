#include "persistence/engine/detail/statement_text.hpp"

#include "persistence/engine/sql.hpp"

namespace hiroba::persistence::detail {
namespace {

std::string_view next_word(std::string_view& text) {
    while (!text.empty() && (is_blank(text.front()) || text.front() == '(')) {
        text.remove_prefix(1);
    }
    std::size_t size = 0;
    while (size < text.size() && !is_blank(text[size]) && text[size] != '(') {
        ++size;
    }
    const auto word = text.substr(0, size);
    text.remove_prefix(size);
    return word;
}

} // namespace

std::string target_table(std::string_view statement) {
    const auto verb = next_word(statement);
    if (verb == "UPDATE") return std::string(next_word(statement));
    if (verb != "INSERT" && verb != "DELETE") return {};
    next_word(statement); // INTO, FROM
    return std::string(next_word(statement));
}

DatabaseError wrong_columns(std::string_view statement, std::size_t asked, std::size_t returned) {
    return DatabaseError(std::to_string(asked) + " columns are asked for, and the statement returns " +
                         std::to_string(returned) + ": " + std::string(statement));
}

DatabaseError wrong_type(std::string_view statement, std::size_t column) {
    return DatabaseError("column " + std::to_string(column) +
                         " has another type than is asked for (number or text): " + std::string(statement));
}

} // namespace hiroba::persistence::detail
