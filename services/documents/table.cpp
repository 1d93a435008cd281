#include "services/documents/table.hpp"

#include <algorithm>

namespace hiroba::documents {
namespace {

constexpr double padding_x = 4;
constexpr double padding_y = 3.5;
constexpr double shade = 0.93;

class Table {
public:
    Table(Flow& flow, const std::vector<TableColumn>& columns, const TableLook& look)
        : flow_(flow), columns_(columns), look_(look) {
        double shares = 0;
        for (const TableColumn& column : columns)
            shares += column.share;
        for (const TableColumn& column : columns)
            widths_.push_back(text_width * column.share / shares);
    }

    void set(const std::vector<TableRow>& rows) {
        const Row heads = heads_row();
        flow_.need((look_.first_is_heading ? 0 : heads.height) + (rows.empty() ? 0 : measured(rows.front()).height));
        flow_.begin("Table");
        if (!look_.first_is_heading) draw(heads);
        for (const TableRow& row : rows) {
            const Row next = measured(row);
            if (next.height > flow_.room()) {
                flow_.new_page();
                if (!look_.first_is_heading) draw(heads);
            }
            draw(next);
        }
        flow_.end();
    }

private:
    struct Cell {
        SetText text;
        double x;
        double width;
        bool is_heading;
    };
    struct Row {
        std::vector<Cell> cells;
        double height = 0;
        bool is_shaded = false;
    };

    Row heads_row() const {
        Row row;
        row.is_shaded = true;
        double x = margin_side;
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            add_cell(row, {columns_[at].head, {Face::heading, look_.size, Align::center}, x, widths_[at], true});
            x += widths_[at];
        }
        return row;
    }

    Row measured(const TableRow& source) const {
        Row row;
        row.height = source.least_height;
        row.is_shaded = source.look == RowLook::section || source.look == RowLook::strong;
        if (source.look == RowLook::section || source.look == RowLook::heading) {
            add_cell(row, {source.cells.front(), {Face::heading, look_.size}, margin_side, text_width, true});
            return row;
        }
        double x = margin_side;
        for (std::size_t at = 0; at < columns_.size(); ++at) {
            const bool is_heading = look_.first_is_heading && at == 0;
            const Face face = is_heading || source.look == RowLook::strong ? Face::heading : Face::body;
            const std::string text = at < source.cells.size() ? source.cells[at] : std::string{};
            add_cell(row, {text, {face, look_.size, columns_[at].align}, x, widths_[at], is_heading});
            x += widths_[at];
        }
        return row;
    }

    struct NewCell {
        std::string text;
        TextStyle style;
        double x;
        double width;
        bool is_heading;
    };
    void add_cell(Row& row, const NewCell& cell) const {
        TextStyle style = cell.style;
        style.line_spacing = 1.25;
        SetText text = flow_.letters().set(cell.text, style, cell.width - 2 * padding_x);
        row.height = std::max(row.height, text.height + 2 * padding_y);
        row.cells.push_back({std::move(text), cell.x, cell.width, cell.is_heading});
    }

    void draw(const Row& row) {
        const double y = flow_.y();
        if (row.is_shaded) flow_.fill(margin_side, y, text_width, row.height, shade);
        flow_.begin("TR");
        for (const Cell& cell : row.cells) {
            if (look_.first_is_heading && cell.is_heading && !row.is_shaded)
                flow_.fill(cell.x, y, cell.width, row.height, shade);
            flow_.begin(cell.is_heading ? "TH" : "TD");
            flow_.place(cell.text, cell.x + padding_x, y + padding_y);
            flow_.end();
        }
        flow_.end();
        for (const Cell& cell : row.cells)
            flow_.frame(cell.x, y, cell.width, row.height);
        flow_.skip(row.height);
    }

    Flow& flow_;
    const std::vector<TableColumn>& columns_;
    const TableLook& look_;
    std::vector<double> widths_;
};

} // namespace

void set_table(Flow& flow, const std::vector<TableColumn>& columns, const std::vector<TableRow>& rows,
               const TableLook& look) {
    Table{flow, columns, look}.set(rows);
}

} // namespace hiroba::documents
