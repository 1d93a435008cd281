#include "domain/finance/payment_method.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hiroba {
namespace {

struct Method {
    PaymentMethod method;
    std::string_view name;
    bool is_online;
    std::string_view collection_kind;
};
constexpr std::array methods = std::to_array<Method>({
    {PaymentMethod::card, "card", true, "5"},
    {PaymentMethod::paypay, "paypay", true, "6"},
    {PaymentMethod::konbini, "konbini", true, "4"},
    {PaymentMethod::cash, "cash", false, "1"},
    {PaymentMethod::terminal, "terminal", false, "7"},
    {PaymentMethod::bank_transfer, "bank_transfer", false, "9"},
    {PaymentMethod::payment_notice, "payment_notice", false, "9"},
});
constexpr auto all = [] {
    std::array<PaymentMethod, methods.size()> names{};
    std::ranges::transform(methods, names.begin(), &Method::method);
    return names;
}();

const Method& row_of(PaymentMethod method) {
    const auto found = std::ranges::find(methods, method, &Method::method);
    if (found == methods.end()) throw std::logic_error("not a payment method");
    return *found;
}

} // namespace

std::string_view name_of(PaymentMethod method) { return row_of(method).name; }

std::optional<PaymentMethod> payment_method_named(std::string_view name) {
    const auto found = std::ranges::find(methods, name, &Method::name);
    return found == methods.end() ? std::nullopt : std::optional{found->method};
}

std::span<const PaymentMethod> payment_methods() { return all; }

bool is_online(PaymentMethod method) { return row_of(method).is_online; }

std::string_view collection_kind(PaymentMethod method) { return row_of(method).collection_kind; }

std::vector<PaymentMethod> methods_for(const std::vector<PaymentMethodRule>& rules, Yen amount) {
    std::vector<PaymentMethod> taken;
    for (const PaymentMethodRule& rule : rules)
        if (rule.least <= amount && amount <= rule.most) taken.push_back(rule.method);
    return taken;
}

PaymentTerm term_for(const std::vector<PaymentMethodRule>& rules, PaymentMethod method, const PaymentTerm& otherwise) {
    const auto rule = std::ranges::find(rules, method, &PaymentMethodRule::method);
    return rule == rules.end() ? otherwise : rule->term.value_or(otherwise);
}

} // namespace hiroba
