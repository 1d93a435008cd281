// 使用料の算定: the usage fee of one use of one space with its equipment, line by line with the article each rests on.
// Basic fees, the surcharge for people from outside the town, and equipment; a use that needs more of the ordinance
// (admission, commercial, heating) is refused by name, never priced without it.
#pragma once

#include "domain/booking/equipment.hpp"
#include "domain/calendar/closed_days.hpp"
#include "domain/core/refusal.hpp"
#include "domain/fees/rates.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hiroba {

struct QuoteLine {
    Text label;
    std::int64_t quantity = 1; // bands, steps or nights charged; pieces of equipment × what each is charged for
    Yen unit_price;            // of one; for a surcharge line the whole surcharge
    Yen amount;
    Text article;
    friend bool operator==(const QuoteLine&, const QuoteLine&) = default;
};

// A quote of 0 yen is a good quote: its lines say why nothing is owed.
struct Quote {
    std::vector<QuoteLine> lines; // their sum is `total`; the space first, then the equipment
    Yen total;
    Yen tax_included; // 10/110 of the total, rounded down (消費税法: taxable, tax included)
    friend bool operator==(const Quote&, const Quote&) = default;
};

// The version of the annex that holds for a permit given to that class on that day, or null before the first. A price
// of the class's own wins over the one for everybody, whichever is newer.
[[nodiscard]] const RateTable* find_rate_in_force(const std::vector<RateTable>& rates, UserClass user_class,
                                                  LocalDate permitted_on);
[[nodiscard]] const EquipmentRate* find_rate_in_force(const std::vector<EquipmentRate>& rates, LocalDate permitted_on);

// What is priced: a band, some time by the hour, or nights.
struct PricedBand {
    const BandCode* code = nullptr;
    int parts = 1; // single bands it consists of
};
struct PricedHours {};
struct PricedNights {
    int nights = 1;
};
using PricedPeriod = std::variant<PricedBand, PricedHours, PricedNights>;

// Whether that version prices the period on that date. `quote` refuses exactly when none does, or a piece of equipment
// has no price.
[[nodiscard]] bool covers(const RateTable& rate, const PricedPeriod& period, LocalDate date_of_use,
                          const Holidays& holidays);

struct PricedEquipment {
    const Equipment* equipment = nullptr;
    std::int64_t quantity = 1;
};

// Everything the ordinance needs to know to price one use.
struct PricedUse {
    const std::vector<RateTable>* rates = nullptr; // of the space, any order
    const OutOfTownSurcharge* out_of_town = nullptr;
    const Rounding* rounding = nullptr;
    const Holidays* holidays = nullptr;
    UserClass user_class = UserClass::in_town;
    LocalDate date_of_use;
    LocalDate permitted_on; // decides which version of the annex holds
    PricedPeriod period;
    std::chrono::minutes length{}; // from its beginning to its end
    Text what;                     // label of the basic line: "小会議室 午前"
    std::vector<PricedEquipment> equipment = {};
};

// The fee: the space's part and the equipment's part, each rounded down by itself (備考6). Equipment priced per band is
// charged for each single band of a composite, for each night, and once for a use by the hour.
// `fee_not_covered` {date} when no rate table in force prices the use or its equipment, or when weekends and holidays
// cost more and the holidays of that year are not known yet.
[[nodiscard]] Result<Quote> quote(const PricedUse& use);

} // namespace hiroba
