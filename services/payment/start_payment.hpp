// Starting to pay: from here on the space is kept until the provider has proved that no money can come.
#pragma once

#include "domain/finance/payment_method.hpp"
#include "persistence/repositories/accounts.hpp"
#include "services/booking/application_view.hpp"
#include "services/context.hpp"
#include "services/payment/voucher_term.hpp"

#include <optional>
#include <string>

namespace hiroba::services {

struct StartPaymentCommand {
    ApplicationId application;
    std::string language; // "ja" or "en", of the page to return to
    std::string idempotency_key;
    std::string request_hash;
    std::optional<PaymentMethod> method{}; // empty: the first that is offered
};

// In one transaction: what is held is permitted and what is owed is assessed (services/booking/permit.hpp), and the
// attempt is written with the exact bytes that a worker will send, for what is left to pay. No provider is asked here.
// `application_not_found`, `idempotency_key_reused`, `hold_expired`, `details_missing`, `needs_review`, `nothing_owed`,
// `payment_due_passed`, `attempt_in_progress` {attempt_id}, `already_paid`, `wrong_state` {state},
// `method_not_offered`, `too_many_attempts` {until_ms}.
[[nodiscard]] Result<persistence::Attempt> start_payment(const Context& context, const persistence::Account& account,
                                                         const StartPaymentCommand& command);

// What the application owes, to be paid now: what is held is permitted first. The application is locked; `view` is of
// before. `hold_expired`, `details_missing`, `needs_review`, `nothing_owed`, `attempt_in_progress` {attempt_id},
// `payment_due_passed`, `already_paid`, `wrong_state` {state}.
[[nodiscard]] Result<persistence::Obligation> obligation_to_pay(persistence::Session& session, const TownInForce& town,
                                                                const ApplicationView& view, Instant now);

} // namespace hiroba::services
