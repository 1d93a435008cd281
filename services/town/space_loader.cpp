#include "services/town/space_loader.hpp"

#include "services/town/approval_loader.hpp"
#include "services/town/fee_rules_loader.hpp"
#include "services/town/hours_loader.hpp"
#include "services/town/place_loader.hpp"
#include "services/town/rate_loader.hpp"
#include "services/town/revenue_loader.hpp"
#include "services/town/rules_loader.hpp"
#include "services/town/window_loader.hpp"

#include <algorithm>
#include <array>

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

// The facility's own hours were checked with its bands.
void check_band_hours(const ByBand& use, const TimeRange& opening, const TableReader& table) {
    if (!table.has("opens")) return;
    for (const auto& band : use.bands) {
        if (!opening.contains(band.range))
            table.fault(
                table.line_of("opens"), "band_outside_opening_hours",
                {{"band", band.code.value()}, {"opens", opening.start().hh_mm()}, {"closes", opening.end().hh_mm()}});
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

MinuteOfDay read_quarter(TableReader& table, std::string_view key, MinuteOfDay otherwise) {
    const auto time = table.time(key);
    if (time && time->minutes() % SlotRange::slot_minutes != 0)
        table.fault(table.line_of(key), "hours_not_on_quarter", {{"value", time->hh_mm()}});
    return time.value_or(otherwise);
}

// One night must leave before the next comes, with cleaning and preparation between; and somebody must be there when
// they come.
void check_nights(const ByNight& use, const Buffers& buffers, const TimeRange& opening, const TableReader& table) {
    const auto come = use.check_in.minutes() - buffers.preparation_minutes;
    const auto leave = use.check_out.minutes() + buffers.cleaning_minutes;
    if (leave > come || use.check_out.minutes() == 0)
        table.fault(table.line_of("check_out"), "nights_overlap",
                    {{"check_in", use.check_in.hh_mm()}, {"check_out", use.check_out.hh_mm()}});
    if (use.check_in < opening.start() || opening.end() <= use.check_in)
        table.fault(table.line_of("check_in"), "check_in_outside_opening_hours",
                    {{"check_in", use.check_in.hh_mm()},
                     {"opens", opening.start().hh_mm()},
                     {"closes", opening.end().hh_mm()}});
}

ByNight read_by_night(TableReader& table) {
    constexpr Limits nights{1, most_nights};
    constexpr auto noon = MinuteOfDay::end_of_day / 2;
    return {read_quarter(table, "check_in", *MinuteOfDay::of(noon)),
            read_quarter(table, "check_out", *MinuteOfDay::of(noon)),
            static_cast<int>(table.number("maximum_nights", nights).value_or(1))};
}

Buffers read_buffers(TableReader& table) {
    constexpr Limits minutes{0, 720};
    const auto read = [&](std::string_view key) {
        const auto value = static_cast<int>(table.number_or(key, minutes, 0));
        if (value % SlotRange::slot_minutes != 0)
            table.fault(table.line_of(key), "buffer_not_on_quarter", {{"value", std::to_string(value)}});
        return value;
    };
    return {read("preparation_minutes"), read("cleaning_minutes")};
}

// How the space is used, and so what its prices name.
void read_use(TableReader& table, const SpaceContext& context, Space& space, RateContext& rates) {
    const auto& opening = space.hours ? space.hours->usual : context.hours->usual;
    constexpr std::array uses = {Word<PricedBy>{"by_band", PricedBy::band}, Word<PricedBy>{"by_hour", PricedBy::hour},
                                 Word<PricedBy>{"by_night", PricedBy::night}};
    if (!table.has("use")) return (void)table.words("use");
    rates.by = table.word<PricedBy>("use", uses).value_or(PricedBy::band);
    if (rates.by == PricedBy::hour) {
        space.use = read_by_hour(table);
    } else if (rates.by == PricedBy::night) {
        const auto use = read_by_night(table);
        check_nights(use, space.buffers, opening, table);
        space.use = use;
    } else {
        rates.bands = read_band_names(table, *context.bands);
        const auto use = by_band(rates.bands, *context.bands);
        check_band_hours(use, opening, table);
        space.use = use;
    }
}

void read_rules(TableReader& table, const SpaceContext& context, Space& space) {
    if (auto closed = table.table_if_any("closed")) space.closed_days = load_closed_days(*closed);
    if (table.has("window")) space.windows = load_windows(table);
    if (auto permission = table.table_if_any("permission"))
        space.permission = load_permission(*permission, *context.codes);
    if (auto approval = table.table_if_any("approval")) space.approval = load_approval(*approval, *context.codes);
    if (auto refund = table.table_if_any("refund")) space.refund = load_refund(*refund);
    for (const auto& code :
         known_codes(table, "activities", context.codes->activities, {"unknown_activity", "activity"}))
        space.activities.emplace_back(code);
}

} // namespace

Space load_space(TableReader& table, const SpaceContext& context) {
    constexpr Limits people{1, 100'000};
    Space space;
    space.code = SpaceCode{table.code("code").value_or("")};
    space.name = table.text("name").value_or(Text{});
    space.description = table.text_if_any("description");
    space.units = read_units(table, *context.units);
    space.capacity = static_cast<int>(table.number("capacity", people).value_or(1));
    space.access = load_access(table);
    space.photos = load_photos(table, *context.codes);
    space.hours = load_own_hours(table, *context.hours, *context.seasons);
    space.buffers = read_buffers(table);
    read_rules(table, context, space);
    space.extended_hours = load_extended_hours(table);
    space.account_codes = load_account_codes(table, *context.account_codes);
    RateContext rates{context.article, {}, PricedBy::band, context.price_classes, {}};
    for (const auto& season : *context.seasons)
        rates.seasons.insert(season.code.value());
    read_use(table, context, space, rates);
    if (table.has("rate"))
        space.rates = load_rates(table, rates);
    else
        table.fault(table.line(), "missing_rate", {{"space", space.code.value()}});
    table.finish();
    return space;
}

} // namespace hiroba::services
