#include "services/api/fee_table_json.hpp"

#include "services/api/application_json.hpp"
#include "services/booking/fee_json.hpp"

#include <algorithm>

namespace hiroba::services::api {
namespace {

using nlohmann::json;

json classes_json(const std::vector<const PriceClass*>& price_classes) {
    auto array = json::array();
    for (const PriceClass* some : price_classes)
        array.push_back(text_json(some->name));
    return array;
}

json class_json(const std::optional<PriceClassCode>& price_class, const Facility& facility) {
    for (const PriceClass& some : facility.fee_rules.price_classes)
        if (price_class == some.code) return text_json(some.name);
    return nullptr;
}

json seasons_json(const std::vector<SeasonCode>& codes, const Facility& facility) {
    auto array = json::array();
    for (const Season& season : facility.seasons)
        if (std::ranges::find(codes, season.code) != codes.end()) array.push_back(text_json(season.name));
    return array;
}

json day_cap_json(const std::optional<DayCap>& cap) {
    if (!cap) return nullptr;
    const auto* money = std::get_if<Yen>(&cap->most);
    const auto* time = std::get_if<std::chrono::minutes>(&cap->most);
    return {{"minutes", time == nullptr ? json(nullptr) : json(time->count())},
            {"yen", money == nullptr ? json(nullptr) : json(money->amount())},
            {"over", name_of(cap->reach)}};
}

// Where, for whom and when a price holds.
template <class Row>
json row_json(const Row& row, const Facility& facility) {
    const RateTable& rate = *row.rate;
    return {{"space", row.space->code.value()},
            {"user_class", rate.only_for ? json(name_of(*rate.only_for)) : json(nullptr)},
            {"price_classes", classes_json(row.price_classes)},
            {"seasons", seasons_json(rate.seasons, facility)},
            {"days", name_of(row.days)},
            {"article", text_json(rate.article)},
            {"day_cap", day_cap_json(rate.day_cap)}};
}

json band_prices_json(const FeeTable& table, const Facility& facility) {
    auto array = json::array();
    for (const BandPriceRow& row : table.band_prices) {
        auto body = row_json(row, facility);
        body["yen"] = json::array();
        for (const auto& price : row.prices)
            body["yen"].push_back(price ? json(price->amount()) : json(nullptr));
        array.push_back(std::move(body));
    }
    return array;
}

json unit_prices_json(const FeeTable& table, const Facility& facility) {
    auto array = json::array();
    for (const UnitPriceRow& row : table.unit_prices) {
        auto body = row_json(row, facility);
        body["unit"] = name_of(row.unit);
        body["step_minutes"] = or_null(row.step_minutes);
        body["yen"] = row.price.amount();
        array.push_back(std::move(body));
    }
    return array;
}

// What a note says, apart from where it holds.
json words_of(const Surcharge& some, const Facility&) {
    json body{{"kind", name_of(some.kind)}, {"label", text_json(some.label)}};
    if (some.kind != SurchargeKind::admission) {
        body["percent"] = some.percent;
        return body;
    }
    body["tiers"] = json::array();
    for (const AdmissionTier& tier : some.tiers)
        body["tiers"].push_back({{"above_yen", tier.above.amount()}, {"percent", tier.percent}});
    return body;
}
json words_of(const Rehearsal& some, const Facility&) {
    return {{"kind", "rehearsal"}, {"label", text_json(some.label)}, {"percent", some.percent}};
}
json words_of(const Extension& some, const Facility&) {
    return {{"kind", "extension"},      {"label", text_json(some.label)},    {"percent", some.percent},
            {"of", name_of(some.base)}, {"step_minutes", some.step_minutes}, {"free_minutes", some.free_minutes}};
}
json words_of(const Climate& some, const Facility& facility) {
    json body{{"kind", "climate"}, {"label", text_json(some.label)}, {"seasons", seasons_json(some.seasons, facility)}};
    if (const auto* hours = std::get_if<ClimateHours>(&some.charge))
        body["yen"] = hours->per_hour.amount();
    else
        body["percent"] = std::get<ClimateRatio>(some.charge).percent;
    return body;
}
json words_of(const Extra& some, const Facility&) {
    return {{"kind", "extra"},
            {"label", text_json(some.name)},
            {"yen", some.price.amount()},
            {"step_minutes", or_null(some.step_minutes)}};
}
json words_of(const Rounding& some, const Facility&) {
    auto components = json::array();
    for (const FeeComponent component : some.components)
        components.push_back(name_of(component));
    return {{"kind", "rounding"},
            {"step", name_of(some.step)},
            {"components", std::move(components)},
            {"yen", some.unit.amount()},
            {"direction", name_of(some.direction)}};
}
json words_of(const Tax& some, const Facility&) {
    return {{"kind", "tax"}, {"percent", some.percent}, {"is_included", some.is_included}};
}

template <class Row>
void add_notes(json& array, const std::vector<FeeNote<Row>>& notes, const Facility& facility) {
    for (const FeeNote<Row>& note : notes) {
        auto body = words_of(*note.row, facility);
        body["article"] = text_json(note.row->scope.article);
        body["spaces"] = json::array();
        for (const Space* space : note.spaces)
            body["spaces"].push_back(space->code.value());
        array.push_back(std::move(body));
    }
}

json notes_json(const FeeTable& table, const Facility& facility) {
    auto array = json::array();
    add_notes(array, table.surcharges, facility);
    add_notes(array, table.rehearsals, facility);
    add_notes(array, table.extensions, facility);
    add_notes(array, table.climates, facility);
    add_notes(array, table.extras, facility);
    add_notes(array, table.roundings, facility);
    add_notes(array, table.taxes, facility);
    return array;
}

json equipment_json(const FeeTable& table) {
    auto array = json::array();
    for (const auto& [equipment, rate] : table.equipment)
        array.push_back({{"code", equipment->code.value()},
                         {"name", text_json(equipment->name)},
                         {"charge", name_of(rate->charge)},
                         {"yen", rate->price.amount()},
                         {"article", text_json(rate->article)}});
    return array;
}

json tickets_json(const FeeTable& table, const Facility& facility) {
    auto array = json::array();
    for (const auto& [ticket, rate] : table.tickets)
        array.push_back({{"code", ticket->code.value()},
                         {"name", text_json(ticket->name)},
                         {"visits", ticket->visits},
                         {"price_class", class_json(rate->price_class, facility)},
                         {"yen", rate->price.amount()},
                         {"article", text_json(rate->article)}});
    return array;
}

} // namespace

json fee_table_json(const Facility& facility, LocalDate day) {
    const FeeTable table = fee_table(facility, day);
    auto days = json::array();
    for (const LocalDate version : fee_table_days(facility))
        days.push_back(version.iso8601());
    auto bands = json::array();
    for (const TimeBand* band : table.bands)
        bands.push_back({{"code", band->code.value()},
                         {"name", text_json(band->name)},
                         {"start", band->range.start().hh_mm()},
                         {"end", band->range.end().hh_mm()}});
    return {{"facility", facility.code.value()},
            {"on", day.iso8601()},
            {"in_force_from", std::move(days)},
            {"composition", name_of(facility.fee_rules.composition)},
            {"bands", std::move(bands)},
            {"band_prices", band_prices_json(table, facility)},
            {"unit_prices", unit_prices_json(table, facility)},
            {"notes", notes_json(table, facility)},
            {"equipment", equipment_json(table)},
            {"tickets", tickets_json(table, facility)}};
}

} // namespace hiroba::services::api
