#include "payments/attempt_life.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace hiroba::payments {
namespace {

using S = AttemptState;
using E = AttemptEvent;

// clang-format off
constexpr std::array transitions = std::to_array<AttemptTransition>({
    {S::created,          E::request_sent,           S::sent},
    {S::created,          E::cancel_asked,           S::cancelled},        // nothing has left
    {S::created,          E::could_not_ask,          S::created},          // its provider is not under contract now
    // A database restored from a backup may be older than what the provider knows.
    {S::created,          E::provider_says_open,     S::awaiting_user},
    {S::created,          E::provider_says_paid,     S::paid},
    {S::created,          E::provider_says_declined, S::declined},
    {S::created,          E::provider_says_expired,  S::expired},
    {S::created,          E::staff_ended,            S::expired},

    {S::sent,             E::page_ready,             S::awaiting_user},
    {S::sent,             E::request_refused,        S::declined},
    {S::sent,             E::could_not_ask,          S::unknown},
    {S::sent,             E::cancel_asked,           S::cancel_requested},
    {S::sent,             E::provider_says_open,     S::awaiting_user},
    {S::sent,             E::provider_says_paid,     S::paid},
    {S::sent,             E::provider_says_declined, S::declined},
    {S::sent,             E::provider_says_expired,  S::expired},
    {S::sent,             E::staff_ended,            S::expired},

    {S::awaiting_user,    E::page_ready,             S::awaiting_user},
    {S::awaiting_user,    E::could_not_ask,          S::awaiting_user},
    {S::awaiting_user,    E::cancel_asked,           S::cancel_requested},
    {S::awaiting_user,    E::provider_says_open,     S::awaiting_user},
    {S::awaiting_user,    E::provider_says_paid,     S::paid},
    {S::awaiting_user,    E::provider_says_declined, S::declined},
    {S::awaiting_user,    E::provider_says_expired,  S::expired},
    {S::awaiting_user,    E::staff_ended,            S::expired},

    {S::cancel_requested, E::page_ready,             S::cancel_requested}, // the answer came after the wish to cancel
    {S::cancel_requested, E::request_refused,        S::cancelled},
    {S::cancel_requested, E::could_not_ask,          S::cancel_requested},
    {S::cancel_requested, E::cancel_asked,           S::cancel_requested},
    {S::cancel_requested, E::provider_says_open,     S::cancel_requested},
    {S::cancel_requested, E::provider_says_paid,     S::paid},             // the payer was faster
    {S::cancel_requested, E::provider_says_declined, S::cancelled},
    {S::cancel_requested, E::provider_says_expired,  S::cancelled},
    {S::cancel_requested, E::staff_ended,            S::cancelled},        // what was wished for stays wished for

    {S::unknown,          E::page_ready,             S::awaiting_user},    // the same request repeated under the same key
    {S::unknown,          E::request_refused,        S::declined},
    {S::unknown,          E::could_not_ask,          S::unknown},
    {S::unknown,          E::cancel_asked,           S::cancel_requested},
    {S::unknown,          E::provider_says_open,     S::awaiting_user},
    {S::unknown,          E::provider_says_paid,     S::paid},
    {S::unknown,          E::provider_says_declined, S::declined},
    {S::unknown,          E::provider_says_expired,  S::expired},
    {S::unknown,          E::staff_ended,            S::expired},

    {S::paid,             E::page_ready,             S::paid},             // the notice overtook our own answer
    {S::paid,             E::could_not_ask,          S::paid},
    {S::paid,             E::provider_says_open,     S::paid},
    {S::paid,             E::provider_says_paid,     S::paid},

    {S::declined,         E::page_ready,             S::declined},
    {S::declined,         E::could_not_ask,          S::declined},
    {S::declined,         E::provider_says_open,     S::declined},
    {S::declined,         E::provider_says_paid,     S::paid_late},
    {S::declined,         E::provider_says_declined, S::declined},
    {S::declined,         E::provider_says_expired,  S::declined},

    {S::cancelled,        E::page_ready,             S::cancelled},
    {S::cancelled,        E::could_not_ask,          S::cancelled},
    {S::cancelled,        E::cancel_asked,           S::cancelled},
    {S::cancelled,        E::provider_says_open,     S::cancelled},
    {S::cancelled,        E::provider_says_paid,     S::paid_late},
    {S::cancelled,        E::provider_says_declined, S::cancelled},
    {S::cancelled,        E::provider_says_expired,  S::cancelled},

    {S::expired,          E::page_ready,             S::expired},
    {S::expired,          E::could_not_ask,          S::expired},
    {S::expired,          E::provider_says_open,     S::expired},
    {S::expired,          E::provider_says_paid,     S::paid_late},
    {S::expired,          E::provider_says_declined, S::expired},
    {S::expired,          E::provider_says_expired,  S::expired},

    {S::paid_late,        E::page_ready,             S::paid_late},
    {S::paid_late,        E::could_not_ask,          S::paid_late},
    {S::paid_late,        E::provider_says_open,     S::paid_late},
    {S::paid_late,        E::provider_says_paid,     S::paid_late},
    {S::paid_late,        E::seated_again,           S::paid},
});

constexpr std::array states = std::to_array<S>({S::created, S::sent, S::awaiting_user, S::cancel_requested, S::unknown,
    S::paid, S::declined, S::cancelled, S::expired, S::paid_late});
constexpr std::array events = std::to_array<E>({E::request_sent, E::page_ready, E::request_refused, E::could_not_ask,
    E::cancel_asked, E::provider_says_open, E::provider_says_paid, E::provider_says_declined, E::provider_says_expired,
    E::seated_again, E::staff_ended});
// clang-format on

} // namespace

