#include "domain/documents/tax_lines.hpp"

#include "domain/core/japanese_era.hpp"

namespace hiroba {

Yen standard_rate_tax(Yen amount) { return Yen{amount.amount() * 10 / 110}; }

std::vector<TaxLine> tax_lines(const AmountsByTax& amounts) {
    std::vector<TaxLine> lines;
    if (amounts.standard_rate != Yen{0})
        lines.push_back({"10％対象（税込）", grouped(amounts.standard_rate) + "円",
                         grouped(standard_rate_tax(amounts.standard_rate)) + "円"});
    if (amounts.not_taxed != Yen{0}) lines.push_back({"非課税", grouped(amounts.not_taxed) + "円", "－"});
    return lines;
}

bool needs_return_invoice(Yen given_back) { return given_back >= Yen{10'000}; }

} // namespace hiroba
