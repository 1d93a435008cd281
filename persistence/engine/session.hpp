// What a unit of work may touch: statements inside the transaction that surrounds it.
#pragma once

#include "persistence/engine/sql.hpp"
#include "persistence/engine/values.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace hiroba::persistence {

enum class Engine { sqlite, mariadb };

namespace detail {

class Connection;

// Receives the rows of a select, one at a time; may take the texts out of the cells.
class RowSink {
public:
    RowSink() = default;
    RowSink(const RowSink&) = delete;
    RowSink& operator=(const RowSink&) = delete;
    virtual ~RowSink() = default;
    virtual void row(std::span<Cell> cells) = 0;
};

template <class... Columns>
class TupleSink final : public RowSink {
public:
    std::vector<std::tuple<Columns...>> rows;
    void row(std::span<Cell> cells) override { append(cells, std::index_sequence_for<Columns...>{}); }

private:
    template <std::size_t... Index>
    void append(std::span<Cell> cells, std::index_sequence<Index...>) {
        rows.push_back(std::tuple<Columns...>{Column<Columns>::take(cells[Index], Index)...});
    }
};

[[noreturn]] void refuse_second_row(const Sql& sql);

} // namespace detail

// Lives only inside the function given to Database::transact, read or look_up.
// The binds of a call are exactly the placeholders of its statement (each once, however often it stands in the
// text), in any order; anything else is a DatabaseError. Failures: persistence/engine/errors.hpp.
class Session {
public:
    explicit Session(detail::Connection& connection) : connection_(connection) {}
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
    ~Session() = default;

    [[nodiscard]] Engine engine() const;

    // Runs a statement that returns no rows; answers how many rows it matched (an UPDATE that changes nothing in a
    // row it found counts that row, on both engines).
    std::int64_t execute(const Sql& sql, const Binds& binds = {});

    // All rows, columns in the order of the statement, whose number must be that of `Columns`. A column is
    // std::int64_t, std::string, Yen, Instant, LocalDate, MinuteOfDay, a Strong id, or std::optional of one of
    // these; NULL for a column that is not optional is a DatabaseError, and so is text where a number is asked.
    // Also for INSERT … RETURNING.
    template <class... Columns>
    [[nodiscard]] std::vector<std::tuple<Columns...>> select(const Sql& sql, const Binds& binds = {}) {
        static constexpr std::array<detail::CellKind, sizeof...(Columns)> kinds{detail::Column<Columns>::kind...};
        detail::TupleSink<Columns...> sink;
        fetch(sql, binds, kinds, sink);
        return std::move(sink.rows);
    }

    // The row, or nothing; two rows are a DatabaseError.
    template <class... Columns>
    [[nodiscard]] std::optional<std::tuple<Columns...>> select_one(const Sql& sql, const Binds& binds = {}) {
        auto rows = select<Columns...>(sql, binds);
        if (rows.size() > 1) detail::refuse_second_row(sql);
        if (rows.empty()) return std::nullopt;
        return std::move(rows.front());
    }

private:
    void fetch(const Sql& sql, const Binds& binds, std::span<const detail::CellKind> kinds, detail::RowSink& sink);
    detail::Connection& connection_;
};

} // namespace hiroba::persistence
