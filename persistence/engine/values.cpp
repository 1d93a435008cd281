#include "persistence/engine/values.hpp"

#include "persistence/engine/errors.hpp"

namespace hiroba::persistence::detail {

void refuse_null_cell(std::size_t column) {
    throw DatabaseError("column " + std::to_string(column) + " is NULL, and its type is not std::optional");
}

LocalDate Column<LocalDate>::take(Cell& cell, std::size_t column) {
    const auto date = LocalDate::parse(Column<std::string>::take(cell, column));
    if (!date) throw DatabaseError("column " + std::to_string(column) + " is no date");
    return *date;
}

MinuteOfDay Column<MinuteOfDay>::take(Cell& cell, std::size_t column) {
    const auto time = MinuteOfDay::of(Column<std::int64_t>::take(cell, column));
    if (!time) throw DatabaseError("column " + std::to_string(column) + " is no minute of a day");
    return *time;
}

} // namespace hiroba::persistence::detail
