#include "domain/booking/booking_life.hpp"
#include "tests/support/repository.hpp"
#include "tests/unit/sample_town.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <set>

using namespace hiroba;
using namespace hiroba::test;
using enum BookingState;

namespace {

using Event = BookingEvent;

// What the rules say, state by state: 仮押さえ → 申請 → (審査) → 許可 → 使用. What is not listed is refused.
struct Life {
    BookingState from;
    std::vector<std::pair<BookingEvent, BookingState>> answers;
};
const std::vector<Life>& life_by_the_rules() {
    static const std::vector<Life> rules = {
        {held,
         {{Event::submitted, under_review},
          {Event::permitted, permitted_unpaid},
          {Event::permitted_without_fee, permitted},
          {Event::withdrawn, withdrawn},
          {Event::deadline_passed, expired},
          {Event::revoked, revoked}}},
        {under_review,
         {{Event::permitted, permitted_unpaid},
          {Event::permitted_without_fee, permitted},
          {Event::refused, refused},
          {Event::withdrawn, withdrawn},
          {Event::deadline_passed, expired},
          {Event::revoked, revoked}}},
        {permitted_unpaid,
         {{Event::paid, permitted},
          {Event::permitted_without_fee, permitted},
          {Event::cancelled, cancelled},
          {Event::deadline_passed, expired},
          {Event::revoked, revoked}}},
        {permitted,
         {{Event::fee_raised, permitted_unpaid},
          {Event::payment_undone, permitted_unpaid},
          {Event::checked_in, checked_in},
          {Event::use_ended, used},
          {Event::not_come, no_show},
          {Event::cancelled, cancelled},
          {Event::revoked, revoked}}},
        {checked_in, {{Event::check_in_undone, permitted}, {Event::use_ended, used}}},
        {used, {}},
        {no_show, {{Event::came_after_all, used}}},
        {refused, {}},
        {withdrawn, {}},
        {cancelled, {{Event::seated_again, permitted}}},
        {expired, {{Event::seated_again, permitted}}},
        {revoked,
         {{Event::reinstated_to_review, under_review},
          {Event::reinstated_unpaid, permitted_unpaid},
          {Event::reinstated, permitted}}},
    };
    return rules;
}

std::optional<BookingState> by_the_rules(BookingState from, BookingEvent event) {
    const auto life = std::ranges::find(life_by_the_rules(), from, &Life::from);
    const auto answer = std::ranges::find(life->answers, event, &std::pair<BookingEvent, BookingState>::first);
    return answer == life->answers.end() ? std::nullopt : std::optional{answer->second};
}

} // namespace

TEST_CASE("every state answers every event with its next state, or refuses it as wrong_state") {
    CHECK(life_by_the_rules().size() == booking_states().size());
    int pairs = 0;
    for (const auto from : booking_states()) {
        for (const auto event : booking_events()) {
            ++pairs;
            CAPTURE(name_of(from));
            CAPTURE(name_of(event));
            const auto next = next_state(from, event);
            const auto expected = by_the_rules(from, event);
            REQUIRE(next.has_value() == expected.has_value());
            if (expected) CHECK(*next == *expected);
            if (!expected)
                CHECK(next.error() ==
                      Refusal{"wrong_state",
                              {{"state", std::string{name_of(from)}}, {"event", std::string{name_of(event)}}}});
        }
    }
    CHECK(pairs == 12 * 20);
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

TEST_CASE("only a mistaken revocation, or money that came late, gives a booking its room back") {
    for (const auto& [from, event, to] : booking_transitions()) {
        CAPTURE(name_of(from));
        CAPTURE(name_of(event));
        const bool reinstated = reinstatement_to(to) == event;
        if (!occupies(from) && occupies(to))
            CHECK((reinstated || event == Event::came_after_all || event == Event::seated_again));
        if (reinstated) CHECK(from == revoked);
    }
}

TEST_CASE("each state is known by what it keeps and whom it waits for") {
    struct Row {
        BookingState state;
        bool occupies;
        bool waits_for_applicant;
        bool counts; // against quotas, and towards caps over the day
        bool leaves_its_share_of_cap;
    };
    const auto rows = std::to_array<Row>({
        {held, true, true, true, false},
        {under_review, true, false, true, false},
        {permitted_unpaid, true, true, true, false},
        {permitted, true, false, true, false},
        {checked_in, true, false, true, false},
        {used, true, false, true, false},
        {no_show, false, false, true, false},
        {refused, false, false, false, true},
        {withdrawn, false, false, false, true},
        {cancelled, false, false, false, true},
        {expired, false, false, false, true},
        {revoked, false, false, false, false},
    });
    CHECK(rows.size() == booking_states().size());
    for (const auto& row : rows) {
        CAPTURE(name_of(row.state));
        CHECK(occupies(row.state) == row.occupies);
        CHECK(waits_for_applicant(row.state) == row.waits_for_applicant);
        CHECK(counts_against_quota(row.state) == row.counts);
        CHECK(counts_in_cap(row.state) == row.counts);
        CHECK(leaves_its_share_of_cap(row.state) == row.leaves_its_share_of_cap);
    }
}

TEST_CASE("a revocation can be taken back to the state it was made in, where that is still of use") {
    CHECK(reinstatement_to(under_review) == Event::reinstated_to_review);
    CHECK(reinstatement_to(permitted_unpaid) == Event::reinstated_unpaid);
    CHECK(reinstatement_to(permitted) == Event::reinstated);
    for (const auto state : {held, checked_in, used, no_show, refused, withdrawn, cancelled, expired, revoked})
        CHECK_FALSE(reinstatement_to(state));
}

TEST_CASE("every state can be reached from the hold") {
    std::set<BookingState> reached = {held};
    for (std::size_t round = 0; round < booking_states().size(); ++round) {
        for (const auto& [from, event, to] : booking_transitions()) {
            if (reached.contains(from)) reached.insert(to);
        }
    }
    CHECK(reached.size() == booking_states().size());
}

TEST_CASE("every state comes back from its name, and nothing else is a state") {
    for (const auto state : booking_states())
        CHECK(booking_state_named(name_of(state)) == state);
    for (const std::string_view name : {"", "Held", "held ", "paid", "confirmed"})
        CHECK_FALSE(booking_state_named(name));
    std::set<std::string_view> names;
    for (const auto event : booking_events())
        CHECK_MESSAGE(names.insert(name_of(event)).second, name_of(event));
}

TEST_CASE("the drawing shows the first state, every transition and the last states") {
    const auto drawing = draw_booking_life();
    CHECK(drawing.starts_with("stateDiagram-v2\n    [*] --> held\n"));
    CHECK(drawing.find("    held --> under_review: submitted\n") != std::string::npos);
    CHECK(drawing.find("    permitted_unpaid --> permitted: paid\n") != std::string::npos);
    CHECK(drawing.find("    used --> [*]\n") != std::string::npos);
    CHECK(drawing.find("    held --> [*]") == std::string::npos);
    CHECK(drawing.find("    no_show --> [*]") == std::string::npos);
    const auto arrows = std::ranges::count(drawing, '>');
    const std::size_t last_states = 3; // used, refused, withdrawn
    CHECK(static_cast<std::size_t>(arrows) == 1 + booking_transitions().size() + last_states);
}

TEST_CASE("the picture in the documentation is drawn from the table") {
    std::ifstream readme{hiroba::test::in_repository("domain/README.md")};
    const std::string text{std::istreambuf_iterator<char>{readme}, {}};
    CHECK_MESSAGE(text.find("```mermaid\n" + draw_booking_life() + "```") != std::string::npos, draw_booking_life());
}
