#include "payments/transport.hpp"

#include <stdexcept>

namespace hiroba::payments {

GatewayError error_of(const TransportError& error) {
    switch (error.fault) {
    case TransportFault::could_not_connect:
        return {GatewayFault::could_not_connect, 0, error.detail, ""};
    case TransportFault::timed_out:
        return {GatewayFault::timed_out, 0, error.detail, ""};
    case TransportFault::broken:
        return {GatewayFault::provider_down, 0, error.detail, ""};
    }
    throw std::logic_error("not a transport fault");
}

std::string safe_base_url(std::string url) {
    const bool is_plain_to_this_machine = url.starts_with("http://") && is_loopback_url(url);
    if (!url.starts_with("https://") && !is_plain_to_this_machine)
        throw std::invalid_argument("a provider's key may leave this machine over https only");
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

} // namespace hiroba::payments
