#include "domain/approval/review_life.hpp"

#include <algorithm>
#include <array>

namespace hiroba {
namespace {

using State = ReviewState;
using Event = ReviewEvent;

constexpr std::array states = {
    State::to_draft, State::in_approval, State::returned, State::decided,
    State::rejected, State::withdrawn,   State::lapsed,
};

constexpr std::array events = {
    Event::drafted,  Event::approved,   Event::decided,       Event::decided_outside, Event::rejected,
    Event::returned, Event::taken_back, Event::facts_changed, Event::withdrawn,       Event::lapsed,
};

// clang-format off
constexpr std::array transitions = std::to_array<ReviewTransition>({
    {State::to_draft,    Event::drafted,         State::in_approval},
    {State::to_draft,    Event::decided,         State::decided}, // where the desk decides alone
    {State::to_draft,    Event::decided_outside, State::decided},
    {State::to_draft,    Event::withdrawn,       State::withdrawn},
    {State::to_draft,    Event::lapsed,          State::lapsed},

    {State::in_approval, Event::approved,        State::in_approval},
    {State::in_approval, Event::decided,         State::decided},
    {State::in_approval, Event::decided_outside, State::decided},
    {State::in_approval, Event::rejected,        State::rejected},
    {State::in_approval, Event::returned,        State::returned},
    {State::in_approval, Event::taken_back,      State::to_draft},
    {State::in_approval, Event::facts_changed,   State::returned},
    {State::in_approval, Event::withdrawn,       State::withdrawn},
    {State::in_approval, Event::lapsed,          State::lapsed},

    {State::returned,    Event::drafted,         State::in_approval},
    {State::returned,    Event::decided,         State::decided}, // where the posts are no more
    {State::returned,    Event::decided_outside, State::decided},
    {State::returned,    Event::withdrawn,       State::withdrawn},
    {State::returned,    Event::lapsed,          State::lapsed},
});
// clang-format on

} // namespace

std::span<const ReviewTransition> review_transitions() { return transitions; }
std::span<const ReviewState> review_states() { return states; }
std::span<const ReviewEvent> review_events() { return events; }

Result<ReviewState> next_state(ReviewState state, ReviewEvent event) {
    const auto found = std::ranges::find_if(
        transitions, [&](const auto& transition) { return transition.from == state && transition.event == event; });
    if (found == transitions.end())
        return refuse("wrong_review_state",
                      {{"state", std::string{name_of(state)}}, {"event", std::string{name_of(event)}}});
    return found->to;
}

bool is_open(ReviewState state) {
    return std::ranges::find(transitions, state, &ReviewTransition::from) != transitions.end();
}

std::string_view name_of(ReviewState state) {
    switch (state) {
    case State::to_draft:
        return "to_draft";
    case State::in_approval:
        return "in_approval";
    case State::returned:
        return "returned";
    case State::decided:
        return "decided";
    case State::rejected:
        return "rejected";
    case State::withdrawn:
        return "withdrawn";
    case State::lapsed:
        return "lapsed";
    }
    return {};
}

std::string_view name_of(ReviewEvent event) {
    switch (event) {
    case Event::drafted:
        return "drafted";
    case Event::approved:
        return "approved";
    case Event::decided:
        return "decided";
    case Event::decided_outside:
        return "decided_outside";
    case Event::rejected:
        return "rejected";
    case Event::returned:
        return "returned";
    case Event::taken_back:
        return "taken_back";
    case Event::facts_changed:
        return "facts_changed";
    case Event::withdrawn:
        return "withdrawn";
    case Event::lapsed:
        return "lapsed";
    }
    return {};
}

std::optional<ReviewState> review_state_named(std::string_view name) {
    const auto found = std::ranges::find(states, name, [](State state) { return name_of(state); });
    return found == states.end() ? std::nullopt : std::optional{*found};
}

std::string draw_review_life() {
    const auto arrow = [](std::string_view from, std::string_view to) {
        return "    " + std::string{from} + " --> " + std::string{to};
    };
    std::string drawing = "stateDiagram-v2\n" + arrow("[*]", name_of(State::to_draft)) + "\n";
    for (const auto& [from, event, to] : transitions)
        drawing += arrow(name_of(from), name_of(to)) + ": " + std::string{name_of(event)} + "\n";
    for (const auto state : states)
        if (!is_open(state)) drawing += arrow(name_of(state), "[*]") + "\n";
    return drawing;
}

Result<void> check_approver(const ApprovalTurn& turn, AccountId who) {
    if (!turn.drafter_may_approve && who == turn.drafter) return refuse("drafter_cannot_approve");
    if (std::ranges::find(turn.approved_by, who) != turn.approved_by.end()) return refuse("already_approved");
    if (turn.is_last && !turn.without_opinion.empty())
        return refuse("consultation_open", {{"post", turn.without_opinion.front().value()}});
    return {};
}

} // namespace hiroba
