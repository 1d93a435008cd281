#include "persistence/engine/detail/statement_text.hpp"

#include "persistence/engine/sql.hpp"

namespace hiroba::persistence::detail {
namespace {

bool is_word_part(char c) { return is_name_part(c) || (c >= 'A' && c <= 'Z'); }

} // namespace

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    bool in_word = false;
    for (const char c : text) {
        if (!is_blank(c) && in_word && is_word_part(c)) {
            words.back() += c;
        } else if (!is_blank(c)) {
            words.emplace_back(1, c);
        }
        in_word = is_word_part(c);
    }
    return words;
}

std::string target_table(std::string_view statement) {
    const auto words = words_of(statement.substr(0, 200));
    if (words.size() > 1 && words[0] == "UPDATE") return words[1];
    if (words.size() > 2 && (words[0] == "INSERT" || words[0] == "DELETE")) return words[2]; // INTO, FROM
    return {};
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
