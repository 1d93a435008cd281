#include "domain/finance/refund_life.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hiroba {
namespace {

using S = RefundState;
using E = RefundEvent;

// clang-format off
constexpr std::array transitions = std::to_array<RefundTransition>({
    {S::due,                E::first_approved,                   S::awaiting_second},
    {S::due,                E::approved,                         S::approved},
    {S::due,                E::taken_back,                       S::taken_back},

    {S::awaiting_second,    E::approved,                         S::approved},
    {S::awaiting_second,    E::taken_back,                       S::taken_back},

    {S::approved,           E::request_sent,                     S::sending},
    {S::approved,           E::paid_out,                         S::paid_out},

    {S::sending,            E::request_refused,                  S::failed},
    {S::sending,            E::could_not_ask,                    S::in_doubt},
    {S::sending,            E::provider_says_pending,            S::pending},
    {S::sending,            E::provider_says_needs_bank_account, S::needs_bank_account},
    {S::sending,            E::provider_says_succeeded,          S::succeeded},
    {S::sending,            E::provider_says_failed,             S::failed},

    {S::in_doubt,           E::request_refused,                  S::failed},
    {S::in_doubt,           E::could_not_ask,                    S::in_doubt},
    {S::in_doubt,           E::provider_says_pending,            S::pending},
    {S::in_doubt,           E::provider_says_needs_bank_account, S::needs_bank_account},
    {S::in_doubt,           E::provider_says_succeeded,          S::succeeded},
    {S::in_doubt,           E::provider_says_failed,             S::failed},
    {S::in_doubt,           E::checked_at_provider,              S::failed},

    {S::pending,            E::could_not_ask,                    S::pending},
    {S::pending,            E::provider_says_pending,            S::pending},
    {S::pending,            E::provider_says_needs_bank_account, S::needs_bank_account},
    {S::pending,            E::provider_says_succeeded,          S::succeeded},
    {S::pending,            E::provider_says_failed,             S::failed},

    {S::needs_bank_account, E::could_not_ask,                    S::needs_bank_account},
    {S::needs_bank_account, E::provider_says_pending,            S::pending},
    {S::needs_bank_account, E::provider_says_needs_bank_account, S::needs_bank_account},
    {S::needs_bank_account, E::provider_says_succeeded,          S::succeeded},
    {S::needs_bank_account, E::provider_says_failed,             S::failed},

    {S::succeeded,          E::could_not_ask,                    S::succeeded},
    {S::succeeded,          E::provider_says_pending,            S::succeeded},
    {S::succeeded,          E::provider_says_needs_bank_account, S::succeeded},
    {S::succeeded,          E::provider_says_succeeded,          S::succeeded},
    {S::succeeded,          E::provider_says_failed,             S::failed}, // the bank sent it back

    {S::failed,             E::could_not_ask,                    S::failed},
    {S::failed,             E::provider_says_succeeded,          S::succeeded}, // proof of money counts in every state
    {S::failed,             E::provider_says_failed,             S::failed},
    {S::failed,             E::retried,                          S::approved},
    {S::failed,             E::paid_out,                         S::paid_out},

    {S::paid_out,           E::could_not_ask,                    S::paid_out},
    {S::paid_out,           E::provider_says_pending,            S::paid_out},
    {S::paid_out,           E::provider_says_needs_bank_account, S::paid_out},
    {S::paid_out,           E::provider_says_succeeded,          S::paid_twice}, // staff settle it with the payer
    {S::paid_out,           E::provider_says_failed,             S::paid_out},

    {S::paid_twice,         E::could_not_ask,                    S::paid_twice},
    {S::paid_twice,         E::provider_says_pending,            S::paid_twice},
    {S::paid_twice,         E::provider_says_needs_bank_account, S::paid_twice},
    {S::paid_twice,         E::provider_says_succeeded,          S::paid_twice},
    {S::paid_twice,         E::provider_says_failed,             S::paid_out}, // the bank sent it back
});

constexpr std::array states = std::to_array<S>({S::due, S::awaiting_second, S::approved, S::sending, S::in_doubt, S::pending, S::needs_bank_account,
    S::succeeded, S::failed, S::paid_out, S::paid_twice, S::taken_back, S::set_off});
constexpr std::array events = std::to_array<E>({E::first_approved, E::approved, E::taken_back, E::request_sent, E::request_refused, E::could_not_ask,
    E::provider_says_pending, E::provider_says_needs_bank_account, E::provider_says_succeeded,
    E::provider_says_failed, E::checked_at_provider, E::retried, E::paid_out});
// clang-format on

} // namespace

std::span<const RefundTransition> refund_transitions() { return transitions; }
std::span<const RefundState> refund_states() { return states; }
std::span<const RefundEvent> refund_events() { return events; }

Result<RefundState> next(RefundState from, RefundEvent event) {
    const auto line = std::ranges::find_if(
        transitions, [&](const auto& transition) { return transition.from == from && transition.event == event; });
    if (line == transitions.end())
        return refuse("wrong_state", {{"state", std::string{name_of(from)}}, {"event", std::string{name_of(event)}}});
    return line->to;
}

bool is_payable(RefundState state) {
    return state != S::succeeded && state != S::paid_out && state != S::paid_twice && state != S::taken_back &&
           state != S::set_off;
}

bool is_at_provider(RefundState state) {
    return state == S::sending || state == S::in_doubt || state == S::pending || state == S::needs_bank_account;
}

std::string_view name_of(RefundState state) {
    switch (state) {
    case S::due:
        return "due";
    case S::awaiting_second:
        return "awaiting_second";
    case S::approved:
        return "approved";
    case S::sending:
        return "sending";
    case S::in_doubt:
        return "in_doubt";
    case S::pending:
        return "pending";
    case S::needs_bank_account:
        return "needs_bank_account";
    case S::succeeded:
        return "succeeded";
    case S::failed:
        return "failed";
    case S::paid_out:
        return "paid_out";
    case S::paid_twice:
        return "paid_twice";
    case S::taken_back:
        return "taken_back";
    case S::set_off:
        return "set_off";
    }
    throw std::logic_error("not a refund state");
}

std::string_view name_of(RefundEvent event) {
    switch (event) {
    case E::first_approved:
        return "first_approved";
    case E::approved:
        return "approved";
    case E::taken_back:
        return "taken_back";
    case E::request_sent:
        return "request_sent";
    case E::request_refused:
        return "request_refused";
    case E::could_not_ask:
        return "could_not_ask";
    case E::provider_says_pending:
        return "provider_says_pending";
    case E::provider_says_needs_bank_account:
        return "provider_says_needs_bank_account";
    case E::provider_says_succeeded:
        return "provider_says_succeeded";
    case E::provider_says_failed:
        return "provider_says_failed";
    case E::checked_at_provider:
        return "checked_at_provider";
    case E::retried:
        return "retried";
    case E::paid_out:
        return "paid_out";
    }
    throw std::logic_error("not a refund event");
}

std::string refund_life_diagram() {
    std::string diagram = "stateDiagram-v2\n    [*] --> due\n    [*] --> set_off\n";
    const auto arrow = [&](std::string_view from, std::string_view to) -> std::string& {
        return diagram.append("    ").append(from).append(" --> ").append(to);
    };
    for (const auto& [from, event, to] : transitions)
        if (from != to) arrow(name_of(from), name_of(to)).append(" : ").append(name_of(event)).append("\n");
    for (const S state : states)
        if (!is_payable(state)) arrow(name_of(state), "[*]").append("\n");
    return diagram;
}

} // namespace hiroba
