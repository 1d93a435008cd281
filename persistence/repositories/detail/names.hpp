// Words of a column that holds nothing else than the names of an enumeration.
#pragma once

#include "persistence/engine/errors.hpp"

#include <algorithm>
#include <ranges>
#include <string>
#include <string_view>

namespace hiroba::persistence::detail {

// The value whose name_of it is; DatabaseError, naming the column, when there is none.
template <std::ranges::range All>
[[nodiscard]] auto named(const All& all, const std::string& word, std::string_view column) {
    const auto found = std::ranges::find_if(all, [&](const auto& value) { return name_of(value) == word; });
    if (found == all.end()) throw DatabaseError(std::string{column} + " holds an unknown word");
    return *found;
}

} // namespace hiroba::persistence::detail
