// The small table most transaction tests write: one parent with three children is one unit of work.
#pragma once

#include "persistence/engine/database.hpp"

#include <cstdint>
#include <set>

namespace hiroba::test {

void create_ledger(persistence::Database& database);
// The parent and its children; DuplicateKey when the parent is there already.
void write_entry(persistence::Session& session, std::int64_t id);
// The parents that are there. Every one must have its three children, no child may be alone: std::runtime_error.
[[nodiscard]] std::set<std::int64_t> whole_entries(persistence::Database& database);

} // namespace hiroba::test
