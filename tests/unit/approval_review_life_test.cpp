#include "domain/approval/review_life.hpp"
#include "tests/support/repository.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <iterator>
#include <set>

using namespace hiroba;
using enum ReviewState;

namespace {

using Event = ReviewEvent;

// What the rules say, state by state: 起案 → 決裁 → 決定. What is not listed is refused.
struct Life {
    ReviewState from;
    std::vector<std::pair<ReviewEvent, ReviewState>> answers;
};
const std::vector<Life>& life_by_the_rules() {
    static const std::vector<Life> rules = {
        {to_draft,
         {{Event::drafted, in_approval},
          {Event::decided, decided},
          {Event::decided_outside, decided},
          {Event::withdrawn, withdrawn},
          {Event::lapsed, lapsed}}},
        {in_approval,
         {{Event::approved, in_approval},
          {Event::decided, decided},
          {Event::decided_outside, decided},
          {Event::rejected, rejected},
          {Event::returned, returned},
          {Event::taken_back, to_draft},
          {Event::facts_changed, returned},
          {Event::withdrawn, withdrawn},
          {Event::lapsed, lapsed}}},
        {returned,
         {{Event::drafted, in_approval},
          {Event::decided, decided},
          {Event::decided_outside, decided},
          {Event::withdrawn, withdrawn},
          {Event::lapsed, lapsed}}},
        {decided, {}},
        {rejected, {}},
        {withdrawn, {}},
        {lapsed, {}},
    };
    return rules;
}

std::string code_of(const Result<void>& result) { return result ? "" : result.error().code; }

} // namespace

TEST_CASE("every state answers every event of a review as the rules say") {
    REQUIRE(life_by_the_rules().size() == review_states().size());
    for (const auto& [from, answers] : life_by_the_rules())
        for (const ReviewEvent event : review_events()) {
            CAPTURE(name_of(from));
            CAPTURE(name_of(event));
            const auto said = std::ranges::find(answers, event, &std::pair<ReviewEvent, ReviewState>::first);
            const auto to = next_state(from, event);
            CHECK(to.has_value() == (said != answers.end()));
            if (to && said != answers.end()) CHECK(*to == said->second);
            if (!to)
                CHECK(to.error() ==
                      Refusal{"wrong_review_state",
                              {{"state", std::string{name_of(from)}}, {"event", std::string{name_of(event)}}}});
        }
}

TEST_CASE("a review is open as long as something can happen to it, and every state and event has its name") {
    std::set<std::string_view> names;
    for (const auto& [state, answers] : life_by_the_rules()) {
        CHECK(is_open(state) == !answers.empty());
        CHECK(review_state_named(name_of(state)) == state);
        CHECK(names.insert(name_of(state)).second);
    }
    CHECK_FALSE(review_state_named("drafted"));
    std::set<std::string_view> events;
    for (const ReviewEvent event : review_events())
        CHECK(events.insert(name_of(event)).second);
}

TEST_CASE("the picture of a review in the documentation is drawn from the table") {
    std::ifstream readme{hiroba::test::in_repository("domain/README.md")};
    const std::string text{std::istreambuf_iterator<char>{readme}, {}};
    CHECK_MESSAGE(text.find("```mermaid\n" + draw_review_life() + "```") != std::string::npos, draw_review_life());
}

TEST_CASE("who may approve a draft is asked in this order") {
    const AccountId drafter{1};
    const AccountId director{2};
    const PostCode general_affairs{"general_affairs"};
    struct Row {
        const char* name;
        ApprovalTurn turn;
        AccountId who;
        std::string_view refusal;
    };
    ApprovalTurn first;
    first.drafter = drafter;
    ApprovalTurn second = first;
    second.approved_by = {director};
    ApprovalTurn asked = first;
    asked.without_opinion = {general_affairs};
    ApprovalTurn asked_at_the_end = asked;
    asked_at_the_end.is_last = true;
    ApprovalTurn by_the_drafter = first;
    by_the_drafter.drafter_may_approve = true;
    ApprovalTurn all = asked_at_the_end;
    all.approved_by = {drafter};
    const std::vector<Row> rows = {
        {"the director approves", first, director, ""},
        {"the drafter does not", first, drafter, "drafter_cannot_approve"},
        {"the drafter does where the town says so", by_the_drafter, drafter, ""},
        {"nobody approves twice", second, director, "already_approved"},
        {"another one does", second, AccountId{3}, ""},
        {"an opinion may still be missing", asked, director, ""},
        {"but not at the last step", asked_at_the_end, director, "consultation_open"},
        {"of several reasons the first is told", all, drafter, "drafter_cannot_approve"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(code_of(check_approver(row.turn, row.who)) == row.refusal);
    }
}
