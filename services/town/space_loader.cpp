#include "services/town/space_loader.hpp"

#include "services/town/rate_loader.hpp"
#include "services/town/window_loader.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

std::vector<UnitCode> read_units(TableReader& table, const std::set<std::string>& known) {
    std::vector<UnitCode> units;
    for (const auto& unit : table.filled_list("units")) {
        if (!known.contains(unit.value)) table.fault(unit.line, "unknown_unit", {{"unit", unit.value}});
        if (std::ranges::find(units, UnitCode{unit.value}) != units.end())
            table.fault(unit.line, "duplicate_code", {{"value", unit.value}, {"kind", "unit"}});
        units.emplace_back(unit.value);
    }
    return units;
}

std::optional<TimeRange> read_opening(TableReader& table, const std::optional<TimeRange>& of_facility) {
    if (!table.has("opens") && !table.has("closes")) return of_facility;
    return table.opening_hours("opens", "closes");
}

// The names of the bands that the space is used by: its own list, else all of the facility's.
std::vector<std::string> read_band_names(TableReader& table, const BandList& bands) {
    if (!table.has("bands")) {
        if (bands.named.empty()) table.fault(table.line(), "missing_key", {{"key", "band"}});
        return {bands.named.begin(), bands.named.end()};
    }
    std::vector<std::string> names;
    for (const auto& name : table.filled_list("bands")) {
        if (bands.named.contains(name.value))
            names.push_back(name.value);
        else
            table.fault(name.line, "unknown_band", {{"band", name.value}});
    }
    return names;
}

ByBand by_band(const std::vector<std::string>& names, const BandList& bands) {
    ByBand use;
    std::ranges::copy_if(bands.bands, std::back_inserter(use.bands), [&](const TimeBand& band) {
        return std::ranges::find(names, band.code.value()) != names.end();
    });
    return use;
}

void check_band_hours(const ByBand& use, const std::optional<TimeRange>& opening, const TableReader& table) {
    if (!opening || !table.has("opens")) return; // the facility's own hours were checked with its bands
    for (const auto& band : use.bands) {
        if (!opening->contains(band.range))
            table.fault(
                table.line_of("opens"), "band_outside_opening_hours",
                {{"band", band.code.value()}, {"opens", opening->start().hh_mm()}, {"closes", opening->end().hh_mm()}});
    }
}

ByHour read_by_hour(TableReader& table) {
    constexpr Limits minutes{SlotRange::slot_minutes, MinuteOfDay::end_of_day};
    const auto step = table.number("step_minutes", minutes);
    const auto minimum = table.number("minimum_minutes", minutes);
    const auto maximum = table.number("maximum_minutes", minutes);
    if (!step || !minimum || !maximum) return {};
    if (*step % SlotRange::slot_minutes != 0 || *minimum % *step != 0 || *maximum % *step != 0 || *maximum < *minimum)
        table.fault(table.line_of("step_minutes"), "invalid_step", {{"value", std::to_string(*step)}});
    return {static_cast<int>(*step), static_cast<int>(*minimum), static_cast<int>(*maximum)};
}

// How the space is used, and so what its prices name.
void read_use(TableReader& table, const SpaceContext& context, Space& space, RateContext& rates) {
    const auto use = table.words("use");
    if (!use) return;
    if (*use == "by_hour") {
        rates.by_hour = true;
        space.use = read_by_hour(table);
        return;
    }
    if (*use != "by_band")
        table.fault(table.line_of("use"), "unknown_word",
                    {{"key", "use"}, {"value", *use}, {"allowed", "by_band, by_hour"}});
    rates.bands = read_band_names(table, *context.bands);
    const auto bands = by_band(rates.bands, *context.bands);
    check_band_hours(bands, context.opening, table);
    space.use = bands;
}

} // namespace

TimeRange whole_day() { return *TimeRange::of(MinuteOfDay{}, *MinuteOfDay::of(MinuteOfDay::end_of_day)); }

Space load_space(TableReader& table, const SpaceContext& context) {
    constexpr Limits people{1, 100'000};
    const auto opening = read_opening(table, context.opening);
    Space space{.code = SpaceCode{table.code("code").value_or("")},
                .name = table.text("name").value_or(Text{}),
                .units = read_units(table, *context.units),
                .capacity = static_cast<int>(table.number("capacity", people).value_or(1)),
                .opening = opening.value_or(whole_day()),
                .use = ByBand{},
                .rates = {},
                .windows = {}};
    RateContext rates{context.article, {}, false};
    read_use(table, {context.units, context.bands, opening, context.article}, space, rates);
    if (table.has("window")) space.windows = load_windows(table);
    if (table.has("rate"))
        space.rates = load_rates(table, rates);
    else
        table.fault(table.line(), "missing_rate", {{"space", space.code.value()}});
    table.finish();
    return space;
}

} // namespace hiroba::services
