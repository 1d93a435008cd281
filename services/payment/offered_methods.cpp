#include "services/payment/offered_methods.hpp"

#include "services/payment/voucher_term.hpp"

namespace hiroba::services {

std::vector<PaymentMethod> offered_methods(const TownInForce& town, const payments::Gateways& gateways,
                                           const FacilityCode& facility, Yen amount) {
    const Facility* const found = find_facility(town.town, facility);
    if (found == nullptr || amount <= Yen{0}) return {};
    auto methods = methods_for(found->payment_methods, amount);
    std::erase_if(methods, [&](PaymentMethod method) { return gateways.offering(method, amount) == nullptr; });
    return methods;
}

std::vector<PaymentMethod> offered_methods(const TownInForce& town, const payments::Gateways& gateways,
                                           const ApplicationView& view, Yen amount, Instant now) {
    auto methods = offered_methods(town, gateways, view.application.facility, amount);
    std::erase_if(methods, [&](PaymentMethod method) {
        return method == PaymentMethod::konbini && !voucher_days(town, view, now);
    });
    return methods;
}

std::vector<PaymentMethod> counter_methods(const TownInForce& town, const FacilityCode& facility, Yen amount) {
    const Facility* const found = find_facility(town.town, facility);
    if (found == nullptr || amount <= Yen{0}) return {};
    auto methods = methods_for(found->payment_methods, amount);
    std::erase_if(methods, is_online);
    return methods;
}

} // namespace hiroba::services
