#include "services/town/drawer_loader.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

std::vector<FacilityCode> read_facilities(TableReader& table, const std::vector<Facility>& facilities) {
    std::vector<FacilityCode> named;
    bool any_managed = false;
    for (const auto& [code, line] : table.filled_list("facilities")) {
        const auto found = std::ranges::find(facilities, FacilityCode{code}, &Facility::code);
        if (found == facilities.end()) {
            table.fault(line, "unknown_facility", {{"facility", code}});
            continue;
        }
        any_managed = any_managed || found->manager.has_value();
        named.push_back(found->code);
    }
    if (any_managed && named.size() > 1) table.fault(table.line_of("facilities"), "drawer_of_two_payees");
    return named;
}

} // namespace

std::vector<Drawer> load_drawers(std::vector<TableReader> tables, const std::vector<Facility>& facilities) {
    std::vector<Drawer> drawers;
    for (TableReader& table : tables) {
        Drawer drawer{DrawerCode{table.code("code").value_or("")}, table.text("name").value_or(Text{}),
                      read_facilities(table, facilities)};
        if (!drawer.code.value().empty() && std::ranges::find(drawers, drawer.code, &Drawer::code) != drawers.end())
            table.fault(table.line_of("code"), "duplicate_code", {{"value", drawer.code.value()}, {"kind", "drawer"}});
        table.finish();
        drawers.push_back(std::move(drawer));
    }
    return drawers;
}

} // namespace hiroba::services
