// 支払方法: by which means a payer pays, and for which amounts a facility takes it.
#pragma once

#include "domain/booking/rules.hpp"
#include "domain/core/yen.hpp"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace hiroba {

enum class PaymentMethod {
    card,           // through a provider, on the payer's own device
    paypay,         // the same, by code
    konbini,        // コンビニ: the provider gives a number, which is paid at a store within days
    cash,           // at the counter
    terminal,       // at the counter, by a terminal of another company; recorded with its slip
    bank_transfer,  // 口座振込
    payment_notice, // 納入通知書・納付書, at a bank
};
[[nodiscard]] std::string_view name_of(PaymentMethod method); // "card"
[[nodiscard]] std::optional<PaymentMethod> payment_method_named(std::string_view name);
[[nodiscard]] std::span<const PaymentMethod> payment_methods();
// Whether a provider takes it, by a page of its own; the others are recorded by the desk.
[[nodiscard]] bool is_online(PaymentMethod method);
// 収納区分: what accounting systems call it. 1 cash, 4 convenience store (確報), 5 card, 6 code, 7 terminal, 9
// transfer.
[[nodiscard]] std::string_view collection_kind(PaymentMethod method);

// A facility takes this method for one payment of `least` to `most`, both included. `term`: until when, where that
// differs from the facility's own term.
struct PaymentMethodRule {
    PaymentMethod method = PaymentMethod::card;
    Yen least{1};
    Yen most{1'000'000'000};
    std::optional<PaymentTerm> term{};
    friend bool operator==(const PaymentMethodRule&, const PaymentMethodRule&) = default;
};

// The methods for that amount, in the order of the rules.
[[nodiscard]] std::vector<PaymentMethod> methods_for(const std::vector<PaymentMethodRule>& rules, Yen amount);
// Until when what is paid by that method must be paid: its own term, else the other.
[[nodiscard]] PaymentTerm term_for(const std::vector<PaymentMethodRule>& rules, PaymentMethod method,
                                   const PaymentTerm& otherwise);

} // namespace hiroba
