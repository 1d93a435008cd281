#include "services/town/rate_loader.hpp"

#include "services/town/revenue_loader.hpp"
#include "services/town/town_codes.hpp"
#include "services/town/town_words.hpp"

#include <algorithm>
#include <array>
#include <chrono>

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

constexpr int minutes_per_hour = 60;

// By the hour or by the half hour, whichever the annex says.
HourPrice read_hour_price(TableReader& rate) {
    HourPrice price;
    if (rate.has("per_half_hour")) {
        price.step_minutes = minutes_per_hour / 2;
        price.per_step = read_day_price(rate, "per_half_hour");
    } else {
        price.per_step = read_day_price(rate, "per_hour");
    }
    return price;
}

// 1日の限度: hours of a price by the hour, or yen of any price but that of a night; over the day and the space, unless
// the row says how far it reaches.
std::optional<DayCap> read_day_cap(TableReader& rate, const RateTable& prices) {
    constexpr Limits hours_of_day{1, 24};
    constexpr std::array reaches = {Word<CapReach>{"use", CapReach::use}, Word<CapReach>{"space", CapReach::space},
                                    Word<CapReach>{"facility", CapReach::facility}};
    std::optional<DayCap> cap;
    if (std::holds_alternative<HourPrice>(prices.prices) && rate.has("capped_hours")) {
        const auto hours = rate.number("capped_hours", hours_of_day);
        cap = DayCap{std::chrono::minutes{hours.value_or(1) * minutes_per_hour}};
    } else if (!std::holds_alternative<NightPrice>(prices.prices) && rate.has("capped_yen")) {
        cap = DayCap{read_price(rate, "capped_yen")};
    }
    if (cap && rate.has("cap_over")) cap->reach = rate.word<CapReach>("cap_over", reaches).value_or(CapReach::space);
    return cap;
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
    rate.day_cap = read_day_cap(table, rate);
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
