// 消費税: what of an amount is tax.
#pragma once

#include "domain/fees/fee_rules.hpp"

namespace hiroba {

// percent / (100 + percent) of an amount that contains it, in whole yen by the rule's direction. The amount is not
// negative.
[[nodiscard]] Yen contained_tax(Yen amount, const Tax& tax);

} // namespace hiroba
