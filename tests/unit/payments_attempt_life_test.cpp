#include "payments/attempt_life.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

using namespace hiroba::payments;
using S = AttemptState;
using E = AttemptEvent;

namespace {

// Written a second time from the specification, state by state: what each event leads to. Absent = refused.
const std::map<S, std::map<E, S>> expected_life = {
    {S::created,
     {{E::request_sent, S::sent},
      {E::cancel_asked, S::cancelled},
      {E::could_not_ask, S::created},
      {E::provider_says_open, S::awaiting_user},
      {E::provider_says_paid, S::paid},
      {E::provider_says_declined, S::declined},
      {E::provider_says_expired, S::expired},
      {E::staff_ended, S::expired}}},
    {S::sent,
     {{E::page_ready, S::awaiting_user},
      {E::request_refused, S::declined},
      {E::could_not_ask, S::unknown},
      {E::cancel_asked, S::cancel_requested},
      {E::provider_says_open, S::awaiting_user},
      {E::provider_says_paid, S::paid},
      {E::provider_says_declined, S::declined},
      {E::provider_says_expired, S::expired},
      {E::staff_ended, S::expired}}},
    {S::awaiting_user,
     {{E::page_ready, S::awaiting_user},
      {E::could_not_ask, S::awaiting_user},
      {E::cancel_asked, S::cancel_requested},
      {E::provider_says_open, S::awaiting_user},
      {E::provider_says_paid, S::paid},
      {E::provider_says_declined, S::declined},
      {E::provider_says_expired, S::expired},
      {E::staff_ended, S::expired}}},
    {S::cancel_requested,
     {{E::page_ready, S::cancel_requested},
      {E::request_refused, S::cancelled},
      {E::could_not_ask, S::cancel_requested},
      {E::cancel_asked, S::cancel_requested},
      {E::provider_says_open, S::cancel_requested},
      {E::provider_says_paid, S::paid},
      {E::provider_says_declined, S::cancelled},
      {E::provider_says_expired, S::cancelled},
      {E::staff_ended, S::cancelled}}},
    {S::unknown,
     {{E::page_ready, S::awaiting_user},
      {E::request_refused, S::declined},
      {E::could_not_ask, S::unknown},
      {E::cancel_asked, S::cancel_requested},
      {E::provider_says_open, S::awaiting_user},
      {E::provider_says_paid, S::paid},
      {E::provider_says_declined, S::declined},
      {E::provider_says_expired, S::expired},
      {E::staff_ended, S::expired}}},
    {S::paid,
     {{E::page_ready, S::paid},
      {E::could_not_ask, S::paid},
      {E::provider_says_open, S::paid},
      {E::provider_says_paid, S::paid}}},
    {S::declined,
     {{E::page_ready, S::declined},
      {E::could_not_ask, S::declined},
      {E::provider_says_open, S::declined},
      {E::provider_says_paid, S::paid_late},
      {E::provider_says_declined, S::declined},
      {E::provider_says_expired, S::declined}}},
    {S::cancelled,
     {{E::page_ready, S::cancelled},
      {E::could_not_ask, S::cancelled},
      {E::cancel_asked, S::cancelled},
      {E::provider_says_open, S::cancelled},
      {E::provider_says_paid, S::paid_late},
      {E::provider_says_declined, S::cancelled},
      {E::provider_says_expired, S::cancelled}}},
    {S::expired,
     {{E::page_ready, S::expired},
      {E::could_not_ask, S::expired},
      {E::provider_says_open, S::expired},
      {E::provider_says_paid, S::paid_late},
      {E::provider_says_declined, S::expired},
      {E::provider_says_expired, S::expired}}},
    {S::paid_late,
     {{E::page_ready, S::paid_late},
      {E::could_not_ask, S::paid_late},
      {E::provider_says_open, S::paid_late},
      {E::provider_says_paid, S::paid_late},
      {E::seated_again, S::paid}}},
};

const std::set<S> with_money = {S::paid, S::paid_late};

} // namespace

