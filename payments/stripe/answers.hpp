// Reads what Stripe answers: errors (payments' own names for them) and Checkout Sessions.
#pragma once

#include "payments/event_source.hpp"
#include "payments/http_client/http_client.hpp"
#include "payments/port.hpp"

#include <array>
#include <nlohmann/json_fwd.hpp>

namespace hiroba::payments::stripe {

// The answer of a call that did not succeed (status other than 2xx).
[[nodiscard]] GatewayError error_of(const HttpResponse& response);
// An answer that says "done" but cannot be understood: whether something was done is unknown.
[[nodiscard]] GatewayError unreadable(const HttpResponse& response);

// A Checkout Session, as far as we use it. The key's mode and the session's must be the same (`configuration`,
// code `wrong_mode`): a test payment must never count as money.
struct CheckoutSession {
    PaymentView view;
    std::string url;                  // empty unless open
    std::vector<std::string> methods; // what it offers: "card", "konbini"
};
// What a finished, unpaid session waits for is told by its PaymentIntent, when that came with it: a number for a store
// (`processing`, with the voucher), or nothing any more (`expired`).
[[nodiscard]] GatewayResult<CheckoutSession> session_of(const HttpResponse& response, bool is_live_mode);

// A Refund; `failed` also when it was cancelled (the payer named no bank account in time).
[[nodiscard]] GatewayResult<RefundView> refund_of(const HttpResponse& response);
// Of a list of Refunds, the one that carries our reference; `not_found` when there is none. `has_more`: look further.
struct FoundRefund {
    std::optional<RefundView> refund;
    std::string last_ref; // of the page
    bool has_more = false;
};
[[nodiscard]] GatewayResult<FoundRefund> refund_in(const HttpResponse& list, std::string_view refund_ref);

// A page of the list of Events. One that is not of our mode, or cannot be read, makes the page unreadable: nothing may
// be passed over.
[[nodiscard]] GatewayResult<EventPage> events_of(const HttpResponse& list, bool is_live_mode);

[[nodiscard]] NoticeKind kind_of(std::string_view event_type);
// The events that `kind_of` knows and that may exist: what is asked for when messages were lost.
// https://docs.stripe.com/api/events/types
inline constexpr std::array<std::string_view, 12> handled_types{
    "checkout.session.completed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.async_payment_failed",
    "checkout.session.expired",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
};

// The fields of a signed event. Refused: `not_json`, `not_an_event`, `wrong_mode`.
[[nodiscard]] Result<Notice> notice_of(std::string_view raw_body, bool is_live_mode);

} // namespace hiroba::payments::stripe
