#include "domain/booking/booking_life.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

using State = BookingState;
using Event = BookingEvent;

constexpr std::array states = {State::held, State::awaiting_payment, State::confirmed, State::cancelled,
                               State::expired};

// clang-format off
constexpr std::array transitions = std::to_array<BookingTransition>({
    {State::held,             Event::payment_started, State::awaiting_payment},
    {State::held,             Event::given_up,        State::cancelled},
    {State::held,             Event::deadline_passed, State::expired},

    {State::awaiting_payment, Event::paid,            State::confirmed},
    {State::awaiting_payment, Event::given_up,        State::cancelled},
    {State::awaiting_payment, Event::deadline_passed, State::expired},
});
// clang-format on

bool is_final(State state) {
    return std::ranges::find(transitions, state, &BookingTransition::from) == transitions.end();
}

} // namespace

std::span<const BookingTransition> booking_transitions() { return transitions; }

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
    case State::awaiting_payment:
    case State::confirmed:
        return true;
    case State::cancelled:
    case State::expired:
        return false;
    }
    return false;
}

std::string_view name_of(BookingState state) {
    switch (state) {
    case State::held:
        return "held";
    case State::awaiting_payment:
        return "awaiting_payment";
    case State::confirmed:
        return "confirmed";
    case State::cancelled:
        return "cancelled";
    case State::expired:
        return "expired";
    }
    return {};
}

std::string_view name_of(BookingEvent event) {
    switch (event) {
    case Event::payment_started:
        return "payment_started";
    case Event::paid:
        return "paid";
    case Event::given_up:
        return "given_up";
    case Event::deadline_passed:
        return "deadline_passed";
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
