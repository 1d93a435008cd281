#include "payments/gateways.hpp"

#include <algorithm>
#include <utility>

namespace hiroba::payments {

Gateways::Gateways(std::vector<std::reference_wrapper<PaymentGateway>> gateways) : gateways_(std::move(gateways)) {}

PaymentGateway* Gateways::named(std::string_view provider) const {
    const auto found =
        std::ranges::find_if(gateways_, [&](const PaymentGateway& gateway) { return gateway.provider() == provider; });
    return found == gateways_.end() ? nullptr : &found->get();
}

PaymentGateway* Gateways::offering(PaymentMethod method, Yen amount) const {
    const auto found = std::ranges::find_if(gateways_, [&](const PaymentGateway& gateway) {
        const Capabilities can = gateway.capabilities();
        return std::ranges::any_of(can.methods, [&](const TakenMethod& taken) {
            return taken.method == method && taken.least <= amount && amount <= taken.most;
        });
    });
    return found == gateways_.end() ? nullptr : &found->get();
}

} // namespace hiroba::payments
