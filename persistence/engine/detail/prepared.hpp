// A statement as SOCI keeps it between uses, with the places its values are copied into: SOCI holds the addresses
// of what it binds, so these places live and move as one with the statement.
#pragma once

#include "persistence/engine/sql.hpp"
#include "persistence/engine/values.hpp"

#include <cstddef>
#include <deque>
#include <soci/soci.h>
#include <span>
#include <string>
#include <vector>

namespace hiroba::persistence::detail {

struct InputPlace {
    std::string name;
    long long integer = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
};

struct OutputPlace {
    long long integer = 0;
    std::string text;
    soci::indicator indicator = soci::i_ok;
};

struct Prepared {
    std::deque<InputPlace> inputs; // a deque: the places keep their addresses
    std::deque<OutputPlace> outputs;
    std::vector<CellKind> kinds;
    std::vector<Cell> cells;
    soci::statement statement; // last: goes first, before the places it points to

    // DatabaseError unless the names of the binds are those of the placeholders, each once.
    Prepared(soci::session& session, const Sql& sql, const Binds& binds, std::span<const CellKind> output_kinds);

    [[nodiscard]] bool fits(const Binds& binds) const; // same names in the same order
    void copy_in(const Binds& binds);
    void copy_out(); // outputs → cells
};

} // namespace hiroba::persistence::detail
