// 適格請求書: amounts and tax by rate. 消費税法57条の4; the tax is computed once per document and rate
// (施行令70条の10).
#pragma once

#include "domain/documents/content.hpp"
#include "domain/fees/fee_rules.hpp"

#include <vector>

namespace hiroba {

// What of a paper's amount contains tax by that rule of the town: its percent and its direction. No percent: not taxed.
struct TaxedAmount {
    Yen amount;
    Tax tax;
};

// A line for each rate with an amount, the highest first; what is not taxed stands last.
[[nodiscard]] std::vector<TaxLine> tax_lines(const std::vector<TaxedAmount>& amounts);
// What the lines' taxes come to.
[[nodiscard]] Yen tax_in_all(const std::vector<TaxedAmount>& amounts);

// An amount of money for these parts, in proportion to what they come to, to the yen; where they come to nothing, it is
// the first one's.
[[nodiscard]] std::vector<TaxedAmount> divided(Yen amount, std::vector<TaxedAmount> parts);

// Whether what is given back needs a corrected invoice (適格返還請求書): not below 10,000 yen, tax included
// (消費税法施行令70条の9第3項2号).
[[nodiscard]] bool needs_return_invoice(Yen given_back);

} // namespace hiroba
