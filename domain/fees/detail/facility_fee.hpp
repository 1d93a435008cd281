// 施設使用料: the basic fee, a rehearsal's share of it, early use, extension, and the surcharges on them.
#pragma once

#include "domain/fees/detail/fee_part.hpp"

namespace hiroba::fees {

// What cooling and heating by ratio are a share of, and what the use counts towards a cap over the day.
struct BasicFee {
    ExactYen whole;
    ExactYen after_rehearsal;
    std::optional<CountedInCap> counted_in_cap;
};

// Adds the lines; `price_class` is the one that holds. What quote() refuses of it.
[[nodiscard]] Result<BasicFee> add_facility_fee(const PricedUse& use, const PriceClassCode* price_class, FeePart& part);

[[nodiscard]] bool charges_admission(const ApplicationTerms& terms);

} // namespace hiroba::fees
