#include "domain/fees/rates.hpp"

#include "domain/fees/quote.hpp"

namespace hiroba {
namespace {

bool falls_in_any(const RateTable& rate, const RateKey& key) {
    if (rate.seasons.empty()) return true;
    return key.seasons != nullptr && std::ranges::any_of(*key.seasons, [&](const Season& season) {
               return std::ranges::find(rate.seasons, season.code) != rate.seasons.end() &&
                      falls_in(key.dates.date_of_use, season.period);
           });
}

bool fits(const RateTable& rate, const RateKey& key) {
    if (!holds(rate.in_force, key.dates)) return false;
    if (rate.only_for && rate.only_for != key.user_class) return false;
    if (rate.price_class && (key.price_class == nullptr || *rate.price_class != *key.price_class)) return false;
    return falls_in_any(rate, key);
}

bool is_known(const DayPrice& price, LocalDate date, const Holidays& holidays) {
    return price.weekday == price.weekend_or_holiday || holidays_are_known(date, holidays);
}

struct Covers {
    const PricedPeriod& period;
    LocalDate date;
    const Holidays& holidays;

    bool operator()(const BandPrices& prices) const {
        const auto* band = std::get_if<PricedBand>(&period);
        if (band == nullptr) return false;
        const auto found = prices.find(*band->code);
        return found != prices.end() && is_known(found->second, date, holidays);
    }
    bool operator()(const HourPrice& price) const {
        return std::holds_alternative<PricedHours>(period) && is_known(price.per_step, date, holidays);
    }
    bool operator()(const VisitPrice& price) const {
        return std::holds_alternative<PricedHours>(period) && is_known(price.per_visit, date, holidays);
    }
    bool operator()(const NightPrice& price) const {
        const auto* nights = std::get_if<PricedNights>(&period);
        return nights != nullptr && is_known(price.per_night, date, holidays) &&
               is_known(price.per_night, date + std::chrono::days{nights->nights - 1}, holidays);
    }
};

} // namespace

std::string_view name_of(CapReach reach) {
    switch (reach) {
    case CapReach::use:
        return "use";
    case CapReach::space:
        return "space";
    case CapReach::facility:
        return "facility";
    }
    return {};
}

std::string_view name_of(UserClass user_class) {
    switch (user_class) {
    case UserClass::in_town:
        return "in_town";
    case UserClass::out_of_town:
        return "out_of_town";
    }
    return {};
}

std::optional<UserClass> user_class_named(std::string_view name) {
    for (const auto user_class : {UserClass::in_town, UserClass::out_of_town}) {
        if (name_of(user_class) == name) return user_class;
    }
    return std::nullopt;
}

const RateTable* find_rate(const std::vector<RateTable>& rates, const RateKey& key) {
    const auto rank = [](const RateTable& rate) {
        return std::tuple{rate.only_for.has_value(), rate.price_class.has_value(), !rate.seasons.empty(),
                          rate.in_force.from};
    };
    const RateTable* found = nullptr;
    for (const auto& rate : rates) {
        if (fits(rate, key) && (found == nullptr || rank(*found) < rank(rate))) found = &rate;
    }
    return found;
}

const EquipmentRate* find_rate(const std::vector<EquipmentRate>& rates, const FeeDates& dates) {
    const EquipmentRate* found = nullptr;
    for (const auto& rate : rates) {
        if (!holds(rate.in_force, dates)) continue;
        if (found == nullptr || found->in_force.from < rate.in_force.from) found = &rate;
    }
    return found;
}

bool covers(const RateTable& rate, const PricedPeriod& period, LocalDate date_of_use, const Holidays& holidays) {
    return std::visit(Covers{period, date_of_use, holidays}, rate.prices);
}

} // namespace hiroba
