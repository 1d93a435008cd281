// Statements over many rows at once, from few texts: lists are padded, rows come in parts of fixed sizes.
#pragma once

#include "persistence/engine/session.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace hiroba::persistence::detail {

// "(:unit_0, :unit_1, :unit_2, :unit_3)" for three or four ids; `count` > 0.
[[nodiscard]] std::string in_list(std::string_view name, std::size_t count);

// The values of such a list; the last one is repeated where it is padded.
template <class T>
void bind_list(Binds& binds, std::string_view name, const std::vector<T>& values) {
    for (std::size_t at = 0; at < std::bit_ceil(values.size()); ++at)
        binds.emplace_back(std::string{name} + "_" + std::to_string(at), values[std::min(at, values.size() - 1)]);
}

// Calls `select` with each part of a long list.
template <class T, class Select>
void in_lists(const std::vector<T>& all, const Select& select) {
    constexpr std::size_t most = 512;
    for (std::size_t first = 0; first < all.size(); first += most) {
        const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first);
        select(std::vector<T>(begin, begin + static_cast<std::ptrdiff_t>(std::min(most, all.size() - first))));
    }
}

// " VALUES (:unit_id_0, :slot_date_0), (:unit_id_1, :slot_date_1)" for two rows of these columns.
[[nodiscard]] std::string values_of(const std::vector<std::string_view>& columns, std::size_t rows);
[[nodiscard]] std::string numbered(std::string_view column, std::size_t row);

// Calls `part(first, count)` until all rows are done, with counts of 64, 32, 16, 8, 4, 2 and 1.
template <class Part>
void in_parts(std::size_t rows, Part&& part) {
    constexpr std::size_t most = 64;
    for (std::size_t first = 0; first < rows;) {
        const std::size_t count = std::min(most, std::bit_floor(rows - first));
        part(first, count);
        first += count;
    }
}

} // namespace hiroba::persistence::detail
