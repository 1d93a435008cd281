// 支払方法の選択: what the facility's rules take for an amount, as far as a provider under contract takes it too.
#pragma once

#include "payments/gateways.hpp"
#include "persistence/repositories/bookings.hpp"
#include "services/booking/application_view.hpp"
#include "services/catalog/catalog.hpp"

namespace hiroba::services {

// In the town's order; empty for nothing to pay.
[[nodiscard]] std::vector<PaymentMethod> offered_methods(const TownInForce& town, const payments::Gateways& gateways,
                                                         const FacilityCode& facility, Yen amount);
// Of these, what there is still time for: a number for a store is for another day (voucher_term.hpp).
[[nodiscard]] std::vector<PaymentMethod> offered_methods(const TownInForce& town, const payments::Gateways& gateways,
                                                         const ApplicationView& view, Yen amount, Instant now);

// What the desk takes or records for that amount: cash, terminal, transfer, notice. No provider is needed.
[[nodiscard]] std::vector<PaymentMethod> counter_methods(const TownInForce& town, const FacilityCode& facility,
                                                         Yen amount);

} // namespace hiroba::services
