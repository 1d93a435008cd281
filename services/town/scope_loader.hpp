// 施行日・対象の室: what every row of an annex can say about when and where it holds.
#pragma once

#include "domain/fees/fee_rules.hpp"
#include "services/town/toml_reader.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace hiroba::services {

// What the rows of a facility may refer to.
struct ScopeContext {
    const std::set<std::string>* spaces = nullptr;
    Text article; // where a row names none of its own
};

// Whole yen, 0 to 1,000,000,000.
[[nodiscard]] Yen read_price(TableReader& table, std::string_view key);

// The article of a row, else the one given.
[[nodiscard]] Text read_article(TableReader& table, const Text& otherwise);

// Reads `in_force_from`, `in_force_until` and `decided_by`. A row that needs no `in_force_from` holds from ever on.
[[nodiscard]] InForce read_in_force(TableReader& table);
[[nodiscard]] InForce read_in_force_if_any(TableReader& table);

// Reads the same (none is needed), `spaces` and `article`.
[[nodiscard]] Scope read_scope(TableReader& table, const ScopeContext& context);

// Notes `duplicate_in_force_from` or `overlapping_in_force` when the two versions claim the same day.
void check_versions(const TableReader& table, const InForce& earlier_row, const InForce& row);

// Whether two rows of one kind hold for the same space.
[[nodiscard]] bool share_a_space(const Scope& a, const Scope& b);

// Adds a row after those of its kind; `same` tells whether another row speaks of the same thing.
template <class Row, class Same>
void add_row(const TableReader& table, std::vector<Row>& rows, Row row, Same&& same) {
    const auto other = std::ranges::find_if(rows, [&](const Row& some) {
        return share_a_space(some.scope, row.scope) && same(some, row) &&
               overlap(some.scope.in_force, row.scope.in_force);
    });
    if (other != rows.end()) check_versions(table, other->scope.in_force, row.scope.in_force);
    rows.push_back(std::move(row));
}

} // namespace hiroba::services
