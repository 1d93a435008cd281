#include "services/town/fee_tables.hpp"

#include "services/town/text_grid.hpp"

#include <algorithm>
#include <set>

namespace hiroba::services {
namespace {

std::string yen(Yen amount) {
    auto digits = std::to_string(amount.amount());
    for (auto at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3)
        digits.insert(static_cast<std::size_t>(at), ",");
    return digits;
}

std::string share(int percent) { return std::to_string(percent) + "%"; }

std::string whom(const RateTable& rate, const Facility& facility) {
    std::string text;
    const auto add = [&](const std::string& word) { text += (text.empty() ? "" : "・") + word; };
    if (rate.only_for) add(rate.only_for == UserClass::in_town ? "町内" : "町外");
    for (const auto& some : facility.fee_rules.price_classes)
        if (rate.price_class == some.code) add(some.name.ja);
    for (const auto& season : facility.seasons)
        if (std::ranges::find(rate.seasons, season.code) != rate.seasons.end()) add(season.name.ja);
    return text;
}

bool is_same_row(const RateTable& a, const RateTable& b) {
    return a.only_for == b.only_for && a.price_class == b.price_class && a.seasons == b.seasons;
}

// Whether the row is the version of its kind that holds for both dates on that day.
bool holds_on(const Space& space, const RateTable& rate, LocalDate day) {
    const FeeDates dates{day, day};
    return holds(rate.in_force, dates) && std::ranges::none_of(space.rates, [&](const RateTable& other) {
               return is_same_row(other, rate) && holds(other.in_force, dates) &&
                      rate.in_force.from < other.in_force.from;
           });
}

struct DayKind {
    std::string name;
    Yen DayPrice::*price;
};

std::vector<DayKind> kinds_of(bool told_apart) {
    if (!told_apart) return {{"", &DayPrice::weekday}};
    return {{"平日", &DayPrice::weekday}, {"土日休日", &DayPrice::weekend_or_holiday}};
}

bool is_told_apart(const DayPrice& price) { return price.weekday != price.weekend_or_holiday; }

class RateRows {
public:
    RateRows(const Facility& facility, const Space& space, const RateTable& rate)
        : facility_(facility), space_(space), rate_(rate) {}

    void add_bands(TextGrid& grid) const {
        const auto* prices = std::get_if<BandPrices>(&rate_.prices);
        if (prices == nullptr) return;
        const bool told_apart = std::ranges::any_of(*prices, [](const auto& one) { return is_told_apart(one.second); });
        for (const auto& kind : kinds_of(told_apart)) {
            std::vector<std::string> row{space_.name.ja, whom(rate_, facility_), kind.name};
            for (const auto& band : bands_of(facility_)) {
                const auto price = prices->find(band.code);
                row.push_back(price == prices->end() ? "－" : yen(price->second.*kind.price));
            }
            row.push_back(rate_.article.ja);
            grid.add(std::move(row));
        }
    }
    void add_others(TextGrid& grid) const {
        if (const auto* hours = std::get_if<HourPrice>(&rate_.prices)) {
            const auto cap = hours->capped_steps
                                 ? "上限" + std::to_string(*hours->capped_steps * hours->step_minutes / 60) + "時間"
                                 : "";
            add_row(grid, hours->per_step, std::to_string(hours->step_minutes) + "分", cap);
        } else if (const auto* nights = std::get_if<NightPrice>(&rate_.prices)) {
            add_row(grid, nights->per_night, "1泊", "");
        } else if (const auto* visit = std::get_if<VisitPrice>(&rate_.prices)) {
            add_row(grid, visit->per_visit, "1回", "");
        }
    }

    // Every band of the facility once, in the order of its first space that has it.
    static std::vector<TimeBand> bands_of(const Facility& facility) {
        std::vector<TimeBand> bands;
        for (const auto& space : facility.spaces) {
            const auto* use = std::get_if<ByBand>(&space.use);
            if (use == nullptr) continue;
            for (const auto& band : use->bands)
                if (std::ranges::find(bands, band.code, &TimeBand::code) == bands.end()) bands.push_back(band);
        }
        return bands;
    }

private:
    void add_row(TextGrid& grid, const DayPrice& price, const std::string& unit, const std::string& cap) const {
        for (const auto& kind : kinds_of(is_told_apart(price)))
            grid.add({space_.name.ja, whom(rate_, facility_), kind.name, unit, cap, rate_.article.ja,
                      yen(price.*kind.price)});
    }

    const Facility& facility_;
    const Space& space_;
    const RateTable& rate_;
};

std::string prices_on(const Facility& facility, LocalDate day) {
    TextGrid bands;
    TextGrid others;
    const auto all_bands = RateRows::bands_of(facility);
    if (!all_bands.empty()) {
        std::vector<std::string> head{"室", "区分", ""};
        for (const auto& band : all_bands)
            head.push_back(band.name.ja);
        head.emplace_back("根拠");
        bands.add(std::move(head));
    }
    others.add({"室", "区分", "", "単位", "", "根拠", "円"});
    bool has_others = false;
    for (const auto& space : facility.spaces) {
        for (const auto& rate : space.rates) {
            if (!holds_on(space, rate, day)) continue;
            const RateRows rows{facility, space, rate};
            rows.add_bands(bands);
            rows.add_others(others);
            has_others = has_others || !std::holds_alternative<BandPrices>(rate.prices);
        }
    }
    return (bands.empty() ? "" : bands.text(3)) + (has_others ? others.text(6) : "");
}

std::string spaces_of(const Scope& scope, const Facility& facility) {
    if (scope.spaces.empty()) return "（他に定めのない全室）";
    std::string text;
    for (const auto& space : facility.spaces)
        if (names(scope, space.code)) text += (text.empty() ? "" : "・") + space.name.ja;
    return text;
}

std::string since(const Scope& scope) {
    return scope.in_force.from == LocalDate{} ? "" : scope.in_force.from.iso8601() + "から";
}

class Notes {
public:
    explicit Notes(const Facility& facility) : facility_(facility) {}

