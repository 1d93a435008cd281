// Messages of payment providers: verified, stored once, answered at once; a worker applies them.
#pragma once

#include "services/context.hpp"

#include <string_view>

namespace hiroba::services {

// Refused as PaymentGateway::verify_notice refuses. A message that came before is fine and changes nothing.
[[nodiscard]] Result<void> receive_notice(const Context& context, std::string_view signature_header,
                                          std::string_view raw_body);

// Wakes the attempts that stored messages speak of, and the workers: a message is a hint, the provider's answer to a
// query decides.
void apply_waiting_messages(const Context& context);

} // namespace hiroba::services
