// 適格請求書: amounts and tax by rate. 消費税法57条の4; the tax is computed once per document and rate
// (施行令70条の10).
#pragma once

#include "domain/documents/content.hpp"

#include <vector>

namespace hiroba {

// What a paper is about: usage fees are taxable at the standard rate and include it; fees for certificates and the like
// are not taxed (消費税法別表第二5号).
struct AmountsByTax {
    Yen standard_rate;
    Yen not_taxed;
};

// 10/110 of the amount, rounded down.
[[nodiscard]] Yen standard_rate_tax(Yen amount);
// A line for each rate with an amount; what is not taxed stands apart.
[[nodiscard]] std::vector<TaxLine> tax_lines(const AmountsByTax& amounts);

// Whether what is given back needs a corrected invoice (適格返還請求書): not below 10,000 yen, tax included
// (消費税法施行令70条の9第3項2号).
[[nodiscard]] bool needs_return_invoice(Yen given_back);

} // namespace hiroba