std::span<const AttemptTransition> attempt_transitions() { return transitions; }
std::span<const AttemptState> attempt_states() { return states; }
std::span<const AttemptEvent> attempt_events() { return events; }

Result<AttemptState> next(AttemptState from, AttemptEvent event) {
    const auto line = std::find_if(transitions.begin(), transitions.end(), [&](const AttemptTransition& transition) {
        return transition.from == from && transition.event == event;
    });
    if (line == transitions.end())
        return refuse("no_such_transition",
                      {{"from", std::string{name_of(from)}}, {"event", std::string{name_of(event)}}});
    return line->to;
}

bool is_live(AttemptState state) {
    switch (state) {
    case S::created:
    case S::sent:
    case S::awaiting_user:
    case S::cancel_requested:
    case S::unknown:
        return true;
    case S::paid:
    case S::declined:
    case S::cancelled:
    case S::expired:
    case S::paid_late:
        return false;
    }
    throw std::logic_error("not an attempt state");
}

bool is_dead_without_money(AttemptState state) {
    return state == S::declined || state == S::cancelled || state == S::expired;
}

std::string_view name_of(AttemptState state) {
    switch (state) {
    case S::created:
        return "created";
    case S::sent:
        return "sent";
    case S::awaiting_user:
        return "awaiting_user";
    case S::cancel_requested:
        return "cancel_requested";
    case S::unknown:
        return "unknown";
    case S::paid:
        return "paid";
    case S::declined:
        return "declined";
    case S::cancelled:
        return "cancelled";
    case S::expired:
        return "expired";
    case S::paid_late:
        return "paid_late";
    }
    throw std::logic_error("not an attempt state");
}

std::string_view name_of(AttemptEvent event) {
    switch (event) {
    case E::request_sent:
        return "request_sent";
    case E::page_ready:
        return "page_ready";
    case E::request_refused:
        return "request_refused";
    case E::could_not_ask:
        return "could_not_ask";
    case E::cancel_asked:
        return "cancel_asked";
    case E::provider_says_open:
        return "provider_says_open";
    case E::provider_says_paid:
        return "provider_says_paid";
    case E::provider_says_declined:
        return "provider_says_declined";
    case E::provider_says_expired:
        return "provider_says_expired";
    case E::seated_again:
        return "seated_again";
    case E::staff_ended:
        return "staff_ended";
    }
    throw std::logic_error("not an attempt event");
}

Result<AttemptState> attempt_state_named(std::string_view name) {
    const auto state = std::find_if(states.begin(), states.end(), [&](S each) { return name_of(each) == name; });
    if (state == states.end()) return refuse("unknown_attempt_state", {{"name", std::string{name.substr(0, 40)}}});
    return *state;
}

std::string attempt_life_diagram() {
    std::string diagram = "stateDiagram-v2\n    [*] --> created\n";
    const auto arrow = [&](std::string_view from, std::string_view to) -> std::string& {
        return diagram.append("    ").append(from).append(" --> ").append(to);
    };
    for (const auto& [from, event, to] : transitions)
        if (from != to) arrow(name_of(from), name_of(to)).append(" : ").append(name_of(event)).append("\n");
    for (const S state : states)
        if (!is_live(state)) arrow(name_of(state), "[*]").append("\n");
    return diagram;
}

} // namespace hiroba::payments
