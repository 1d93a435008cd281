// 別表: what the use of a space costs by ordinance, as data with the day it comes into force.
#pragma once

#include "domain/core/ids.hpp"
#include "domain/core/local_time.hpp"
#include "domain/core/text.hpp"
#include "domain/core/yen.hpp"

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

// The price of one time band: on weekdays, and on Saturdays, Sundays and holidays (equal where the annex does not tell
// them apart).
struct BandPrice {
    Yen weekday;
    Yen weekend_or_holiday;
    friend bool operator==(const BandPrice&, const BandPrice&) = default;
};
using BandPrices = std::map<BandCode, BandPrice>;

// A price by the hour (or half hour: `step_minutes`), part of a step counting as one; charged for at most
// `capped_steps` a day.
struct HourPrice {
    Yen per_step;
    int step_minutes = 60;
    std::optional<int> capped_steps;
    friend bool operator==(const HourPrice&, const HourPrice&) = default;
};

// A price by the night.
struct NightPrice {
    Yen per_night;
    friend bool operator==(const NightPrice&, const NightPrice&) = default;
};

// One annex row in one version. It holds for permits given on or after `in_force_from`
// until the next version does (a permit given before keeps its price, whatever the day of use).
struct RateTable {
    LocalDate in_force_from;
    Text article; // "別表第1" / "Annex 1"
    std::variant<BandPrices, HourPrice, NightPrice> prices;
    // Empty: for everybody, and people from outside the town pay the surcharge in addition. Otherwise this is the
    // whole price of that class (町民無料・町外有料).
    std::optional<UserClass> only_for = std::nullopt;
    friend bool operator==(const RateTable&, const RateTable&) = default;
};

// What people from outside the town pay in addition, as a share of the basic fee (50 = half as much again, 100 =
// twice).
struct OutOfTownSurcharge {
    int percent = 0;
    Text article;
    friend bool operator==(const OutOfTownSurcharge&, const OutOfTownSurcharge&) = default;
};

// 端数: the usage fee is rounded down to a multiple of `unit` after all surcharges.
struct Rounding {
    Yen unit{10};
    Text article;
    friend bool operator==(const Rounding&, const Rounding&) = default;
};

} // namespace hiroba
