#include "services/booking/fee_json.hpp"

namespace hiroba::services {

nlohmann::json text_json(const Text& text) { return {{"ja", text.ja}, {"en", text.en}}; }

nlohmann::json fee_json(const Quote& quote) {
    auto lines = nlohmann::json::array();
    for (const QuoteLine& line : quote.lines)
        lines.push_back({{"label", text_json(line.label)},
                         {"quantity", line.quantity},
                         {"unit_yen", line.unit_price.amount()},
                         {"yen", line.amount.amount()},
                         {"article", text_json(line.article)}});
    return {{"total_yen", quote.total.amount()},
            {"tax_included_yen", quote.tax_included.amount()},
            {"lines", std::move(lines)}};
}

} // namespace hiroba::services
