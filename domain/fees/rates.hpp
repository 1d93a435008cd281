// 別表: what the use of a space costs by ordinance, as data with the day it comes into force.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"
#include "domain/fees/in_force.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace hiroba {

// 利用者区分: for whom the ordinance sets a price. Asserted by staff, never derived from an address.
enum class UserClass { in_town, out_of_town };
[[nodiscard]] std::string_view name_of(UserClass user_class); // "in_town"
[[nodiscard]] std::optional<UserClass> user_class_named(std::string_view name);

// 料金区分 (一般・高校生以下): who uses it, where the annex tells them apart.
struct PriceClass {
    PriceClassCode code;
    Text name;
    friend bool operator==(const PriceClass&, const PriceClass&) = default;
};

// A price on weekdays, and on Saturdays, Sundays and holidays (equal where the annex does not tell them apart).
struct DayPrice {
    DayPrice() = default;
    DayPrice(Yen every_day) : weekday(every_day), weekend_or_holiday(every_day) {}
    DayPrice(Yen on_weekdays, Yen otherwise) : weekday(on_weekdays), weekend_or_holiday(otherwise) {}

    Yen weekday;
    Yen weekend_or_holiday;
    friend bool operator==(const DayPrice&, const DayPrice&) = default;
};
// The price of each time band.
using BandPrice = DayPrice;
using BandPrices = std::map<BandCode, BandPrice>;

// A price by the hour (or half hour: `step_minutes`), part of a step counting as one.
struct HourPrice {
    DayPrice per_step;
    int step_minutes = 60;
    friend bool operator==(const HourPrice&, const HourPrice&) = default;
};

// A price by the night.
struct NightPrice {
    DayPrice per_night; // by the date on which the night begins
    friend bool operator==(const NightPrice&, const NightPrice&) = default;
};

// 1回: a price for the use, however long it is.
struct VisitPrice {
    DayPrice per_visit;
    friend bool operator==(const VisitPrice&, const VisitPrice&) = default;
};

// 1日の限度: the most that is charged of the basic price, before anything is multiplied: so much time (of a price by
// the hour), or so much money. It counts over one use, or over all uses of one applicant on one day, of the space or of
// all capped spaces of the facility.
enum class CapReach { use, space, facility };
[[nodiscard]] std::string_view name_of(CapReach reach); // "space"
struct DayCap {
    std::variant<std::chrono::minutes, Yen> most;
    CapReach reach = CapReach::space;
    friend bool operator==(const DayCap&, const DayCap&) = default;
};

// One annex row in one version.
struct RateTable {
    InForce in_force;
    Text article; // "別表第1" / "Annex 1"
    std::variant<BandPrices, HourPrice, NightPrice, VisitPrice> prices;
    // Empty: for everybody, and people from outside the town pay the surcharge in addition. Otherwise this is the
    // whole price of that class (町民無料・町外有料).
    std::optional<UserClass> only_for = std::nullopt;
    std::optional<PriceClassCode> price_class = std::nullopt; // empty: of every class without a row of its own
    // 期間料金: only for uses on dates of these seasons; empty: on every date that no row of a season holds for.
    std::vector<SeasonCode> seasons = {};
    std::optional<DayCap> day_cap = std::nullopt; // not of nights
    friend bool operator==(const RateTable&, const RateTable&) = default;
};

} // namespace hiroba
