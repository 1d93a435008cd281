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

const BandCode* band_of(const PricedUse& use) { return use.band ? &*use.band : nullptr; }

bool covers(const BandPrices& prices, const BandCode* band, LocalDate date_of_use, const Holidays& holidays) {
    if (band == nullptr) return false;
    const auto found = prices.find(*band);
    if (found == prices.end()) return false;
    const auto& price = found->second;
    return price.weekday == price.weekend_or_holiday || holidays_are_known(date_of_use, holidays);
}

bool covers(const HourPrice&, const BandCode* band, LocalDate, const Holidays&) { return band == nullptr; }

QuoteLine basic_line(const RateTable& rate, const BandPrices& prices, const PricedUse& use) {
    const auto& price = prices.at(*use.band);
    const auto fee = is_weekend_or_holiday(use.date_of_use, *use.holidays) ? price.weekend_or_holiday : price.weekday;
    return {use.what, 1, fee, fee, rate.article};
}

QuoteLine basic_line(const RateTable& rate, const HourPrice& price, const PricedUse& use) {
    auto hours = hours_begun(use.time);
    if (price.capped_hours && hours > *price.capped_hours) hours = *price.capped_hours;
    return {use.what, hours, price.per_hour, price.per_hour * hours, rate.article};
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

bool covers(const RateTable& rate, const BandCode* band, LocalDate date_of_use, const Holidays& holidays) {
    return std::visit([&](const auto& prices) { return covers(prices, band, date_of_use, holidays); }, rate.prices);
}

Result<Quote> quote(const PricedUse& use) {
    const auto* rate = find_rate_in_force(*use.rates, use.permitted_on);
    if (rate == nullptr || !covers(*rate, band_of(use), use.date_of_use, *use.holidays))
        return refuse("fee_not_covered", {{"date", use.date_of_use.iso8601()}});

    const auto basic = std::visit([&](const auto& prices) { return basic_line(*rate, prices, use); }, rate->prices);
    Quote quote{{basic}, {}, {}};
    if (use.user_class == UserClass::out_of_town && use.out_of_town->percent != 0)
        quote.lines.push_back(surcharge_line(basic.amount, *use.out_of_town));
    const auto unrounded = sum_of(quote.lines);
    quote.total = floor_to(unrounded, use.rounding->unit);
    if (quote.total != unrounded) quote.lines.push_back(rounding_line(quote.total - unrounded, *use.rounding));
    quote.tax_included = tax_included_in(quote.total);
    return quote;
}

} // namespace hiroba
