#include "domain/fees/quote.hpp"

namespace hiroba {
namespace {

// 消費税: the fee contains 10 %, so the tax is 10/110 of it.
Yen tax_included_in(Yen total) { return Yen{total.amount() / 11}; }

// The share as whole yen; what is lost below one yen is lost in the rounding of the fee anyway.
Yen percent_of(Yen base, int percent) { return Yen{base.amount() * percent / 100}; }

// 1時間未満は1時間とする。
int hours_begun(const TimeRange& time) {
    constexpr int minutes_per_hour = 60;
    return (static_cast<int>(time.length().count()) + minutes_per_hour - 1) / minutes_per_hour;
}

std::optional<QuoteLine> basic_line(const RateTable& rate, const BandPrices& prices, const PricedUse& use) {
    if (!use.band) return std::nullopt;
    const auto found = prices.find(*use.band);
    if (found == prices.end()) return std::nullopt;
    const auto& price = found->second;
    if (price.weekday != price.weekend_or_holiday && !holidays_are_known(use.date_of_use, *use.holidays))
        return std::nullopt;
    const auto fee = is_weekend_or_holiday(use.date_of_use, *use.holidays) ? price.weekend_or_holiday : price.weekday;
    return QuoteLine{use.what, 1, fee, fee, rate.article};
}

std::optional<QuoteLine> basic_line(const RateTable& rate, const HourPrice& price, const PricedUse& use) {
    if (use.band) return std::nullopt;
    auto hours = hours_begun(use.time);
    if (price.capped_hours && hours > *price.capped_hours) hours = *price.capped_hours;
    return QuoteLine{use.what, hours, price.per_hour, price.per_hour * hours, rate.article};
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

} // namespace

const RateTable* find_rate_in_force(const std::vector<RateTable>& rates, LocalDate permitted_on) {
    const RateTable* in_force = nullptr;
    for (const auto& rate : rates) {
        if (rate.in_force_from > permitted_on) continue;
        if (in_force == nullptr || in_force->in_force_from < rate.in_force_from) in_force = &rate;
    }
    return in_force;
}

Result<Quote> quote(const PricedUse& use) {
    const auto not_covered = [&] { return refuse("fee_not_covered", {{"date", use.date_of_use.iso8601()}}); };
    const auto* rate = find_rate_in_force(*use.rates, use.permitted_on);
    if (rate == nullptr) return not_covered();
    const auto basic = std::visit([&](const auto& prices) { return basic_line(*rate, prices, use); }, rate->prices);
    if (!basic) return not_covered();

    Quote quote{{*basic}, {}, {}};
    if (use.user_class == UserClass::out_of_town && use.out_of_town->percent != 0)
        quote.lines.push_back(surcharge_line(basic->amount, *use.out_of_town));
    const auto unrounded = sum_of(quote.lines);
    quote.total = floor_to(unrounded, use.rounding->unit);
    if (quote.total != unrounded) quote.lines.push_back(rounding_line(quote.total - unrounded, *use.rounding));
    quote.tax_included = tax_included_in(quote.total);
    return quote;
}

} // namespace hiroba
