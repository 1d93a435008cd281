#include "domain/fees/quote.hpp"

#include <algorithm>

namespace hiroba {
namespace {

// 消費税: the fee contains 10 %, so the tax is 10/110 of it.
Yen tax_included_in(Yen total) { return Yen{total.amount() / 11}; }

// The share as whole yen; what is lost below one yen is lost in the rounding of the fee anyway.
Yen percent_of(Yen base, int percent) { return Yen{base.amount() * percent / 100}; }

// 1時間未満は1時間とする: a part of a step counts as one.
std::int64_t begun(std::chrono::minutes length, int step_minutes) {
    return (length.count() + step_minutes - 1) / step_minutes;
}

bool covers_period(const BandPrices& prices, const PricedPeriod& period, LocalDate date_of_use,
                   const Holidays& holidays) {
    const auto* band = std::get_if<PricedBand>(&period);
    if (band == nullptr) return false;
    const auto found = prices.find(*band->code);
    if (found == prices.end()) return false;
    const auto& price = found->second;
    return price.weekday == price.weekend_or_holiday || holidays_are_known(date_of_use, holidays);
}

bool covers_period(const HourPrice&, const PricedPeriod& period, LocalDate, const Holidays&) {
    return std::holds_alternative<PricedHours>(period);
}

bool covers_period(const NightPrice&, const PricedPeriod& period, LocalDate, const Holidays&) {
    return std::holds_alternative<PricedNights>(period);
}

QuoteLine basic_line(const RateTable& rate, const BandPrices& prices, const PricedUse& use) {
    const auto& price = prices.at(*std::get<PricedBand>(use.period).code);
    const auto fee = is_weekend_or_holiday(use.date_of_use, *use.holidays) ? price.weekend_or_holiday : price.weekday;
    return {use.what, 1, fee, fee, rate.article};
}

QuoteLine basic_line(const RateTable& rate, const HourPrice& price, const PricedUse& use) {
    auto steps = begun(use.length, price.step_minutes);
    if (price.capped_steps) steps = std::min<std::int64_t>(steps, *price.capped_steps);
    return {use.what, steps, price.per_step, price.per_step * steps, rate.article};
}

QuoteLine basic_line(const RateTable& rate, const NightPrice& price, const PricedUse& use) {
    const auto nights = std::get<PricedNights>(use.period).nights;
    return {use.what, nights, price.per_night, price.per_night * nights, rate.article};
}

// Why nothing is owed for the space.
QuoteLine free_line(const RateTable& rate) {
    if (rate.only_for == UserClass::in_town) return {{"町内の方は無料", "Free for residents"}, 1, {}, {}, rate.article};
    return {{"無料", "Free of charge"}, 1, {}, {}, rate.article};
}

QuoteLine surcharge_line(Yen base, const OutOfTownSurcharge& surcharge) {
    const auto percent = std::to_string(surcharge.percent);
    const auto amount = percent_of(base, surcharge.percent);
    return {
        {"町外加算 " + percent + "%", "Out-of-town surcharge " + percent + " %"}, 1, amount, amount, surcharge.article};
}

QuoteLine rounding_line(Yen taken_off, const Rounding& rounding) {
    const auto unit = std::to_string(rounding.unit.amount());
    return {{"端数 " + unit + "円未満切捨て", "Rounded down to a multiple of " + unit + " yen"},
            1,
            taken_off,
            taken_off,
            rounding.article};
}

Yen sum_of(const std::vector<QuoteLine>& lines) {
    Yen sum;
    for (const auto& line : lines)
        sum += line.amount;
    return sum;
}

void add_rounded(Quote& quote, std::vector<QuoteLine> lines, const Rounding& rounding) {
    const auto unrounded = sum_of(lines);
    const auto rounded = floor_to(unrounded, rounding.unit);
    if (rounded != unrounded) lines.push_back(rounding_line(rounded - unrounded, rounding));
    quote.lines.insert(quote.lines.end(), lines.begin(), lines.end());
    quote.total += rounded;
}

// The space's part: 基本使用料 and 加算.
std::vector<QuoteLine> space_lines(const RateTable& rate, const PricedUse& use) {
    const auto basic = std::visit([&](const auto& prices) { return basic_line(rate, prices, use); }, rate.prices);
    std::vector<QuoteLine> lines{basic};
    if (basic.amount == Yen{}) lines.push_back(free_line(rate));
    const bool surcharged = use.user_class == UserClass::out_of_town && !rate.only_for;
    if (surcharged && use.out_of_town->percent != 0 && basic.amount != Yen{})
        lines.push_back(surcharge_line(basic.amount, *use.out_of_town));
    return lines;
}

// How often one piece is charged: 1区分1回.
std::int64_t times_charged(EquipmentCharge charge, const PricedUse& use) {
    constexpr int minutes_per_hour = 60;
    if (charge == EquipmentCharge::per_use) return 1;
    if (charge == EquipmentCharge::per_hour) return begun(use.length, minutes_per_hour);
    if (const auto* band = std::get_if<PricedBand>(&use.period)) return band->parts;
    if (const auto* nights = std::get_if<PricedNights>(&use.period)) return nights->nights;
    return 1;
}

// The equipment's part (別表第5); nothing when a piece has no price in force.
std::optional<std::vector<QuoteLine>> equipment_lines(const PricedUse& use) {
    std::vector<QuoteLine> lines;
    for (const auto& [equipment, quantity] : use.equipment) {
        const auto* rate = find_rate_in_force(equipment->rates, use.permitted_on);
        if (rate == nullptr) return std::nullopt;
        const auto charged = quantity * times_charged(rate->charge, use);
        lines.push_back({equipment->name, charged, rate->price, rate->price * charged, rate->article});
    }
    return lines;
}

} // namespace

const RateTable* find_rate_in_force(const std::vector<RateTable>& rates, UserClass user_class, LocalDate permitted_on) {
    const RateTable* in_force = nullptr;
    for (const auto& rate : rates) {
        if (rate.in_force_from > permitted_on || (rate.only_for && rate.only_for != user_class)) continue;
        const auto rank = [](const RateTable& some) {
            return std::pair{some.only_for.has_value(), some.in_force_from};
        };
        if (in_force == nullptr || rank(*in_force) < rank(rate)) in_force = &rate;
    }
    return in_force;
}

const EquipmentRate* find_rate_in_force(const std::vector<EquipmentRate>& rates, LocalDate permitted_on) {
    const EquipmentRate* in_force = nullptr;
    for (const auto& rate : rates) {
        if (rate.in_force_from > permitted_on) continue;
        if (in_force == nullptr || in_force->in_force_from < rate.in_force_from) in_force = &rate;
    }
    return in_force;
}

bool covers(const RateTable& rate, const PricedPeriod& period, LocalDate date_of_use, const Holidays& holidays) {
    return std::visit([&](const auto& prices) { return covers_period(prices, period, date_of_use, holidays); },
                      rate.prices);
}

Result<Quote> quote(const PricedUse& use) {
    const auto* rate = find_rate_in_force(*use.rates, use.user_class, use.permitted_on);
    const auto equipment = equipment_lines(use);
    if (rate == nullptr || !equipment || !covers(*rate, use.period, use.date_of_use, *use.holidays))
        return refuse("fee_not_covered", {{"date", use.date_of_use.iso8601()}});

    Quote quote;
    add_rounded(quote, space_lines(*rate, use), *use.rounding);
    add_rounded(quote, *equipment, *use.rounding);
    quote.tax_included = tax_included_in(quote.total);
    return quote;
}

} // namespace hiroba
