// Reads the parameters of POST /v1/checkout/sessions as strictly as Stripe does: unknown ones are errors.
#pragma once

#include "domain/core/instant.hpp"
#include "payments/sandbox/checkout_session.hpp"
#include "payments/sandbox/stripe_error.hpp"
#include "payments/sandbox/stripe_refund.hpp"
#include "payments/stripe/form_body.hpp"

namespace hiroba::sandbox {

// The order, or the first thing that is wrong with it. This sandbox offers cards and yen.
[[nodiscard]] StripeResult<SessionOrder> read_order(payments::stripe::FormFields fields, Instant now);

// The parameters of POST /v1/refunds, checked as Stripe checks them.
[[nodiscard]] StripeResult<RefundOrder> read_refund(payments::stripe::FormFields fields);

// The means that the page offers, of those that were asked for: card, and stores for 120 to 300,000 yen.
[[nodiscard]] std::vector<std::string> methods_on_offer(const SessionOrder& order);

} // namespace hiroba::sandbox
