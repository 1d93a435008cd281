#include "services/town/money_loader.hpp"

namespace hiroba::services {

MoneyRules load_money(TableReader& table) {
    constexpr Limits yen{0, 1'000'000'000};
    constexpr Limits hours{1, 24 * 14};
    MoneyRules rules;
    if (const auto above =
            table.has("second_person_above_yen") ? table.number("second_person_above_yen", yen) : std::nullopt)
        rules.second_person_above = Yen{*above};
    rules.hand_to_staff_after =
        std::chrono::hours{table.number_or("hand_to_staff_after_hours", hours, rules.hand_to_staff_after.count())};
    table.finish();
    return rules;
}

} // namespace hiroba::services
