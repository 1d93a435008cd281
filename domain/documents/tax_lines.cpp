#include "domain/documents/tax_lines.hpp"

#include "domain/core/japanese_era.hpp"
#include "domain/fees/contained_tax.hpp"
#include "domain/fees/refund.hpp"

#include <algorithm>

namespace hiroba {
namespace {

// Once per rate, because the tax is rounded once per rate: in the direction of what stands first.
std::vector<TaxedAmount> by_rate(const std::vector<TaxedAmount>& amounts) {
    std::vector<TaxedAmount> rates;
    for (const TaxedAmount& each : amounts) {
        if (each.amount == Yen{0}) continue;
        const auto known =
            std::ranges::find_if(rates, [&](const TaxedAmount& rate) { return rate.tax.percent == each.tax.percent; });
        if (known == rates.end())
            rates.push_back(each);
        else
            known->amount += each.amount;
    }
    std::ranges::stable_sort(rates, std::ranges::greater{}, [](const TaxedAmount& rate) { return rate.tax.percent; });
    return rates;
}

TaxLine line_of(const TaxedAmount& rate) {
    const std::string amount = grouped(rate.amount) + "円";
    if (rate.tax.percent == 0) return {"非課税", amount, "－"};
    return {std::to_string(rate.tax.percent) + "％対象（税込）", amount,
            grouped(contained_tax(rate.amount, rate.tax)) + "円"};
}

} // namespace

std::vector<TaxLine> tax_lines(const std::vector<TaxedAmount>& amounts) {
    std::vector<TaxLine> lines;
    for (const TaxedAmount& rate : by_rate(amounts))
        lines.push_back(line_of(rate));
    return lines;
}

Yen tax_in_all(const std::vector<TaxedAmount>& amounts) {
    Yen sum;
    for (const TaxedAmount& rate : by_rate(amounts))
        sum += contained_tax(rate.amount, rate.tax);
    return sum;
}

std::vector<TaxedAmount> divided(Yen amount, std::vector<TaxedAmount> parts) {
    if (parts.empty()) return parts;
    std::vector<Yen> weights;
    weights.reserve(parts.size());
    for (const TaxedAmount& part : parts)
        weights.push_back(part.amount);
    if (std::ranges::all_of(weights, [](Yen weight) { return weight == Yen{0}; })) weights.front() = Yen{1};
    const auto shares = spread(amount, weights);
    for (std::size_t at = 0; at < parts.size(); ++at)
        parts[at].amount = shares[at];
    return parts;
}

bool needs_return_invoice(Yen given_back) { return given_back >= Yen{10'000}; }

} // namespace hiroba
