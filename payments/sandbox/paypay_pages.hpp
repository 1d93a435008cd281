// What people see of the played PayPay: the payer's page behind the code, and the page where outcomes are chosen.
#pragma once

#include "payments/sandbox/pay_page.hpp"
#include "payments/sandbox/paypay_model.hpp"

#include <optional>
#include <string>

namespace hiroba::sandbox {

// Japanese and English at once: PayPay is not told a language. `problem`: why the last press did not pay.
[[nodiscard]] std::string payer_page_html(const QrPayment& payment, const Merchant& merchant,
                                          const std::string& public_url, std::optional<QrOutcome> problem);
// The payer's page may lead to itself and, once paid, to the merchant.
[[nodiscard]] std::string payer_page_policy(const QrPayment& payment);

// Every code with its state, and a form for what goes wrong next.
[[nodiscard]] std::string control_page_html(const PayPayModel& model, Instant now);

// The wire names of the behaviours, both ways; nothing for a name or value that there is not.
[[nodiscard]] nlohmann::json behaviour_json(const QrBehaviour& behaviour);
[[nodiscard]] std::optional<QrBehaviour> changed_behaviour(QrBehaviour behaviour, const nlohmann::json& wish);

} // namespace hiroba::sandbox
