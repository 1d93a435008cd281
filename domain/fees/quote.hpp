// 使用料の算定: the usage fee of one use of one space, line by line with the article it rests on.
// Basic fees and the surcharge for people from outside the town; a use that needs more of the
// ordinance (admission, commercial, heating, equipment) is refused by name, never priced without it.
#pragma once

#include "domain/calendar/closed_days.hpp"
#include "domain/core/refusal.hpp"
#include "domain/fees/rates.hpp"

#include <optional>
#include <string>
#include <vector>

namespace hiroba {

struct QuoteLine {
    Text label;
    std::int64_t quantity = 1; // bands, or hours charged
    Yen unit_price;            // of one; for a surcharge line the whole surcharge
    Yen amount;
    Text article;
    friend bool operator==(const QuoteLine&, const QuoteLine&) = default;
};

struct Quote {
    std::vector<QuoteLine> lines; // their sum is `total`
    Yen total;
    Yen tax_included; // 10/110 of the total, rounded down (消費税法: taxable, tax included)
    friend bool operator==(const Quote&, const Quote&) = default;
};

// The version of the annex that holds for a permit given on that day, or null before the first.
[[nodiscard]] const RateTable* find_rate_in_force(const std::vector<RateTable>& rates, LocalDate permitted_on);

// Whether that version prices the band (null: the hours) on that date. `quote` refuses exactly when none does.
[[nodiscard]] bool covers(const RateTable& rate, const BandCode* band, LocalDate date_of_use, const Holidays& holidays);

// Everything the ordinance needs to know to price one use.
struct PricedUse {
    const std::vector<RateTable>* rates = nullptr; // of the space, any order
    const OutOfTownSurcharge* out_of_town = nullptr;
    const Rounding* rounding = nullptr;
    const Holidays* holidays = nullptr;
    UserClass user_class = UserClass::in_town;
    LocalDate date_of_use;
    LocalDate permitted_on; // decides which version of the annex holds
    TimeRange time;
    std::optional<BandCode> band; // set for a space used by band
    Text what;                    // label of the basic line: "小会議室 午前"
};

// The fee; or `fee_not_covered` {date} when no rate table in force prices it, or when weekends and holidays cost
// more and the holidays of that year are not known yet.
[[nodiscard]] Result<Quote> quote(const PricedUse& use);

} // namespace hiroba