    std::string text() {
        const auto& rules = facility_.fee_rules;
        for (const auto& some : rules.surcharges)
            add_surcharge(some);
        for (const auto& some : rules.rehearsals)
            add(some.label.ja, "基本使用料の" + share(some.percent), some.scope);
        for (const auto& some : rules.extensions)
            add(some.label.ja, extension_words(some), some.scope);
        for (const auto& some : rules.climates)
            add(some.label.ja, climate_words(some), some.scope);
        for (const auto& some : rules.extras)
            add(some.name.ja,
                (some.step_minutes ? std::to_string(*some.step_minutes) + "分 " : "1個 ") + yen(some.price) + "円",
                some.scope);
        for (const auto& some : rules.roundings)
            add("端数", rounding_words(some), some.scope);
        for (const auto& some : rules.taxes)
            add("消費税", share(some.percent) + (some.is_included ? " 税込み" : " 外税"), some.scope);
        return grid_.text(4);
    }

private:
    void add(const std::string& what, const std::string& how, const Scope& scope) {
        grid_.add({what, how, spaces_of(scope, facility_), scope.article.ja, since(scope)});
    }

    void add_surcharge(const Surcharge& some) {
        const bool times = facility_.fee_rules.composition == Composition::multiplicative;
        const std::string how = times ? "（乗ずる）" : "（合算）";
        if (some.kind != SurchargeKind::admission)
            return add(some.label.ja, "+" + share(some.percent) + how, some.scope);
        for (const auto& tier : some.tiers)
            add(some.label.ja, yen(tier.above) + "円超 +" + share(tier.percent) + how, some.scope);
    }

    static std::string extension_words(const Extension& some) {
        const std::string of = some.base == ExtensionBase::adjoining_band ? "隣接区分の"
                               : some.base == ExtensionBase::step_price   ? "単価の"
                                                                          : "基本使用料の";
        const auto free = some.free_minutes == 0 ? "" : "（最初の" + std::to_string(some.free_minutes) + "分無料）";
        return std::to_string(some.step_minutes) + "分ごと " + of + share(some.percent) + free;
    }

    static std::string climate_words(const Climate& some) {
        if (const auto* hours = std::get_if<ClimateHours>(&some.charge)) return "1時間 " + yen(hours->per_hour) + "円";
        return "基本使用料の" + share(std::get<ClimateRatio>(some.charge).percent);
    }

    static std::string rounding_words(const Rounding& some) {
        const std::string step = some.step == RoundingStep::component ? "構成ごと "
                                 : some.step == RoundingStep::total   ? "合計 "
                                                                      : "税加算後 ";
        const std::string direction = some.direction == RoundingDirection::down ? "切捨て"
                                      : some.direction == RoundingDirection::up ? "切上げ"
                                                                                : "四捨五入";
        return step + yen(some.unit) + "円未満" + direction;
    }

    const Facility& facility_;
    TextGrid grid_;
};

std::string equipment_table(const Facility& facility) {
    TextGrid grid;
    for (const auto& equipment : facility.equipment) {
        for (const auto& rate : equipment.rates) {
            const std::string unit = rate.charge == EquipmentCharge::per_band   ? "1区分1回"
                                     : rate.charge == EquipmentCharge::per_use  ? "1回"
                                     : rate.charge == EquipmentCharge::per_hour ? "1時間"
                                                                                : "1区分1kW";
            grid.add(
                {equipment.name.ja, unit, rate.article.ja, rate.in_force.from.iso8601() + "から", yen(rate.price)});
        }
    }
    return grid.empty() ? "" : "附属設備\n" + grid.text(4);
}

std::string ticket_table(const Facility& facility) {
    TextGrid grid;
    for (const auto& ticket : facility.tickets) {
        for (const auto& rate : ticket.rates) {
            const auto found = std::ranges::find_if(facility.fee_rules.price_classes, [&](const PriceClass& some) {
                return rate.price_class == some.code;
            });
            grid.add({ticket.name.ja, found == facility.fee_rules.price_classes.end() ? "" : found->name.ja,
                      std::to_string(ticket.visits) + "回", rate.article.ja, yen(rate.price)});
        }
    }
    return grid.empty() ? "" : "回数券・個人使用\n" + grid.text(4);
}

std::string reduction_table(const Town& town) {
    TextGrid grid;
    grid.add({"減免区分", "根拠", "施設", "付加", "設備"});
    for (const auto& some : town.reductions)
        grid.add(
            {some.name.ja, some.article.ja, share(some.percent[0]), share(some.percent[1]), share(some.percent[2])});
    return town.reductions.empty() ? "" : "減免（減ずる割合）\n" + grid.text(2);
}

std::string facility_tables(const Facility& facility) {
    std::set<LocalDate> days;
    for (const auto& space : facility.spaces)
        for (const auto& rate : space.rates)
            days.insert(rate.in_force.from);
    std::string text = "== " + facility.name.ja + "\n";
    for (const auto day : days)
        text += "施行 " + day.iso8601() + "\n" + prices_on(facility, day);
    return text + "備考\n" + Notes{facility}.text() + equipment_table(facility) + ticket_table(facility) + "\n";
}

} // namespace

std::string fee_tables(const Town& town) {
    std::string text;
    for (const auto& facility : town.facilities)
        text += facility_tables(facility);
    return text + reduction_table(town);
}

} // namespace hiroba::services
