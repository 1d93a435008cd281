// The life of one attempt to pay: one table, from → event → to. The picture in README.md is drawn from it.
#pragma once

#include "domain/core/refusal.hpp"

#include <span>
#include <string>
#include <string_view>

namespace hiroba::payments {

enum class AttemptState {
    created,          // committed; no request has left
    sent,             // committed before the call: the request may have left
    awaiting_user,    // the provider shows its page
    cancel_requested, // someone gave up; the provider has not confirmed it yet
    unknown,          // the provider's answer was lost; there may be money
    paid,             // proved by the provider
    declined,         // proved: no money
    cancelled,        // proved: no money, or ended by staff
    expired,          // proved: no money, or ended by staff
    paid_late,        // proof of money after "no money" had been proved: a case for staff
};

enum class AttemptEvent {
    request_sent,           // about to call the provider; committed before the call
    page_ready,             // the provider answered with its page
    request_refused,        // the provider refused this very request and did nothing
    could_not_ask,          // time-out, 5xx, unreadable answer, or a crash: never evidence of anything
    cancel_asked,           // the resident or the desk gives up
    provider_says_open,     // from here on: a query, or a signed notice about the same object
    provider_says_paid,     //
    provider_says_declined, //
    provider_says_expired,  // also the answer to a cancellation
    seated_again,           // staff gave the payer what the late money was for
    staff_ended,            // staff have dealt at the provider with what came: it was not for this
};

struct AttemptTransition {
    AttemptState from;
    AttemptEvent event;
    AttemptState to;
};

// Every transition there is. Those with from == to are news that changes nothing (old, or repeated).
[[nodiscard]] std::span<const AttemptTransition> attempt_transitions();
[[nodiscard]] std::span<const AttemptState> attempt_states();
[[nodiscard]] std::span<const AttemptEvent> attempt_events();

// The state after `event`; `no_such_transition` {from, event} when the table has no such line.
[[nodiscard]] Result<AttemptState> next(AttemptState from, AttemptEvent event);

// May still bring money: an obligation has at most one live attempt, and its claims stay.
[[nodiscard]] bool is_live(AttemptState state);
// The provider has proved that no money came, or staff have dealt with what did. Only when every attempt is so may
// claims go.
[[nodiscard]] bool is_dead_without_money(AttemptState state);

// The names are stored and spoken: `awaiting_user`, `provider_says_paid`, …
[[nodiscard]] std::string_view name_of(AttemptState state);
[[nodiscard]] std::string_view name_of(AttemptEvent event);
[[nodiscard]] Result<AttemptState> attempt_state_named(std::string_view name); // else `unknown_attempt_state` {name}

// The table as a Mermaid state diagram, without the news that changes nothing.
[[nodiscard]] std::string attempt_life_diagram();

} // namespace hiroba::payments
