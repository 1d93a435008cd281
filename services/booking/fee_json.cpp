#include "services/booking/fee_json.hpp"

namespace hiroba::services {
namespace {

nlohmann::json line_json(const QuoteLine& line) {
    return {{"kind", name_of(line.kind)},
            {"component", name_of(line.component)},
            {"label", text_json(line.label)},
            {"quantity", line.quantity},
            {"unit_yen", line.unit_price.amount()},
            {"percent", line.percent ? nlohmann::json(*line.percent) : nlohmann::json()},
            {"yen", line.amount.amount()},
            {"article", text_json(line.article)},
            {"account_code", line.account.value()}};
}

nlohmann::json component_json(const ComponentFee& fee) {
    return {{"component", name_of(fee.component)},     {"before_reduction_yen", fee.before_reduction.amount()},
            {"reduction_yen", fee.reduction.amount()}, {"tax_added_yen", fee.tax_added.amount()},
            {"rounding_yen", fee.rounding.amount()},   {"yen", fee.total.amount()},
            {"account_code", fee.account.value()}};
}

} // namespace

nlohmann::json text_json(const Text& text) { return {{"ja", text.ja}, {"en", text.en}}; }

nlohmann::json fee_json(const Quote& quote) {
    auto lines = nlohmann::json::array();
    for (const QuoteLine& line : quote.lines)
        lines.push_back(line_json(line));
    auto components = nlohmann::json::array();
    for (const ComponentFee& fee : quote.components)
        components.push_back(component_json(fee));
    return {{"total_yen", quote.total.amount()},
            {"tax_included_yen", quote.tax_included.amount()},
            {"reduction_code", quote.reduction ? nlohmann::json(quote.reduction->value()) : nlohmann::json()},
            {"lines", std::move(lines)},
            {"components", std::move(components)}};
}

} // namespace hiroba::services
