#include "services/town/facility_loader.hpp"

#include "services/town/band_loader.hpp"
#include "services/town/equipment_loader.hpp"
#include "services/town/fee_rules_loader.hpp"
#include "services/town/hours_loader.hpp"
#include "services/town/place_loader.hpp"
#include "services/town/revenue_loader.hpp"
#include "services/town/rules_loader.hpp"
#include "services/town/space_loader.hpp"
#include "services/town/window_loader.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

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
    std::set<UnitCode> used;
    for (const auto& space : facility.spaces)
        used.insert(space.units.begin(), space.units.end());
    for (const auto& unit : units) {
        if (!used.contains(UnitCode{unit.value})) file.fault(unit.line, "unused_unit", {{"unit", unit.value}});
    }
}

// The spaces of the facility, in their order; their codes are the answer.
std::set<std::string> read_spaces(TableReader& file, const Text& article, TownCodes& codes, Facility& facility) {
    const auto bands = load_bands(file, facility.hours.usual);
    const auto units = read_units(file, codes);
    std::set<std::string> unit_names;
    for (const auto& unit : units)
        unit_names.insert(unit.value);
    std::set<std::string> names;
    for (auto& table : file.tables("space")) {
        facility.spaces.push_back(
            load_space(table, {&unit_names, &bands, &facility.hours, &facility.seasons, &codes, article,
                               &facility.fee_rules.price_classes, &facility.account_codes}));
        const auto& name = facility.spaces.back().code.value();
        claim_code(table, codes.spaces, name, table.line_of("code"), "space");
        names.insert(name);
    }
    if (std::ranges::none_of(facility.spaces, [](const Space& space) { return space.units.empty(); }))
        check_units_are_used(file, units, facility);
    return names;
}

} // namespace

Facility load_facility(TableReader& file, TownCodes& codes) {
    Facility facility;
    facility.code = FacilityCode{file.code("code").value_or("")};
    claim_code(file, codes.facilities, facility.code.value(), file.line_of("code"), "facility");
    facility.name = file.text("name").value_or(Text{});
    facility.description = file.text_if_any("description");
    facility.phone = file.words("phone").value_or("");
    facility.address = file.text("address").value_or(Text{});
    facility.position = load_position(file);
    facility.access = load_access(file);
    facility.photos = load_photos(file, codes);
    facility.revenue_account = read_account_code(file, "revenue_account");
    facility.account_codes.fill(facility.revenue_account);
    if (auto codes_of_components = load_account_codes(file, facility.account_codes))
        facility.account_codes = *codes_of_components;
    facility.manager = load_manager(file);
    facility.seasons = load_seasons(file);
    facility.hours = load_hours(file, facility.seasons);
    if (auto closed = file.table_if_any("closed")) facility.closed_days = load_closed_days(*closed);
    facility.windows = load_windows(file);
    facility.extended_hours = load_extended_hours(file);
    facility.fee_rules.price_classes = load_price_classes(file);
    const auto article = file.text("article").value_or(Text{});
    const auto spaces = read_spaces(file, article, codes, facility);
    load_fee_rules(file, {&spaces, article}, facility);
    facility.tickets = load_tickets(file, spaces, facility.fee_rules.price_classes, article, codes);
    facility.equipment = load_equipment(file, spaces, article, codes);
    load_rules(file, spaces, codes, facility);
    file.finish();
    return facility;
}

} // namespace hiroba::services
