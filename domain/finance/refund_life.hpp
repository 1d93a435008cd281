// 還付の一生: the life of a refund, from what is to be given back until the payer has it: one table, from → event → to.
// The picture in payments/README.md is drawn from it.
#pragma once

#include "domain/core/refusal.hpp"

#include <span>
#include <string>
#include <string_view>

namespace hiroba {

enum class RefundState {
    due,                // 還付決定: to be given back, nobody has approved its payment yet
    awaiting_second,    // above the town's limit, one person has approved: another one must
    approved,           // 支出の決裁: a worker sends it, or staff pay it by other means
    sending,            // committed before the call: the request may have left
    in_doubt,           // the provider's answer was lost: the money may be on its way
    pending,            // the provider has accepted it, the payer does not have it yet
    needs_bank_account, // the provider asks the payer where to pay it to (convenience stores)
    succeeded,          // proved by the provider
    failed,             // proved: nothing was sent, or it came back; staff try again or pay it by other means
    paid_out,           // by other means than the provider: bank transfer, cash
    paid_twice,         // staff had paid it after it failed, and then the provider did, too: the payer owes it back
    taken_back,         // not due any more: the revocation was undone
    set_off,            // 充当: it paid an obligation of the same application
};

enum class RefundEvent {
    first_approved,                   // above the limit, by the first of two
    approved,                         //
    taken_back,                       //
    request_sent,                     // about to call the provider; committed before the call
    request_refused,                  // the provider refused this very request and did nothing
    could_not_ask,                    // time-out, 5xx, unreadable answer, or a crash: never evidence of anything
    provider_says_pending,            // from here on: an answer of the provider about this refund
    provider_says_needs_bank_account, //
    provider_says_succeeded,          //
    provider_says_failed,             // days later, too
    checked_at_provider,              // staff have looked there: it has no such refund
    retried,                          // staff want it sent again, as a new request
    paid_out,                         // staff have paid it by other means
};

struct RefundTransition {
    RefundState from;
    RefundEvent event;
    RefundState to;
};

// Every transition there is. Those with from == to are news that changes nothing (old, or repeated).
[[nodiscard]] std::span<const RefundTransition> refund_transitions();
[[nodiscard]] std::span<const RefundState> refund_states();
[[nodiscard]] std::span<const RefundEvent> refund_events();

// The state after `event`; `wrong_state` {state, event} when the table has no such line.
[[nodiscard]] Result<RefundState> next(RefundState from, RefundEvent event);

// The town still owes it to the payer.
[[nodiscard]] bool is_payable(RefundState state);
// A worker has something to ask the provider.
[[nodiscard]] bool is_at_provider(RefundState state);

// The names are stored and spoken: `needs_bank_account`, `provider_says_failed`, …
[[nodiscard]] std::string_view name_of(RefundState state);
[[nodiscard]] std::string_view name_of(RefundEvent event);

// The table as a Mermaid state diagram, without the news that changes nothing.
[[nodiscard]] std::string refund_life_diagram();

} // namespace hiroba
