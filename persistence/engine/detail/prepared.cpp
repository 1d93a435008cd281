#include "persistence/engine/detail/prepared.hpp"

#include "persistence/engine/errors.hpp"

#include <algorithm>
#include <set>

namespace hiroba::persistence::detail {
namespace {

// Sql has been checked: every ':' outside a literal starts a placeholder.
std::set<std::string_view> placeholders_of(std::string_view text) {
    std::set<std::string_view> names;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\'') {
            at = after_literal(text, at);
        } else if (text[at] == ':') {
            const std::size_t end = after_placeholder(text, at);
            names.insert(text.substr(at + 1, end - at - 1));
            at = end;
        } else {
            ++at;
        }
    }
    return names;
}

void check_binds(const Sql& sql, const Binds& binds) {
    std::set<std::string_view> bound;
    for (const Bind& bind : binds) {
        if (!bound.insert(bind.name).second) {
            throw DatabaseError(":" + bind.name + " is bound twice: " + std::string(sql.text()));
        }
    }
    const auto wanted = placeholders_of(sql.text());
    if (bound == wanted) return;
    std::string message = "the binds are not the placeholders (";
    for (const auto name : wanted) {
        if (!bound.contains(name)) message += " missing :" + std::string(name);
    }
    for (const auto name : bound) {
        if (!wanted.contains(name)) message += " unknown :" + std::string(name);
    }
    throw DatabaseError(message + " ): " + std::string(sql.text()));
}

} // namespace

Prepared::Prepared(soci::session& session, const Sql& sql, const Binds& binds, std::span<const CellKind> output_kinds)
    : outputs(output_kinds.size()), kinds(output_kinds.begin(), output_kinds.end()), cells(output_kinds.size()),
      statement(session) {
    check_binds(sql, binds);
    statement.alloc();
    statement.prepare(std::string(sql.text()));
    for (const Bind& bind : binds) {
        InputPlace& place = inputs.emplace_back();
        place.name = bind.name;
        if (std::holds_alternative<std::int64_t>(bind.value)) {
            statement.exchange(soci::use(place.integer, place.indicator, place.name));
        } else {
            statement.exchange(soci::use(place.text, place.indicator, place.name));
        }
    }
    for (std::size_t column = 0; column < kinds.size(); ++column) {
        OutputPlace& place = outputs[column];
        if (kinds[column] == CellKind::integer) {
            statement.exchange(soci::into(place.integer, place.indicator));
        } else {
            statement.exchange(soci::into(place.text, place.indicator));
        }
    }
    statement.define_and_bind();
}

bool Prepared::fits(const Binds& binds) const {
    return std::equal(binds.begin(), binds.end(), inputs.begin(), inputs.end(),
                      [](const Bind& bind, const InputPlace& place) { return bind.name == place.name; });
}

void Prepared::copy_in(const Binds& binds) {
    for (std::size_t at = 0; at < binds.size(); ++at) {
        const Value& value = binds[at].value;
        InputPlace& place = inputs[at];
        place.indicator = std::holds_alternative<std::nullptr_t>(value) ? soci::i_null : soci::i_ok;
        if (const auto* integer = std::get_if<std::int64_t>(&value)) place.integer = *integer;
        if (const auto* text = std::get_if<std::string>(&value)) place.text = *text;
    }
}

void Prepared::copy_out() {
    for (std::size_t column = 0; column < cells.size(); ++column) {
        OutputPlace& place = outputs[column];
        Cell& cell = cells[column];
        cell.is_null = place.indicator == soci::i_null;
        if (cell.is_null) continue;
        if (kinds[column] == CellKind::integer) {
            cell.integer = place.integer;
        } else {
            cell.text.swap(place.text);
        }
    }
}

} // namespace hiroba::persistence::detail
