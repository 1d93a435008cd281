#include "payments/port.hpp"

#include <stdexcept>

namespace hiroba::payments {

std::string_view name_of(PaymentState state) {
    switch (state) {
    case PaymentState::open:
        return "open";
    case PaymentState::processing:
        return "processing";
    case PaymentState::paid:
        return "paid";
    case PaymentState::expired:
        return "expired";
    }
    throw std::logic_error("not a payment state");
}

std::string_view name_of(GatewayFault fault) {
    switch (fault) {
    case GatewayFault::declined:
        return "declined";
    case GatewayFault::invalid_request:
        return "invalid_request";
    case GatewayFault::configuration:
        return "configuration";
    case GatewayFault::method_unavailable:
        return "method_unavailable";
    case GatewayFault::rate_limited:
        return "rate_limited";
    case GatewayFault::conflict:
        return "conflict";
    case GatewayFault::not_found:
        return "not_found";
    case GatewayFault::not_cancellable:
        return "not_cancellable";
    case GatewayFault::provider_down:
        return "provider_down";
    case GatewayFault::timed_out:
        return "timed_out";
    case GatewayFault::could_not_connect:
        return "could_not_connect";
    }
    throw std::logic_error("not a gateway fault");
}

AttemptEvent event_of(PaymentState state) {
    switch (state) {
    case PaymentState::open:
    case PaymentState::processing:
        return AttemptEvent::provider_says_open;
    case PaymentState::paid:
        return AttemptEvent::provider_says_paid;
    case PaymentState::expired:
        return AttemptEvent::provider_says_expired;
    }
    throw std::logic_error("not a payment state");
}

AttemptEvent event_of_failed_start(AttemptState from, GatewayFault fault) {
    switch (fault) {
    case GatewayFault::declined:
        return AttemptEvent::provider_says_declined;
    case GatewayFault::invalid_request:
    case GatewayFault::method_unavailable:
        return AttemptEvent::request_refused;
    case GatewayFault::configuration:
        return from == AttemptState::sent ? AttemptEvent::request_refused : AttemptEvent::could_not_ask;
    case GatewayFault::rate_limited:
    case GatewayFault::conflict:
    case GatewayFault::not_found:
    case GatewayFault::not_cancellable:
    case GatewayFault::provider_down:
    case GatewayFault::timed_out:
    case GatewayFault::could_not_connect:
        return AttemptEvent::could_not_ask;
    }
    throw std::logic_error("not a gateway fault");
}

RefundEvent event_of(RefundProgress progress) {
    switch (progress) {
    case RefundProgress::pending:
        return RefundEvent::provider_says_pending;
    case RefundProgress::needs_bank_account:
        return RefundEvent::provider_says_needs_bank_account;
    case RefundProgress::succeeded:
        return RefundEvent::provider_says_succeeded;
    case RefundProgress::failed:
        return RefundEvent::provider_says_failed;
    }
    throw std::logic_error("not the progress of a refund");
}

RefundEvent event_of_failed_refund(RefundState from, GatewayFault fault) {
    switch (fault) {
    case GatewayFault::declined:
    case GatewayFault::invalid_request:
    case GatewayFault::method_unavailable:
    case GatewayFault::not_cancellable:
    case GatewayFault::not_found:
    case GatewayFault::configuration:
        return from == RefundState::sending ? RefundEvent::request_refused : RefundEvent::could_not_ask;
    case GatewayFault::rate_limited:
    case GatewayFault::conflict:
    case GatewayFault::provider_down:
    case GatewayFault::timed_out:
    case GatewayFault::could_not_connect:
        return RefundEvent::could_not_ask;
    }
    throw std::logic_error("not a gateway fault");
}

} // namespace hiroba::payments