TEST_CASE("every state of a payment attempt answers every event as the specification says") {
    int pairs = 0;
    for (const S from : attempt_states())
        for (const E event : attempt_events()) {
            CAPTURE(name_of(from));
            CAPTURE(name_of(event));
            const auto& known = expected_life.at(from);
            const auto expected = known.find(event);
            const auto reached = next(from, event);
            REQUIRE(reached.has_value() == (expected != known.end()));
            if (reached) {
                CHECK(*reached == expected->second);
            } else {
                CHECK(reached.error().code == "no_such_transition");
                CHECK(std::get<std::string>(reached.error().facts.at("from")) == name_of(from));
                CHECK(std::get<std::string>(reached.error().facts.at("event")) == name_of(event));
            }
            ++pairs;
        }
    CHECK(pairs == 110);
}

TEST_CASE("the table of attempts holds each pair of state and event once") {
    std::set<std::pair<S, E>> seen;
    for (const auto& line : attempt_transitions())
        CHECK(seen.emplace(line.from, line.event).second);
}

TEST_CASE("every state of a payment attempt can be reached") {
    std::set<S> reached = {S::created};
    for (std::size_t before = 0; before != reached.size();) {
        before = reached.size();
        for (const auto& line : attempt_transitions())
            if (reached.contains(line.from)) reached.insert(line.to);
    }
    CHECK(reached.size() == attempt_states().size());
}

TEST_CASE("proof of money is never refused, and money once proved is never taken back") {
    for (const S from : attempt_states()) {
        CAPTURE(name_of(from));
        const auto proved = next(from, E::provider_says_paid);
        REQUIRE(proved);
        CHECK(with_money.contains(*proved));
        CHECK((*proved == S::paid_late) == (is_dead_without_money(from) || from == S::paid_late));
    }
    for (const auto& line : attempt_transitions())
        if (with_money.contains(line.from)) CHECK(with_money.contains(line.to));
}

TEST_CASE("could not ask is never evidence: no attempt dies or is paid by it") {
    for (const S from : attempt_states()) {
        const auto reached = next(from, E::could_not_ask);
        if (!reached) continue;
        CAPTURE(name_of(from));
        CHECK(is_live(*reached) == is_live(from));
        CHECK(is_dead_without_money(*reached) == is_dead_without_money(from));
    }
}

TEST_CASE("a live attempt dies only on the word of the provider or of staff, or before anything has left") {
    const std::set<E> words = {E::request_refused, E::provider_says_declined, E::provider_says_expired, E::staff_ended};
    for (const auto& line : attempt_transitions())
        if (is_live(line.from) && is_dead_without_money(line.to)) {
            CAPTURE(name_of(line.from));
            CAPTURE(name_of(line.event));
            const bool nothing_has_left = line.from == S::created && line.event == E::cancel_asked;
            CHECK((nothing_has_left || words.contains(line.event)));
        }
}

TEST_CASE("an attempt is live, dead without money, or paid, and only one of them") {
    for (const S state : attempt_states()) {
        const int kinds = int{is_live(state)} + int{is_dead_without_money(state)} + int{with_money.contains(state)};
        CAPTURE(name_of(state));
        CHECK(kinds == 1);
    }
}

TEST_CASE("the names of attempt states are read back, and made-up names are refused") {
    for (const S state : attempt_states())
        CHECK(attempt_state_named(name_of(state)) == state);
    CHECK(attempt_state_named("succeeded").error().code == "unknown_attempt_state");
    CHECK(attempt_state_named("").error().code == "unknown_attempt_state");
}

TEST_CASE("the picture in the documentation is the one drawn from the table") {
    const auto readme_path = hiroba::test::in_repository("payments/README.md");
    std::stringstream readme;
    readme << std::ifstream{readme_path}.rdbuf();
    CHECK(readme.str().find("```mermaid\n" + attempt_life_diagram() + "```\n") != std::string::npos);
}
