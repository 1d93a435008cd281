#include "domain/finance/payment_method.hpp"

#include <stdexcept>

namespace hiroba {

std::string_view name_of(PaymentMethod method) {
    switch (method) {
    case PaymentMethod::card:
        return "card";
    case PaymentMethod::paypay:
        return "paypay";
    }
    throw std::logic_error("not a payment method");
}

std::optional<PaymentMethod> payment_method_named(std::string_view name) {
    for (const PaymentMethod method : {PaymentMethod::card, PaymentMethod::paypay})
        if (name_of(method) == name) return method;
    return std::nullopt;
}

std::vector<PaymentMethod> methods_for(const std::vector<PaymentMethodRule>& rules, Yen amount) {
    std::vector<PaymentMethod> methods;
    for (const PaymentMethodRule& rule : rules)
        if (rule.least <= amount && amount <= rule.most) methods.push_back(rule.method);
    return methods;
}

} // namespace hiroba
