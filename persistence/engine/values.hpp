// What goes into a statement and what comes out of it: 64-bit numbers, text, or nothing.
#pragma once

#include "domain/core/instant.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/strong.hpp"
#include "domain/core/yen.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hiroba::persistence {

using Value = std::variant<std::nullptr_t, std::int64_t, std::string>;

// Every domain value has one form in the database: yen, ids and minutes as numbers, instants as epoch
// milliseconds, dates as YYYY-MM-DD. A number that does not fit 64 signed bits does not compile.
template <std::integral Number>
    requires(sizeof(Number) < sizeof(std::int64_t) || std::signed_integral<Number>)
[[nodiscard]] Value to_value(Number number) {
    return static_cast<std::int64_t>(number);
}
[[nodiscard]] inline Value to_value(std::string text) { return text; }
[[nodiscard]] inline Value to_value(std::string_view text) { return std::string(text); }
[[nodiscard]] inline Value to_value(const char* text) { return std::string(text); }
[[nodiscard]] inline Value to_value(std::nullptr_t) { return nullptr; }
[[nodiscard]] inline Value to_value(Value value) { return value; }
[[nodiscard]] inline Value to_value(Yen amount) { return amount.amount(); }
[[nodiscard]] inline Value to_value(Instant instant) { return instant.epoch_ms(); }
[[nodiscard]] inline Value to_value(LocalDate date) { return date.iso8601(); }
[[nodiscard]] inline Value to_value(MinuteOfDay time) { return to_value(time.minutes()); }
template <class Tag, class T>
[[nodiscard]] Value to_value(const Strong<Tag, T>& strong) {
    return to_value(strong.value());
}
template <class T>
[[nodiscard]] Value to_value(const std::optional<T>& optional) {
    return optional ? to_value(*optional) : Value{nullptr};
}

// One placeholder and its value, held by copy: {"unit_id", unit.id}.
struct Bind {
    std::string name; // without ':'
    Value value;

    template <class T>
    Bind(std::string_view placeholder, T&& bound) : name(placeholder), value(to_value(std::forward<T>(bound))) {}
};
using Binds = std::vector<Bind>;

namespace detail {

enum class CellKind { integer, text };

// One column of one row.
struct Cell {
    std::int64_t integer = 0;
    std::string text;
    bool is_null = false;
};

[[noreturn]] void refuse_null_cell(std::size_t column);

// How a column type of Session::select is read: its kind, and how a cell becomes a value.
template <class T>
struct Column;
template <>
struct Column<std::int64_t> {
    static constexpr CellKind kind = CellKind::integer;
    static std::int64_t take(Cell& cell, std::size_t column) {
        if (cell.is_null) refuse_null_cell(column);
        return cell.integer;
    }
};
template <>
struct Column<std::string> {
    static constexpr CellKind kind = CellKind::text;
    static std::string take(Cell& cell, std::size_t column) {
        if (cell.is_null) refuse_null_cell(column);
        return std::move(cell.text);
    }
};
template <>
struct Column<Yen> : Column<std::int64_t> {
    static Yen take(Cell& cell, std::size_t column) { return Yen{Column<std::int64_t>::take(cell, column)}; }
};
template <>
struct Column<Instant> : Column<std::int64_t> {
    static Instant take(Cell& cell, std::size_t column) {
        return Instant::from_epoch_ms(Column<std::int64_t>::take(cell, column));
    }
};
template <>
struct Column<LocalDate> : Column<std::string> {
    static LocalDate take(Cell& cell, std::size_t column); // DatabaseError when it is no date
};
template <>
struct Column<MinuteOfDay> : Column<std::int64_t> {
    static MinuteOfDay take(Cell& cell, std::size_t column); // DatabaseError when it is no minute of a day
};
template <class Tag, class T>
struct Column<Strong<Tag, T>> : Column<T> {
    static Strong<Tag, T> take(Cell& cell, std::size_t column) { return Strong<Tag, T>{Column<T>::take(cell, column)}; }
};
template <class T>
struct Column<std::optional<T>> : Column<T> {
    static std::optional<T> take(Cell& cell, std::size_t column) {
        if (cell.is_null) return std::nullopt;
        return Column<T>::take(cell, column);
    }
};

} // namespace detail

} // namespace hiroba::persistence
