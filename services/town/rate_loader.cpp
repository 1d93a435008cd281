#include "services/town/rate_loader.hpp"

#include "services/town/town_words.hpp"

#include <algorithm>

namespace hiroba::services {
namespace {

constexpr Limits prices{0, 1'000'000'000, "price_out_of_range"};

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

// By the hour or by the half hour, whichever the annex says; the most that is charged is in hours.
HourPrice read_hour_price(TableReader& rate) {
    constexpr Limits hours_of_day{1, 24};
    constexpr int minutes_per_hour = 60;
    HourPrice price;
    if (rate.has("per_half_hour")) {
        price.step_minutes = minutes_per_hour / 2;
        price.per_step = read_price(rate, "per_half_hour");
    } else {
        price.per_step = read_price(rate, "per_hour");
    }
    if (rate.has("capped_hours")) {
        if (const auto hours = rate.number("capped_hours", hours_of_day))
            price.capped_steps = static_cast<int>(*hours) * minutes_per_hour / price.step_minutes;
    }
    return price;
}

RateTable read_rate(TableReader& table, const RateContext& context) {
    RateTable rate;
    rate.in_force_from = table.date("in_force_from").value_or(LocalDate{});
    rate.article = table.has("article") ? table.text("article").value_or(Text{}) : context.article;
    if (table.has("only_for")) rate.only_for = table.word<UserClass>("only_for", user_class_words);
    switch (context.by) {
    case PricedBy::band:
        rate.prices = read_band_prices(table, context);
        break;
    case PricedBy::hour:
        rate.prices = read_hour_price(table);
        break;
    case PricedBy::night:
        rate.prices = NightPrice{read_price(table, "per_night")};
        break;
    }
    table.finish();
    return rate;
}

} // namespace

Yen read_price(TableReader& table, std::string_view key) { return Yen{table.number(key, prices).value_or(0)}; }

std::vector<RateTable> load_rates(TableReader& space, const RateContext& context) {
    std::vector<RateTable> rates;
    for (auto& table : space.tables("rate")) {
        auto rate = read_rate(table, context);
        const bool repeated = std::ranges::any_of(rates, [&](const RateTable& other) {
            return other.in_force_from == rate.in_force_from && other.only_for == rate.only_for;
        });
        if (repeated && rate.in_force_from != LocalDate{})
            table.fault(table.line_of("in_force_from"), "duplicate_in_force_from",
                        {{"value", rate.in_force_from.iso8601()}});
        rates.push_back(std::move(rate));
    }
    return rates;
}

} // namespace hiroba::services
