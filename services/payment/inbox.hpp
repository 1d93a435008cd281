// Messages of payment providers: verified, stored once, answered at once; a worker applies them.
#pragma once

#include "services/context.hpp"

#include <string_view>

namespace hiroba::services {

struct ReceivedNotice {
    std::string_view provider;
    std::string_view proof; // its signature header, or the secret of the address
    std::string_view raw_body;
};

// Refused as PaymentGateway::verify_notice refuses; `unknown_provider` for one without a contract. A message that came
// before is fine and changes nothing.
[[nodiscard]] Result<void> receive_notice(const Context& context, const ReceivedNotice& received);

// Opens a case for each dispute, and wakes the attempts and refunds that stored messages speak of, and the workers: a
// message is a hint, the provider's answer to a query decides.
void apply_waiting_messages(const Context& context);

} // namespace hiroba::services
