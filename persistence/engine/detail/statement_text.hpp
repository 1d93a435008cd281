// What can be told from the text of a statement, and the complaints both engines share.
#pragma once

#include "persistence/engine/errors.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence::detail {

// The table that an INSERT, UPDATE or DELETE changes; empty for anything else.
[[nodiscard]] std::string target_table(std::string_view statement);

// Names and numbers as words, every other sign as a word of its own; blanks are left out.
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);

[[nodiscard]] DatabaseError wrong_columns(std::string_view statement, std::size_t asked, std::size_t returned);
[[nodiscard]] DatabaseError wrong_type(std::string_view statement, std::size_t column);

} // namespace hiroba::persistence::detail
