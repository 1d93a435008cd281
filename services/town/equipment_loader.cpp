#include "services/town/equipment_loader.hpp"

#include "services/town/scope_loader.hpp"

#include <array>

namespace hiroba::services {
namespace {

constexpr std::array charges = {Word<EquipmentCharge>{"per_band", EquipmentCharge::per_band},
                                Word<EquipmentCharge>{"per_use", EquipmentCharge::per_use},
                                Word<EquipmentCharge>{"per_hour", EquipmentCharge::per_hour},
                                Word<EquipmentCharge>{"per_kilowatt", EquipmentCharge::per_kilowatt}};

EquipmentRate read_rate(TableReader& table, const Text& article) {
    EquipmentRate rate;
    rate.in_force = read_in_force(table);
    rate.article = read_article(table, article);
    const auto charge = std::ranges::find_if(charges, [&](const auto& word) { return table.has(word.name); });
    if (charge == charges.end()) {
        table.fault(table.line(), "missing_key", {{"key", "per_band"}});
    } else {
        rate.charge = charge->value;
        rate.price = read_price(table, charge->name);
    }
    table.finish();
    return rate;
}

std::vector<EquipmentRate> read_rates(TableReader& equipment, const Text& article) {
    std::vector<EquipmentRate> rates;
    for (auto& table : equipment.tables("rate")) {
        auto rate = read_rate(table, article);
        for (const auto& other : rates)
            check_versions(table, other.in_force, rate.in_force);
        rates.push_back(std::move(rate));
    }
    return rates;
}

} // namespace

std::vector<Equipment> load_equipment(TableReader& file, const std::set<std::string>& spaces, const Text& article,
                                      TownCodes& codes) {
    constexpr Limits pieces{1, 999};
    constexpr std::size_t longest_code = 36; // with ":999" it is the code of a unit
    std::vector<Equipment> list;
    for (auto& table : file.tables_if_any("equipment")) {
        Equipment equipment;
        equipment.code = EquipmentCode{table.code("code").value_or("")};
        claim_code(table, codes.equipment, equipment.code.value(), table.line_of("code"), "equipment");
        if (equipment.code.value().size() > longest_code)
            table.fault(table.line_of("code"), "equipment_code_too_long", {{"value", equipment.code.value()}});
        equipment.name = table.text("name").value_or(Text{});
        equipment.stock = static_cast<int>(table.number("stock", pieces).value_or(1));
        for (const auto& space : known_codes(table, "spaces", spaces, {"unknown_space", "space"}))
            equipment.spaces.emplace_back(space);
        equipment.rates = read_rates(table, article);
        table.finish();
        list.push_back(std::move(equipment));
    }
    return list;
}

} // namespace hiroba::services
