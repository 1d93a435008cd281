#include "services/town/scope_loader.hpp"

#include "services/town/town_codes.hpp"

#include <array>

namespace hiroba::services {
namespace {

constexpr std::array deciding_dates = {Word<DecidingDate>{"permission", DecidingDate::permission},
                                       Word<DecidingDate>{"use", DecidingDate::use}};

void read_transition(TableReader& table, InForce& in_force) {
    if (table.has("in_force_until")) in_force.until = table.date("in_force_until");
    if (in_force.until && *in_force.until < in_force.from)
        table.fault(table.line_of("in_force_until"), "period_reversed",
                    {{"first", in_force.from.iso8601()}, {"last", in_force.until->iso8601()}});
    if (table.has("decided_by"))
        in_force.decided_by = table.word<DecidingDate>("decided_by", deciding_dates).value_or(DecidingDate::permission);
}

} // namespace

Yen read_price(TableReader& table, std::string_view key) {
    constexpr Limits prices{0, 1'000'000'000, "price_out_of_range"};
    return Yen{table.number(key, prices).value_or(0)};
}

Text read_article(TableReader& table, const Text& otherwise) {
    return table.has("article") ? table.text("article").value_or(Text{}) : otherwise;
}

InForce read_in_force(TableReader& table) {
    InForce in_force{table.date("in_force_from").value_or(LocalDate{})};
    read_transition(table, in_force);
    return in_force;
}

InForce read_in_force_if_any(TableReader& table) {
    if (table.has("in_force_from")) return read_in_force(table);
    InForce in_force;
    read_transition(table, in_force);
    return in_force;
}

Scope read_scope(TableReader& table, const ScopeContext& context) {
    Scope scope;
    scope.in_force = read_in_force_if_any(table);
    for (const auto& space : known_codes(table, "spaces", *context.spaces, {"unknown_space", "space"}))
        scope.spaces.emplace_back(space);
    scope.article = read_article(table, context.article);
    return scope;
}

void check_versions(const TableReader& table, const InForce& earlier_row, const InForce& row) {
    if (!overlap(earlier_row, row)) return;
    if (earlier_row.from == row.from)
        return table.fault(table.line_of("in_force_from"), "duplicate_in_force_from", {{"value", row.from.iso8601()}});
    const auto& [earlier, later] =
        earlier_row.from < row.from ? std::tie(earlier_row, row) : std::tie(row, earlier_row);
    table.fault(table.line_of("in_force_from"), "overlapping_in_force",
                {{"until", earlier.until->iso8601()}, {"from", later.from.iso8601()}});
}

bool share_a_space(const Scope& a, const Scope& b) {
    if (a.spaces.empty() || b.spaces.empty()) return a.spaces.empty() && b.spaces.empty();
    return std::ranges::any_of(a.spaces, [&](const SpaceCode& space) { return names(b, space); });
}

} // namespace hiroba::services
