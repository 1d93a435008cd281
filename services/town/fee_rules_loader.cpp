#include "services/town/fee_rules_loader.hpp"

#include "services/town/town_codes.hpp"
#include "services/town/town_words.hpp"

#include <array>

namespace hiroba::services {
namespace {

constexpr std::array compositions = {Word<Composition>{"additive", Composition::additive},
                                     Word<Composition>{"multiplicative", Composition::multiplicative}};
constexpr std::array kinds = {Word<SurchargeKind>{"admission", SurchargeKind::admission},
                              Word<SurchargeKind>{"commercial", SurchargeKind::commercial},
                              Word<SurchargeKind>{"out_of_town", SurchargeKind::out_of_town}};
constexpr std::array bases = {Word<ExtensionBase>{"adjoining_band", ExtensionBase::adjoining_band},
                              Word<ExtensionBase>{"step_price", ExtensionBase::step_price},
                              Word<ExtensionBase>{"basic_fee", ExtensionBase::basic_fee}};
constexpr std::array steps = {Word<RoundingStep>{"component", RoundingStep::component},
                              Word<RoundingStep>{"total", RoundingStep::total},
                              Word<RoundingStep>{"after_tax", RoundingStep::after_tax}};
constexpr std::array components = {Word<FeeComponent>{"facility", FeeComponent::facility},
                                   Word<FeeComponent>{"additional", FeeComponent::additional},
                                   Word<FeeComponent>{"equipment", FeeComponent::equipment}};

constexpr Limits any_percent{0, 1'000};
constexpr Limits minutes_of_day{0, MinuteOfDay::end_of_day};

int percent(TableReader& table, std::string_view key) {
    return static_cast<int>(table.number(key, any_percent).value_or(0));
}

std::vector<AdmissionTier> read_tiers(TableReader& table) {
    std::vector<AdmissionTier> tiers;
    for (auto& row : table.tables("tiers")) {
        const AdmissionTier tier{read_price(row, "above"), percent(row, "percent")};
        if (!tiers.empty() && tier.above <= tiers.back().above)
            row.fault(row.line(), "tiers_unordered", {{"above", std::to_string(tier.above.amount())}});
        tiers.push_back(tier);
        row.finish();
    }
    return tiers;
}

// `percent` in addition, or `times` as much in all.
int read_share(TableReader& table) {
    constexpr Limits factors{1, 11};
    constexpr int whole = 100;
    if (!table.has("times")) return percent(table, "percent");
    return (static_cast<int>(table.number("times", factors).value_or(1)) - 1) * whole;
}

Surcharge read_surcharge(TableReader& table, const ScopeContext& context) {
    Surcharge surcharge;
    surcharge.scope = read_scope(table, context);
    surcharge.kind = table.word<SurchargeKind>("kind", kinds).value_or(SurchargeKind::admission);
    surcharge.label = table.text("label").value_or(Text{});
    if (surcharge.kind == SurchargeKind::admission && table.has("tiers"))
        surcharge.tiers = read_tiers(table);
    else if (surcharge.kind == SurchargeKind::admission)
        surcharge.tiers = {{Yen{}, read_share(table)}};
    else
        surcharge.percent = read_share(table);
    surcharge.only_without_admission = table.flag_if_any("only_without_admission");
    table.finish();
    return surcharge;
}

Rehearsal read_rehearsal(TableReader& table, const ScopeContext& context) {
    constexpr Limits share{0, 100};
    Rehearsal rehearsal;
    rehearsal.scope = read_scope(table, context);
    rehearsal.label = table.text("label").value_or(Text{});
    rehearsal.percent = static_cast<int>(table.number("percent", share).value_or(0));
    rehearsal.without = table.words_if_any<SurchargeKind>("without", kinds);
    table.finish();
    return rehearsal;
}

Extension read_extension(TableReader& table, const ScopeContext& context) {
    constexpr Limits step{SlotRange::slot_minutes, MinuteOfDay::end_of_day};
    Extension extension;
    extension.scope = read_scope(table, context);
    extension.label = table.text("label").value_or(Text{});
    extension.early_label = table.has("early_label") ? table.text("early_label").value_or(Text{}) : extension.label;
    extension.base = table.word<ExtensionBase>("of", bases).value_or(ExtensionBase::adjoining_band);
    extension.percent = percent(table, "percent");
    extension.step_minutes = static_cast<int>(table.number("step_minutes", step).value_or(extension.step_minutes));
    extension.free_minutes = static_cast<int>(table.number_or("free_minutes", minutes_of_day, 0));
    extension.after_rehearsal = table.flag_if_any("after_rehearsal");
    extension.surcharged_by = table.words_if_any<SurchargeKind>("surcharged_by", kinds);
    table.finish();
    return extension;
}

Climate read_climate(TableReader& table, const ScopeContext& context, const std::vector<Season>& seasons) {
    Climate climate;
    climate.scope = read_scope(table, context);
    climate.label = table.text("label").value_or(Text{});
    std::set<std::string> known;
    for (const auto& season : seasons)
        known.insert(season.code.value());
    if (table.filled_list("seasons").empty()) return climate;
    for (const auto& season : known_codes(table, "seasons", known, {"unknown_season", "season"}))
        climate.seasons.emplace_back(season);
    if (table.has("per_hour"))
        climate.charge = ClimateHours{read_price(table, "per_hour")};
    else
        climate.charge = ClimateRatio{percent(table, "percent"), table.flag_if_any("after_rehearsal")};
    table.finish();
    return climate;
}

Extra read_extra(TableReader& table, const ScopeContext& context) {
    struct Charge {
        std::string_view key;
        std::optional<int> step_minutes;
    };
    constexpr std::array<Charge, 3> charges = {{{"per_hour", 60}, {"per_half_hour", 30}, {"per_piece", {}}}};
    Extra extra;
    extra.scope = read_scope(table, context);
    extra.code = ExtraCode{table.code("code").value_or("")};
    extra.name = table.text("name").value_or(Text{});
    const auto* charge = std::ranges::find_if(charges, [&](const Charge& some) { return table.has(some.key); });
    if (charge == charges.end()) {
        table.fault(table.line(), "missing_key", {{"key", "per_hour"}});
    } else {
        extra.price = read_price(table, charge->key);
        extra.step_minutes = charge->step_minutes;
    }
    table.finish();
    return extra;
}

Rounding read_rounding(TableReader& table, const ScopeContext& context) {
    constexpr Limits yen{1, 1'000};
    Rounding rounding;
    rounding.scope = read_scope(table, context);
    rounding.step = table.word<RoundingStep>("step", steps).value_or(RoundingStep::component);
    rounding.components = table.words_if_any<FeeComponent>("components", components);
    if (rounding.step != RoundingStep::component && !rounding.components.empty())
        table.fault(table.line_of("components"), "components_of_a_sum");
    rounding.unit = Yen{table.number("unit_yen", yen).value_or(1)};
    rounding.direction =
        table.word<RoundingDirection>("direction", rounding_directions).value_or(RoundingDirection::down);
    table.finish();
    return rounding;
}

Tax read_tax(TableReader& table, const ScopeContext& context) {
    constexpr Limits rates{0, 100};
    Tax tax;
    tax.scope = read_scope(table, context);
    tax.percent = static_cast<int>(table.number("percent", rates).value_or(0));
    tax.is_included = table.flag("included").value_or(true);
    tax.direction = table.word<RoundingDirection>("direction", rounding_directions).value_or(RoundingDirection::down);
    table.finish();
    return tax;
}

bool share_a_season(const Climate& a, const Climate& b) {
    return std::ranges::any_of(
        a.seasons, [&](const SeasonCode& season) { return std::ranges::find(b.seasons, season) != b.seasons.end(); });
}

bool share_a_component(const Rounding& a, const Rounding& b) {
    if (a.step != b.step) return false;
    if (a.components.empty() || b.components.empty()) return a.components.empty() && b.components.empty();
    return std::ranges::any_of(a.components, [&](FeeComponent component) {
        return std::ranges::find(b.components, component) != b.components.end();
    });
}

// Rounding and tax are stated, never implied: for every component of every space from its first price on.
void check_stated(const TableReader& file, const Facility& facility) {
    const auto& rules = facility.fee_rules;
    for (const auto& space : facility.spaces) {
        for (const auto& rate : space.rates) {
            const FeeDates dates{rate.in_force.from, rate.in_force.from};
            if (find_row(rules.taxes, space.code, dates) == nullptr)
                return file.fault(file.line_of("tax"), "missing_tax",
                                  {{"space", space.code.value()}, {"date", rate.in_force.from.iso8601()}});
            for (const auto component : fee_components) {
                const auto* rounding = find_row(rules.roundings, space.code, dates, [&](const Rounding& some) {
                    return some.components.empty() ||
                           std::ranges::find(some.components, component) != some.components.end();
                });
                if (rounding != nullptr) continue;
                return file.fault(file.line_of("rounding"), "missing_rounding",
                                  {{"space", space.code.value()},
                                   {"component", std::string{name_of(component)}},
                                   {"date", rate.in_force.from.iso8601()}});
            }
        }
    }
}

// A row that ends without another to follow it would leave fees that nobody states: amounts that are not rounded,
// without tax, without the surcharge. What ends for good is followed by a row that says so (percent 0, a unit of one
// yen). Where a space has no price any more either, nothing is missed. `follows` tells whether a row takes the place of
// that one.
template <class Row, class Follows>
void check_followed(const TableReader& table, const std::vector<Row>& rows, const Row& ended, const Facility& facility,
                    Follows&& follows) {
    const auto& until = ended.scope.in_force.until;
    if (!until) return;
    const LocalDate next = *until + std::chrono::days{1};
    for (const Space& space : facility.spaces) {
        if (!ended.scope.spaces.empty() && !names(ended.scope, space.code)) continue;
        if (std::ranges::none_of(space.rates, [&](const RateTable& rate) {
                return !rate.in_force.until || rate.in_force.until >= next;
            }))
            continue;
        const auto takes_its_place = [&](const Row& row) { return follows(row); };
        // What the day of use decides is followed for what was permitted before that day, too.
        const bool by_use = ended.scope.in_force.decided_by == DecidingDate::use;
        if (find_row(rows, space.code, {next, next}, takes_its_place) != nullptr &&
            (!by_use || find_row(rows, space.code, {next, *until}, takes_its_place) != nullptr))
            continue;
        return table.fault(table.line_of("in_force_until"), "nothing_follows",
                           {{"space", space.code.value()}, {"date", next.iso8601()}});
    }
}

void check_roundings_followed(const std::vector<TableReader>& tables, const Facility& facility) {
    const auto& roundings = facility.fee_rules.roundings;
    for (std::size_t at = 0; at < roundings.size(); ++at)
        for (const auto component : fee_components) {
            const auto rounds = [&](const Rounding& some) {
                return some.components.empty() ||
                       std::ranges::find(some.components, component) != some.components.end();
            };
            if (rounds(roundings[at])) check_followed(tables[at], roundings, roundings[at], facility, rounds);
        }
}

void check_taxes_followed(const std::vector<TableReader>& tables, const Facility& facility) {
    const auto& taxes = facility.fee_rules.taxes;
    for (std::size_t at = 0; at < taxes.size(); ++at)
        check_followed(tables[at], taxes, taxes[at], facility, [](const Tax&) { return true; });
}

// 町外割増. Without the others a use is refused by name; without this one it would cost less.
void check_surcharges_followed(const std::vector<TableReader>& tables, const Facility& facility) {
    const auto& surcharges = facility.fee_rules.surcharges;
    const auto is_out_of_town = [](const Surcharge& some) { return some.kind == SurchargeKind::out_of_town; };
    for (std::size_t at = 0; at < surcharges.size(); ++at)
        if (is_out_of_town(surcharges[at]))
            check_followed(tables[at], surcharges, surcharges[at], facility, is_out_of_town);
}

} // namespace

std::vector<PriceClass> load_price_classes(TableReader& file) {
    std::vector<PriceClass> classes;
    for (auto& table : file.tables_if_any("price_class")) {
        PriceClass some{PriceClassCode{table.code("code").value_or("")}, table.text("name").value_or(Text{})};
        if (std::ranges::find(classes, some.code, &PriceClass::code) != classes.end())
            table.fault(table.line_of("code"), "duplicate_code",
                        {{"value", some.code.value()}, {"kind", "price class"}});
        table.finish();
        classes.push_back(std::move(some));
    }
    return classes;
}

std::optional<ExtendedHours> load_extended_hours(TableReader& table) {
    constexpr Limits most{1, 720};
    auto hours = table.table_if_any("extended_hours");
    if (!hours) return std::nullopt;
    ExtendedHours extended;
    extended.within = hours->opening_hours("from", "until").value_or(extended.within);
    extended.most_minutes = static_cast<int>(hours->number("most_minutes", most).value_or(extended.most_minutes));
    hours->finish();
    return extended;
}

void load_fee_rules(TableReader& file, const ScopeContext& context, Facility& facility) {
    auto& rules = facility.fee_rules;
    const auto always = [](const auto&, const auto&) { return true; };
    auto surcharges = file.tables_if_any("surcharge");
    for (auto& table : surcharges)
        add_row(table, rules.surcharges, read_surcharge(table, context),
                [](const Surcharge& a, const Surcharge& b) { return a.kind == b.kind; });
    if (!rules.surcharges.empty() || file.has("composition"))
        rules.composition = file.word<Composition>("composition", compositions).value_or(Composition::additive);
    for (auto& table : file.tables_if_any("rehearsal"))
        add_row(table, rules.rehearsals, read_rehearsal(table, context), always);
    for (auto& table : file.tables_if_any("extension"))
        add_row(table, rules.extensions, read_extension(table, context), always);
    for (auto& table : file.tables_if_any("climate"))
        add_row(table, rules.climates, read_climate(table, context, facility.seasons), share_a_season);
    for (auto& table : file.tables_if_any("extra"))
        add_row(table, rules.extras, read_extra(table, context),
                [](const Extra& a, const Extra& b) { return a.code == b.code; });
    auto roundings = file.tables("rounding");
    for (auto& table : roundings)
        add_row(table, rules.roundings, read_rounding(table, context), share_a_component);
    auto taxes = file.tables("tax");
    for (auto& table : taxes)
        add_row(table, rules.taxes, read_tax(table, context), always);
    if (!rules.roundings.empty() && !rules.taxes.empty()) check_stated(file, facility);
    check_roundings_followed(roundings, facility);
    check_taxes_followed(taxes, facility);
    check_surcharges_followed(surcharges, facility);
}

} // namespace hiroba::services
