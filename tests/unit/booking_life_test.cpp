#include "domain/booking/booking_life.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>

using namespace hiroba;
using namespace hiroba::test;
using enum BookingState;
using enum BookingEvent;

namespace {

constexpr std::array all_states = {held, awaiting_payment, confirmed, cancelled, expired};
constexpr std::array all_events = {payment_started, paid, given_up, deadline_passed};

} // namespace

TEST_CASE("every state answers every event with its next state, or refuses it as wrong_state") {
    struct Row {
        BookingState from;
        BookingEvent event;
        std::optional<BookingState> to;
    };
    const std::optional<BookingState> refused;
    const auto rows = std::to_array<Row>({
        {held, payment_started, awaiting_payment},
        {held, paid, refused},
        {held, given_up, cancelled},
        {held, deadline_passed, expired},
        {awaiting_payment, payment_started, refused},
        {awaiting_payment, paid, confirmed},
        {awaiting_payment, given_up, cancelled},
        {awaiting_payment, deadline_passed, expired},
        {confirmed, payment_started, refused},
        {confirmed, paid, refused},
        {confirmed, given_up, refused},
        {confirmed, deadline_passed, refused},
        {cancelled, payment_started, refused},
        {cancelled, paid, refused},
        {cancelled, given_up, refused},
        {cancelled, deadline_passed, refused},
        {expired, payment_started, refused},
        {expired, paid, refused},
        {expired, given_up, refused},
        {expired, deadline_passed, refused},
    });
    static_assert(rows.size() == all_states.size() * all_events.size());
    for (const auto& [from, event, to] : rows) {
        CAPTURE(name_of(from));
        CAPTURE(name_of(event));
        const auto next = next_state(from, event);
        REQUIRE(next.has_value() == to.has_value());
        if (to) CHECK(*next == *to);
        if (!to)
            CHECK(next.error() ==
                  Refusal{"wrong_state",
                          {{"state", std::string{name_of(from)}}, {"event", std::string{name_of(event)}}}});
    }
}

TEST_CASE("the table names each state and event pair once") {
    const auto transitions = booking_transitions();
    for (const auto& transition : transitions) {
        const auto same = [&](const BookingTransition& other) {
            return other.from == transition.from && other.event == transition.event;
        };
        CHECK(std::ranges::count_if(transitions, same) == 1);
    }
}

TEST_CASE("a booking that has ended never takes its room again") {
    for (const auto& transition : booking_transitions()) {
        CHECK(occupies(transition.from));
    }
    CHECK(occupies(confirmed));
    CHECK_FALSE(occupies(cancelled));
    CHECK_FALSE(occupies(expired));
}

TEST_CASE("every state comes back from its name, and nothing else is a state") {
    for (const auto state : all_states)
        CHECK(booking_state_named(name_of(state)) == state);
    for (const std::string_view name : {"", "Held", "held ", "paid"})
        CHECK_FALSE(booking_state_named(name));
}

TEST_CASE("the drawing shows the first state, every transition and the last states") {
    const auto drawing = draw_booking_life();
    CHECK(drawing.starts_with("stateDiagram-v2\n    [*] --> held\n"));
    CHECK(drawing.find("    held --> awaiting_payment: payment_started\n") != std::string::npos);
    CHECK(drawing.find("    awaiting_payment --> confirmed: paid\n") != std::string::npos);
    CHECK(drawing.find("    confirmed --> [*]\n") != std::string::npos);
    CHECK(drawing.find("    held --> [*]") == std::string::npos);
    const auto arrows = std::ranges::count(drawing, '>');
    CHECK(static_cast<std::size_t>(arrows) == 1 + booking_transitions().size() + 3);
}

TEST_CASE("the picture in the documentation is drawn from the table") {
    std::ifstream readme{HIROBA_ROOT "/domain/README.md"};
    const std::string text{std::istreambuf_iterator<char>{readme}, {}};
    CHECK(text.find("```mermaid\n" + draw_booking_life() + "```") != std::string::npos);
}
