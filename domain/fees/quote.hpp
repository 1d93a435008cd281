// 使用料の算定: the fee of one use of one space, line by line with the article each rests on.
//
// In the order of the notes: the basic fee by band, time, night or visit; what a cap leaves of it; the share of a
// rehearsal; early use and extension; surcharges, summed or multiplied; cooling and heating, lights; equipment; the
// reduction of each component; tax that is added; rounding. Nothing is rounded on the way: fractions of a yen are
// carried along, and the line that rounds takes them off.
#pragma once

#include "domain/booking/equipment.hpp"
#include "domain/calendar/opening_hours.hpp"
#include "domain/core/refusal.hpp"
#include "domain/fees/day_cap.hpp"
#include "domain/fees/fee_rules.hpp"
#include "domain/fees/reduction.hpp"
#include "domain/fees/terms.hpp"
#include "domain/fees/ticket.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace hiroba {

// What a line says about its amount.
enum class LineKind {
    basic,     // the use itself
    note,      // 0 yen: why nothing is owed, why no reduction applies
    day_cap,   // 1日の限度: what is not charged because of it
    rehearsal, // what a rehearsal pays less
    early,
    extension,
    surcharge,
    climate,
    extra,
    equipment,
    reduction,
    tax, // that is added
    rounding,
    ticket,
};
[[nodiscard]] std::string_view name_of(LineKind kind); // "day_cap"

// amount = quantity × unit_price, or that share of it where there is a `percent`; for a rounding line the amount
// itself.
struct QuoteLine {
    LineKind kind = LineKind::basic;
    FeeComponent component = FeeComponent::facility;
    Text label;
    std::int64_t quantity = 1; // bands, steps, nights or hours charged; pieces of equipment × what each is charged for
    Yen unit_price;            // of one; with a percent, what it is a share of
    std::optional<int> percent = std::nullopt;
    Yen amount;
    Text article;
    AccountCode account;
    friend bool operator==(const QuoteLine&, const QuoteLine&) = default;
};

// total = before_reduction + reduction + tax + rounding. Whole yen; fractions are in the rounding.
struct ComponentFee {
    FeeComponent component = FeeComponent::facility;
    Yen before_reduction;
    Yen reduction; // 0 or less
    Yen tax_added;
    Yen rounding;
    Yen total;
    AccountCode account;
    friend bool operator==(const ComponentFee&, const ComponentFee&) = default;
};

struct AccountTotal {
    AccountCode account;
    Yen total;
    friend bool operator==(const AccountTotal&, const AccountTotal&) = default;
};

// A quote of 0 yen is a good quote: its lines say why nothing is owed.
struct Quote {
    std::vector<QuoteLine> lines; // their sum is `total`; by component, in the order of the calculation
    ByComponent<ComponentFee> components{};
    std::vector<AccountTotal> accounts; // each once, only those that receive something; their sum is `total`
    Yen total;
    Yen tax_included;                                      // うち消費税
    std::optional<ReductionCode> reduction = std::nullopt; // that was applied
    // Where a cap counts over the day: what this use counts towards it. Together never more than the cap.
    std::optional<CountedInCap> counted_in_cap = std::nullopt;
    friend bool operator==(const Quote&, const Quote&) = default;
};

// The price that holds, or null: of this class, price class, season and dates. A price of the class's own wins over
// the one for everybody, then one of the price class's own, then one of the season, then the newest.
struct RateKey {
    UserClass user_class = UserClass::in_town;
    const PriceClassCode* price_class = nullptr; // null: the facility tells none apart
    FeeDates dates;
    const std::vector<Season>* seasons = nullptr;
};
[[nodiscard]] const RateTable* find_rate(const std::vector<RateTable>& rates, const RateKey& key);
[[nodiscard]] const EquipmentRate* find_rate(const std::vector<EquipmentRate>& rates, const FeeDates& dates);

// What is priced: a band, some time by the hour, or nights.
struct PricedBand {
    const BandCode* code = nullptr;
    int parts = 1;                   // single bands it consists of
    const BandCode* first = nullptr; // of these, for early use
    const BandCode* last = nullptr;  // of these, for extension
};
struct PricedHours {};
struct PricedNights {
    int nights = 1;
};
using PricedPeriod = std::variant<PricedBand, PricedHours, PricedNights>;

// Whether that version prices the period on that date.
[[nodiscard]] bool covers(const RateTable& rate, const PricedPeriod& period, LocalDate date_of_use,
                          const Holidays& holidays);

struct PricedEquipment {
    const Equipment* equipment = nullptr;
    std::int64_t quantity = 1;
};

// Everything the ordinance needs to know to price one use.
struct PricedUse {
    const SpaceCode* space = nullptr;
    const std::vector<RateTable>* rates = nullptr; // of the space, any order
    const FeeRules* rules = nullptr;
    const AccountCodes* accounts = nullptr;
    const std::vector<Season>* seasons = nullptr;
    const Holidays* holidays = nullptr;
    const std::vector<ReductionClass>* reductions = nullptr; // of the town
    UserClass user_class = UserClass::in_town;
    FeeDates dates;
    PricedPeriod period;
    std::chrono::minutes length{}; // without early use and extension
    Text what;                     // label of the basic line: "小会議室 午前"
    const UseTerms* terms = nullptr;
    const ApplicationTerms* application = nullptr;
    std::vector<PricedEquipment> equipment = {};
    CountedBefore counted_before = {}; // 1日の限度: by other uses of the same applicant on that day
};

// The fee. Refused, in this order, when the ordinance does not cover what is asked:
//   unknown_price_class {price_class};
//   fee_not_covered {date}: no rate in force prices the use, or weekends and holidays cost more and the holidays of
//   that year are not known yet;
//   rehearsal_not_offered {space}; extension_not_offered {space};
//   admission_not_permitted {space}; commercial_not_permitted {space};
//   climate_not_offered {date}; extra_not_offered {extra, space}, duplicate_extra {extra}, invalid_quantity {extra},
//   extra_too_long {extra, most_minutes};
//   fee_not_covered {date} of a piece of equipment or of rules of rounding or tax without a version in force;
//   unknown_reduction {reduction}.
[[nodiscard]] Result<Quote> quote(const PricedUse& use);

// The price of so many books of tickets: `unknown_price_class`, `invalid_quantity`, `fee_not_covered` {date}.
[[nodiscard]] Result<Quote> quote_ticket(const Ticket& ticket, const FeeRules& rules, const AccountCodes& accounts,
                                         const std::optional<PriceClassCode>& price_class, std::int64_t quantity,
                                         LocalDate sold_on);

} // namespace hiroba
