#include "domain/booking/booking_life.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

using State = BookingState;
using Event = BookingEvent;

constexpr std::array states = {
    State::held,    State::under_review, State::permitted_unpaid, State::permitted, State::checked_in, State::used,
    State::no_show, State::refused,      State::withdrawn,        State::cancelled, State::expired,    State::revoked,
};

constexpr std::array events = {
    Event::submitted,
    Event::permitted,
    Event::permitted_without_fee,
    Event::fee_raised,
    Event::payment_undone,
    Event::refused,
    Event::paid,
    Event::withdrawn,
    Event::cancelled,
    Event::deadline_passed,
    Event::revoked,
    Event::reinstated_to_review,
    Event::reinstated_unpaid,
    Event::reinstated,
    Event::checked_in,
    Event::check_in_undone,
    Event::use_ended,
    Event::not_come,
    Event::came_after_all,
    Event::seated_again,
};

// clang-format off
constexpr std::array transitions = std::to_array<BookingTransition>({
    {State::held,             Event::submitted,             State::under_review},
    {State::held,             Event::permitted,             State::permitted_unpaid},
    {State::held,             Event::permitted_without_fee, State::permitted},
    {State::held,             Event::withdrawn,             State::withdrawn},
    {State::held,             Event::deadline_passed,       State::expired},
    {State::held,             Event::revoked,               State::revoked},

    {State::under_review,     Event::permitted,             State::permitted_unpaid},
    {State::under_review,     Event::permitted_without_fee, State::permitted},
    {State::under_review,     Event::refused,               State::refused},
    {State::under_review,     Event::withdrawn,             State::withdrawn},
    {State::under_review,     Event::deadline_passed,       State::expired},
    {State::under_review,     Event::revoked,               State::revoked},

    {State::permitted_unpaid, Event::paid,                  State::permitted},
    {State::permitted_unpaid, Event::permitted_without_fee, State::permitted}, // a change made it free
    {State::permitted_unpaid, Event::cancelled,             State::cancelled},
    {State::permitted_unpaid, Event::deadline_passed,       State::expired},
    {State::permitted_unpaid, Event::revoked,               State::revoked},

    {State::permitted,        Event::fee_raised,            State::permitted_unpaid}, // of one that was free
    {State::permitted,        Event::payment_undone,        State::permitted_unpaid},
    {State::permitted,        Event::checked_in,            State::checked_in},
    {State::permitted,        Event::use_ended,             State::used},
    {State::permitted,        Event::not_come,              State::no_show},
    {State::permitted,        Event::cancelled,             State::cancelled},
    {State::permitted,        Event::revoked,               State::revoked},

    {State::checked_in,       Event::check_in_undone,       State::permitted},
    {State::checked_in,       Event::use_ended,             State::used},

    {State::no_show,          Event::came_after_all,        State::used},

    {State::cancelled,        Event::seated_again,          State::permitted}, // it was given up unpaid
    {State::expired,          Event::seated_again,          State::permitted},

    {State::revoked,          Event::reinstated_to_review,  State::under_review},
    {State::revoked,          Event::reinstated_unpaid,     State::permitted_unpaid},
    {State::revoked,          Event::reinstated,            State::permitted},
});
// clang-format on

bool is_final(State state) {
    return std::ranges::find(transitions, state, &BookingTransition::from) == transitions.end();
}

} // namespace

std::span<const BookingTransition> booking_transitions() { return transitions; }
std::span<const BookingState> booking_states() { return states; }
std::span<const BookingEvent> booking_events() { return events; }

Result<BookingState> next_state(BookingState state, BookingEvent event) {
    const auto found = std::ranges::find_if(
        transitions, [&](const auto& transition) { return transition.from == state && transition.event == event; });
    if (found == transitions.end())
        return refuse("wrong_state", {{"state", std::string{name_of(state)}}, {"event", std::string{name_of(event)}}});
    return found->to;
}

bool occupies(BookingState state) {
    switch (state) {
    case State::held:
    case State::under_review:
    case State::permitted_unpaid:
    case State::permitted:
    case State::checked_in:
    case State::used:
        return true;
    case State::no_show:
    case State::refused:
    case State::withdrawn:
    case State::cancelled:
    case State::expired:
    case State::revoked:
        return false;
    }
    return false;
}

bool waits_for_applicant(BookingState state) { return state == State::held || state == State::permitted_unpaid; }

bool counts_against_quota(BookingState state) { return occupies(state) || state == State::no_show; }

bool counts_in_cap(BookingState state) { return counts_against_quota(state); }

bool leaves_its_share_of_cap(BookingState state) { return !counts_in_cap(state) && state != State::revoked; }

std::optional<BookingEvent> reinstatement_to(BookingState state) {
    const auto found = std::ranges::find_if(transitions, [&](const auto& transition) {
        return transition.from == State::revoked && transition.to == state;
    });
    return found == transitions.end() ? std::nullopt : std::optional{found->event};
}

std::string_view name_of(BookingState state) {
    switch (state) {
    case State::held:
        return "held";
    case State::under_review:
        return "under_review";
    case State::permitted_unpaid:
        return "permitted_unpaid";
    case State::permitted:
        return "permitted";
    case State::checked_in:
        return "checked_in";
    case State::used:
        return "used";
    case State::no_show:
        return "no_show";
    case State::refused:
        return "refused";
    case State::withdrawn:
        return "withdrawn";
    case State::cancelled:
        return "cancelled";
    case State::expired:
        return "expired";
    case State::revoked:
        return "revoked";
    }
    return {};
}

std::string_view name_of(BookingEvent event) {
    switch (event) {
    case Event::submitted:
        return "submitted";
    case Event::permitted:
        return "permitted";
    case Event::permitted_without_fee:
        return "permitted_without_fee";
    case Event::fee_raised:
        return "fee_raised";
    case Event::payment_undone:
        return "payment_undone";
    case Event::refused:
        return "refused";
    case Event::paid:
        return "paid";
    case Event::withdrawn:
        return "withdrawn";
    case Event::cancelled:
        return "cancelled";
    case Event::deadline_passed:
        return "deadline_passed";
    case Event::revoked:
        return "revoked";
    case Event::reinstated_to_review:
        return "reinstated_to_review";
    case Event::reinstated_unpaid:
        return "reinstated_unpaid";
    case Event::reinstated:
        return "reinstated";
    case Event::checked_in:
        return "checked_in";
    case Event::check_in_undone:
        return "check_in_undone";
    case Event::use_ended:
        return "use_ended";
    case Event::not_come:
        return "not_come";
    case Event::came_after_all:
        return "came_after_all";
    case Event::seated_again:
        return "seated_again";
    }
    return {};
}

std::optional<BookingState> booking_state_named(std::string_view name) {
    const auto found = std::ranges::find(states, name, [](State state) { return name_of(state); });
    return found == states.end() ? std::nullopt : std::optional{*found};
}

std::string draw_booking_life() {
    const auto arrow = [](std::string_view from, std::string_view to) {
        return "    " + std::string{from} + " --> " + std::string{to};
    };
    std::string drawing = "stateDiagram-v2\n" + arrow("[*]", name_of(State::held)) + "\n";
    for (const auto& [from, event, to] : transitions)
        drawing += arrow(name_of(from), name_of(to)) + ": " + std::string{name_of(event)} + "\n";
    for (const auto state : states) {
        if (is_final(state)) drawing += arrow(name_of(state), "[*]") + "\n";
    }
    return drawing;
}

} // namespace hiroba
