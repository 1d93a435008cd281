// 支払方法: by which means a payer pays, and for which amounts a facility takes it.
#pragma once

#include "domain/core/yen.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace hiroba {

enum class PaymentMethod { card, paypay };
[[nodiscard]] std::string_view name_of(PaymentMethod method); // "card"
[[nodiscard]] std::optional<PaymentMethod> payment_method_named(std::string_view name);

// A facility takes this method for one payment of `least` to `most`, both included.
struct PaymentMethodRule {
    PaymentMethod method = PaymentMethod::card;
    Yen least{1};
    Yen most{1'000'000'000};
    friend bool operator==(const PaymentMethodRule&, const PaymentMethodRule&) = default;
};

// The methods for that amount, in the order of the rules.
[[nodiscard]] std::vector<PaymentMethod> methods_for(const std::vector<PaymentMethodRule>& rules, Yen amount);

} // namespace hiroba
