// What every provider's adapter does with the one HTTP client.
#pragma once

#include "payments/http_client/http_client.hpp"
#include "payments/port.hpp"

#include <string>

namespace hiroba::payments {

// A call that had no answer.
[[nodiscard]] GatewayError error_of(const TransportError& error);

// The address without a slash at its end. Throws std::invalid_argument when keys would travel in clear text: only
// https, and plain http to this machine.
[[nodiscard]] std::string safe_base_url(std::string url);

} // namespace hiroba::payments
