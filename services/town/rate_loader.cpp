#include "services/town/rate_loader.hpp"

#include "services/town/revenue_loader.hpp"
#include "services/town/town_codes.hpp"
#include "services/town/town_words.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

// One row of the annex: a price for each band of the space, and for no other.
std::map<BandCode, Yen> read_row(TableReader& rate, std::string_view name, const RateContext& context) {
    auto row = rate.table(name);
    if (!row) return {};
    std::map<BandCode, Yen> yen_by_band;
    for (const auto& band : context.bands) {
        if (row->has(band))
            yen_by_band.emplace(band, read_price(*row, band));
        else
            row->fault(row->line(), "missing_price", {{"band", band}, {"row", std::string{name}}});
    }
    for (const auto& key : row->keys()) {
        if (std::ranges::find(context.bands, key) == context.bands.end())
            row->fault(row->line_of(key), "unknown_band", {{"band", key}});
    }
    return yen_by_band;
}

// Either `every_day`, or `weekday` and `weekend_or_holiday`.
BandPrices read_band_prices(TableReader& rate, const RateContext& context) {
    const bool told_apart = rate.has("weekday") || rate.has("weekend_or_holiday");
    const auto weekday = read_row(rate, told_apart ? "weekday" : "every_day", context);
    const auto weekend = told_apart ? read_row(rate, "weekend_or_holiday", context) : weekday;
    BandPrices band_prices;
    for (const auto& [band, yen] : weekday) {
        const auto found = weekend.find(band);
        band_prices.emplace(band, BandPrice{yen, found == weekend.end() ? yen : found->second});
    }
    return band_prices;
}

// One price, or { weekday = …, weekend_or_holiday = … }.
DayPrice read_day_price(TableReader& rate, std::string_view key) {
    if (!rate.is_table(key)) {
        const auto every_day = read_price(rate, key);
        return {every_day, every_day};
    }
    auto told_apart = rate.table(key);
    if (!told_apart) return {};
    const DayPrice price{read_price(*told_apart, "weekday"), read_price(*told_apart, "weekend_or_holiday")};
    told_apart->finish();
    return price;
}

// By the hour or by the half hour, whichever the annex says; the most that is charged is in hours.
HourPrice read_hour_price(TableReader& rate) {
    constexpr Limits hours_of_day{1, 24};
    constexpr int minutes_per_hour = 60;
    HourPrice price;
    if (rate.has("per_half_hour")) {
        price.step_minutes = minutes_per_hour / 2;
        price.per_step = read_day_price(rate, "per_half_hour");
    } else {
        price.per_step = read_day_price(rate, "per_hour");
    }
    if (rate.has("capped_hours")) {
        if (const auto hours = rate.number("capped_hours", hours_of_day))
            price.capped_steps = static_cast<int>(*hours) * minutes_per_hour / price.step_minutes;
    }
    return price;
}

RateTable read_rate(TableReader& table, const RateContext& context) {
    RateTable rate;
    rate.in_force = read_in_force(table);
    rate.article = read_article(table, context.article);
    if (table.has("only_for")) rate.only_for = table.word<UserClass>("only_for", user_class_words);
    rate.price_class = read_price_class(table, *context.price_classes);
    for (const auto& season : known_codes(table, "seasons", context.seasons, {"unknown_season", "season"}))
        rate.seasons.emplace_back(season);
    switch (context.by) {
    case PricedBy::band:
        rate.prices = read_band_prices(table, context);
        break;
    case PricedBy::hour:
        if (table.has("per_visit"))
            rate.prices = VisitPrice{read_day_price(table, "per_visit")};
        else
            rate.prices = read_hour_price(table);
        break;
    case PricedBy::night:
        rate.prices = NightPrice{read_day_price(table, "per_night")};
        break;
    }
    table.finish();
    return rate;
}

} // namespace

std::vector<RateTable> load_rates(TableReader& space, const RateContext& context) {
    std::vector<RateTable> rates;
    for (auto& table : space.tables("rate")) {
        auto rate = read_rate(table, context);
        for (const auto& other : rates)
            if (other.only_for == rate.only_for && other.price_class == rate.price_class &&
                other.seasons == rate.seasons)
                check_versions(table, other.in_force, rate.in_force);
        rates.push_back(std::move(rate));
    }
    return rates;
}

} // namespace hiroba::services
