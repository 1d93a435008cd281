#include "domain/approval/approval_route.hpp"
#include "domain/approval/decision.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace hiroba;

namespace {

const PostCode director{"director"};
const PostCode section_head{"section_head"};
const PostCode superintendent{"superintendent"};

// 館長 up to 20,000 yen and 200 people without admission, 課長 up to 100,000 yen, above it 教育長.
ApprovalRoute route() {
    return {.steps = {{director, DelegationLimit{Yen{20'000}, 200, true}},
                      {section_head, DelegationLimit{Yen{100'000}, std::nullopt, false}},
                      {superintendent, std::nullopt}},
            .consultations = {},
            .drafter_may_approve = false};
}

LocalDate on(std::string_view date) { return LocalDate::parse(date).value(); }

} // namespace

TEST_CASE("the route ends at the first post that may decide the case") {
    struct Row {
        ApprovalCase facts;
        std::vector<PostCode> posts;
    };
    const std::vector<Row> rows = {
        {{Yen{20'000}, 200, false}, {director}},
        {{Yen{20'001}, 200, false}, {director, section_head}},
        {{Yen{20'000}, 201, false}, {director, section_head}},
        {{Yen{0}, 1, true}, {director, section_head}},
        {{Yen{100'000}, 5'000, true}, {director, section_head}},
        {{Yen{100'001}, 1, false}, {director, section_head, superintendent}},
    };
    for (const auto& [facts, posts] : rows) {
        CAPTURE(facts.total.amount());
        CAPTURE(facts.people);
        CHECK(posts_for(route(), facts) == posts);
    }
    CHECK(posts_for({}, {Yen{1}, 1, true}).empty());
}

TEST_CASE("a post is acted in by its holder, by its deputy in the period, and by nobody else") {
    const std::vector<HeldPost> held = {{director, false, on("2026-04-01"), std::nullopt},
                                        {section_head, true, on("2026-12-01"), on("2026-12-05")},
                                        {superintendent, false, on("2026-04-01"), on("2026-11-30")}};
    struct Row {
        PostCode post;
        std::string_view day;
        std::string_view answer;
    };
    const std::vector<Row> rows = {
        {director, "2026-11-29", "holder"},
        {director, "2026-03-31", "not_your_step"},
        {section_head, "2026-12-01", "deputy"},
        {section_head, "2026-12-05", "deputy"},
        {section_head, "2026-12-06", "deputy_period_over"},
        {section_head, "2026-11-30", "deputy_period_over"},
        {superintendent, "2026-11-30", "holder"},
        {superintendent, "2026-12-01", "not_your_step"},
        {PostCode{"mayor"}, "2026-12-01", "not_your_step"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.post.value());
        CAPTURE(row.day);
        const auto acting = acting_in(held, row.post, on(row.day));
        CHECK((acting ? (acting->as_deputy ? "deputy" : "holder") : acting.error().code) == row.answer);
    }
}

TEST_CASE("who holds a post and is its deputy as well acts as its holder") {
    const std::vector<HeldPost> held = {{director, true, on("2026-12-01"), on("2026-12-05")},
                                        {director, false, on("2026-04-01"), std::nullopt}};
    CHECK_FALSE(acting_in(held, director, on("2026-12-03"))->as_deputy);
}

TEST_CASE("every kind of decision has its name and, in a town that says nothing, its series") {
    const DecisionRules rules = usual_decision_rules();
    std::set<std::string_view> names;
    for (const DecisionKind kind : decision_kinds()) {
        CHECK(names.insert(name_of(kind)).second);
        CHECK(decision_kind_named(name_of(kind)) == kind);
        const bool like_a_refusal = kind == DecisionKind::change_refusal;
        CHECK(series_of(rules, kind).kinds.contains(like_a_refusal ? DecisionKind::refusal : kind));
        CHECK(appeal_for(rules, kind) == nullptr);
    }
    CHECK_FALSE(decision_kind_named("pardon"));
    CHECK_THROWS(static_cast<void>(series_of({}, DecisionKind::permit)));
}

TEST_CASE("what takes away or does not grant needs a reason") {
    std::set<DecisionKind> with_reason;
    for (const DecisionKind kind : decision_kinds())
        if (needs_reason(kind)) with_reason.insert(kind);
    CHECK(with_reason == std::set{DecisionKind::refusal, DecisionKind::change_refusal, DecisionKind::revocation,
                                  DecisionKind::reduction_refusal});
}

TEST_CASE("a number is written in the form of its series") {
    const auto number = [](std::string format) {
        return number_in({SeriesCode{"permit"}, std::move(format), {}}, 2026, 12);
    };
    CHECK(number("星教許可第{number}号") == "星教許可第12号");
    CHECK(number("{year}-{number}/{number}") == "2026-12/12");
}
