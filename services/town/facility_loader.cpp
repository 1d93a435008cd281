#include "services/town/facility_loader.hpp"

#include "services/town/band_loader.hpp"
#include "services/town/space_loader.hpp"
#include "services/town/window_loader.hpp"

#include <algorithm>
#include <array>

namespace hiroba::services {
namespace {

constexpr std::array<std::string_view, 7> weekday_names = {"sunday",   "monday", "tuesday", "wednesday",
                                                           "thursday", "friday", "saturday"};

std::vector<std::chrono::weekday> read_weekdays(TableReader& table) {
    std::vector<std::chrono::weekday> weekdays;
    for (const auto& name : table.list("weekly")) {
        const auto found = std::ranges::find(weekday_names, name.value);
        if (found == weekday_names.end())
            table.fault(name.line, "unknown_word",
                        {{"key", "weekly"}, {"value", name.value}, {"allowed", "monday, tuesday, … sunday"}});
        else
            weekdays.emplace_back(static_cast<unsigned>(found - weekday_names.begin()));
    }
    return weekdays;
}

std::set<LocalDate> read_dates(TableReader& table) {
    std::set<LocalDate> dates;
    for (const auto& text : table.list("dates")) {
        const auto date = LocalDate::parse(text.value);
        if (!date)
            table.fault(text.line, "invalid_date", {{"value", text.value}});
        else if (!dates.insert(*date).second)
            table.fault(text.line, "duplicate_date", {{"value", text.value}});
    }
    return dates;
}

ClosedDays read_closed_days(TableReader& file) {
    auto table = file.table("closed");
    if (!table) return {};
    ClosedDays closed;
    if (table->has("weekly")) {
        closed.weekly = read_weekdays(*table);
        closed.moves_past_holidays = table->flag("moves_past_holidays").value_or(false);
    }
    if (table->has("yearly")) {
        for (auto& period : table->tables("yearly")) {
            const auto first = period.month_day("first");
            const auto last = period.month_day("last");
            period.finish();
            if (first && last) closed.yearly.push_back({*first, *last});
        }
    }
    if (table->has("dates")) closed.dates = read_dates(*table);
    table->finish();
    return closed;
}

OutOfTownSurcharge read_surcharge(TableReader& file) {
    constexpr Limits percent{0, 1000};
    auto table = file.table("out_of_town_surcharge");
    if (!table) return {};
    OutOfTownSurcharge surcharge{static_cast<int>(table->number("percent", percent).value_or(0)),
                                 table->text("article").value_or(Text{})};
    table->finish();
    return surcharge;
}

Rounding read_rounding(TableReader& file) {
    constexpr Limits yen{1, 1000};
    auto table = file.table("rounding");
    if (!table) return {};
    Rounding rounding{Yen{table->number("unit_yen", yen).value_or(1)}, table->text("article").value_or(Text{})};
    table->finish();
    return rounding;
}

AccountCode read_account_code(TableReader& file) {
    constexpr std::size_t longest = 40;
    const auto code = file.words("revenue_account");
    if (!code) return {};
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
    };
    if (code->size() > longest || !std::ranges::all_of(*code, allowed))
        file.fault(file.line_of("revenue_account"), "invalid_account_code", {{"value", *code}});
    return AccountCode{*code};
}

// Notes a code that the town has already, and remembers it.
void claim_code(const TableReader& table, std::set<std::string>& taken, const std::string& code, int line,
                const std::string& kind) {
    if (!code.empty() && !taken.insert(code).second)
        table.fault(line, "duplicate_code", {{"value", code}, {"kind", kind}});
}

using LocatedUnits = std::vector<Located<std::string>>;

LocatedUnits read_units(TableReader& file, TownCodes& codes) {
    auto units = file.filled_list("units");
    for (const auto& unit : units) {
        if (!is_code(unit.value))
            file.fault(unit.line, "invalid_code", {{"value", unit.value}});
        else
            claim_code(file, codes.units, unit.value, unit.line, "unit");
    }
    return units;
}

void check_units_are_used(const TableReader& file, const LocatedUnits& units, const Facility& facility) {
    const auto used = units_of(facility);
    for (const auto& unit : units) {
        if (std::ranges::find(used, UnitCode{unit.value}) == used.end())
            file.fault(unit.line, "unused_unit", {{"unit", unit.value}});
    }
}

} // namespace

Facility load_facility(TableReader& file, TownCodes& codes) {
    Facility facility;
    facility.code = FacilityCode{file.code("code").value_or("")};
    claim_code(file, codes.facilities, facility.code.value(), file.line_of("code"), "facility");
    facility.name = file.text("name").value_or(Text{});
    facility.phone = file.words("phone").value_or("");
    facility.address = file.text("address").value_or(Text{});
    facility.revenue_account = read_account_code(file);
    facility.closed_days = read_closed_days(file);
    facility.windows = load_windows(file);
    facility.out_of_town = read_surcharge(file);
    facility.rounding = read_rounding(file);

    const auto article = file.text("article").value_or(Text{});
    const auto opening = file.opening_hours("opens", "closes");
    const auto bands = load_bands(file, opening);
    const auto units = read_units(file, codes);
    std::set<std::string> unit_names;
    for (const auto& unit : units)
        unit_names.insert(unit.value);
    for (auto& table : file.tables("space")) {
        facility.spaces.push_back(load_space(table, {&unit_names, &bands, opening, article}));
        claim_code(table, codes.spaces, facility.spaces.back().code.value(), table.line_of("code"), "space");
    }
    if (std::ranges::none_of(facility.spaces, [](const Space& space) { return space.units.empty(); }))
        check_units_are_used(file, units, facility);
    file.finish();
    return facility;
}

} // namespace hiroba::services
