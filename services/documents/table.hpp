// Tables that run over pages: a row stays whole, the heads stand again on every page.
#pragma once

#include "services/documents/flow.hpp"

#include <string>
#include <vector>

namespace hiroba::documents {

struct TableColumn {
    std::string head;
    double share = 1; // of the width, among the others
    Align align = Align::left;
};

enum class RowLook {
    plain,
    section, // its first cell over the whole width, shaded
    heading, // its first cell over the whole width
    strong,  // shaded: a total
};

struct TableRow {
    std::vector<std::string> cells; // one for each column; of a section or heading, one
    RowLook look = RowLook::plain;
    double least_height = 0;
};

struct TableLook {
    double size = 9;               // of its letters
    bool first_is_heading = false; // the first cell of a row names it; no row of heads
};

void set_table(Flow& flow, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows,
               const TableLook& look = {});

} // namespace hiroba::documents
