// The providers that this town has a contract with.
#pragma once

#include "payments/port.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace hiroba::payments {

class Gateways {
public:
    // They must outlive this list.
    explicit Gateways(std::vector<std::reference_wrapper<PaymentGateway>> gateways);

    // nullptr when the town has no such provider (any more).
    [[nodiscard]] PaymentGateway* named(std::string_view provider) const;
    // The first that takes that amount by that method; nullptr when none does.
    [[nodiscard]] PaymentGateway* offering(PaymentMethod method, Yen amount) const;

private:
    std::vector<std::reference_wrapper<PaymentGateway>> gateways_;
};

} // namespace hiroba::payments
