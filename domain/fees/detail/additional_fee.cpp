#include "domain/fees/detail/additional_fee.hpp"

#include <set>

namespace hiroba::fees {
namespace {

constexpr int minutes_per_hour = 60;

// 1時間未満は1時間: of the use itself, of early use and of extension, each by itself.
std::int64_t hours_begun(const PricedUse& use) {
    return begun(use.length.count(), minutes_per_hour) + begun(use.terms->early_minutes, minutes_per_hour) +
           begun(use.terms->extension_minutes, minutes_per_hour);
}

std::int64_t whole_length(const PricedUse& use) {
    return use.length.count() + use.terms->early_minutes + use.terms->extension_minutes;
}

// The season that the date lies in and the rule is for.
const Season* season_of(const Climate& climate, const PricedUse& use) {
    for (const auto& season : *use.seasons) {
        if (std::ranges::find(climate.seasons, season.code) != climate.seasons.end() &&
            falls_in(use.dates.date_of_use, season.period))
            return &season;
    }
    return nullptr;
}

void add_climate(const ClimateRatio& ratio, const Climate& climate, const PricedUse&, const BasicFee& basic,
                 FeePart& part) {
    const auto base = ratio.after_rehearsal ? basic.after_rehearsal : basic.whole;
    part.add(LineKind::climate, with_percent(climate.label, ratio.percent), 1, base.whole(), ratio.percent,
             base.percent(ratio.percent), climate.scope.article);
}

void add_climate(const ClimateHours& hours, const Climate& climate, const PricedUse& use, const BasicFee&,
                 FeePart& part) {
    const auto charged = hours_begun(use);
    part.add(LineKind::climate, climate.label, charged, hours.per_hour, {}, ExactYen{hours.per_hour} * charged,
             climate.scope.article);
}

Result<void> add_climate(const PricedUse& use, const BasicFee& basic, FeePart& part) {
    if (!use.terms->wants_climate) return {};
    const auto* climate = find_row(use.rules->climates, *use.space, use.dates,
                                   [&](const Climate& some) { return season_of(some, use) != nullptr; });
    if (climate == nullptr) return refuse("climate_not_offered", {{"date", use.dates.date_of_use.iso8601()}});
    std::visit([&](const auto& charge) { add_climate(charge, *climate, use, basic, part); }, climate->charge);
    return {};
}

Result<void> add_extra(const PricedUse& use, const ExtraWish& wish, FeePart& part) {
    constexpr std::int64_t most = 9'999;
    const std::pair<const std::string, Fact> named{"extra", wish.code.value()};
    const auto* extra =
        find_row(use.rules->extras, *use.space, use.dates, [&](const Extra& some) { return some.code == wish.code; });
    if (extra == nullptr) return refuse("extra_not_offered", {named, {"space", use.space->value()}});
    if (wish.amount < 1 || wish.amount > most) return refuse("invalid_quantity", {named});
    if (!extra->step_minutes) {
        part.add(LineKind::extra, extra->name, wish.amount, extra->price, {}, ExactYen{extra->price} * wish.amount,
                 extra->scope.article);
        return {};
    }
    if (wish.amount > whole_length(use)) return refuse("extra_too_long", {named, {"most_minutes", whole_length(use)}});
    const auto steps = begun(wish.amount, *extra->step_minutes);
    part.add(LineKind::extra, with_minutes(extra->name, wish.amount), steps, extra->price, {},
             ExactYen{extra->price} * steps, extra->scope.article);
    return {};
}

// How often one piece is charged: 1区分1回.
std::int64_t times_charged(EquipmentCharge charge, const PricedUse& use) {
    if (charge == EquipmentCharge::per_use) return 1;
    if (charge == EquipmentCharge::per_hour) return begun(whole_length(use), minutes_per_hour);
    if (const auto* band = std::get_if<PricedBand>(&use.period)) return band->parts;
    if (const auto* nights = std::get_if<PricedNights>(&use.period)) return nights->nights;
    return 1;
}

} // namespace

Result<void> add_additional_fee(const PricedUse& use, const BasicFee& basic, FeePart& part) {
    if (auto climate = add_climate(use, basic, part); !climate) return climate;
    std::set<ExtraCode> seen;
    for (const auto& wish : use.terms->extras) {
        if (!seen.insert(wish.code).second) return refuse("duplicate_extra", {{"extra", wish.code.value()}});
        if (auto extra = add_extra(use, wish, part); !extra) return extra;
    }
    return {};
}

Result<void> add_equipment_fee(const PricedUse& use, FeePart& part) {
    for (const auto& [equipment, quantity] : use.equipment) {
        const auto* rate = find_rate(equipment->rates, use.dates);
        if (rate == nullptr) return refuse("fee_not_covered", {{"date", use.dates.date_of_use.iso8601()}});
        const auto charged = quantity * times_charged(rate->charge, use);
        part.add(LineKind::equipment, equipment->name, charged, rate->price, {}, ExactYen{rate->price} * charged,
                 rate->article);
    }
    return {};
}

} // namespace hiroba::fees
