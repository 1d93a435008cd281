#include "persistence/engine/session.hpp"

#include "persistence/engine/detail/connection.hpp"
#include "persistence/engine/errors.hpp"

#include <string>

namespace hiroba::persistence {

Engine Session::engine() const { return connection_.engine(); }

std::int64_t Session::execute(const Sql& sql, const Binds& binds) { return connection_.execute(sql, binds); }

void Session::fetch(const Sql& sql, const Binds& binds, std::span<const detail::CellKind> kinds,
                    detail::RowSink& sink) {
    connection_.fetch(sql, binds, kinds, sink);
}

void detail::refuse_second_row(const Sql& sql) { throw DatabaseError("more than one row: " + std::string(sql.text())); }

} // namespace hiroba::persistence
