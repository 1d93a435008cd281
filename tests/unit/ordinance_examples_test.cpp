// Whole ordinances as data alone, and what they come to by their own written results.
#include "services/town/example_cases.hpp"
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>

using namespace hiroba;
using namespace hiroba::test;
using namespace hiroba::services;

namespace {

std::string spelled(const std::vector<TownError>& errors) {
    std::string text;
    for (const auto& error : errors)
        text += describe(error) + "\n";
    return text;
}

struct Ordinance {
    std::string_view folder;
    std::string_view cases;
    std::size_t fewest_fees;
};

} // namespace

TEST_CASE("every ordinance comes out to the yen as it was worked out by hand") {
    for (const auto& [folder, file, fewest] :
         {Ordinance{"ops/towns/hoshimigawa", "ops/towns/hoshimigawa/examples.toml", 18},
          {"tests/ordinances/multiplicative_up", "tests/ordinances/multiplicative_up/cases.toml", 15},
          {"tests/ordinances/outsiders_pay", "tests/ordinances/outsiders_pay/cases.toml", 15},
          {"tests/ordinances/courts_by_half_hours", "tests/ordinances/courts_by_half_hours/cases.toml", 15}}) {
        CAPTURE(folder);
        const auto town = load_town(in_repository(std::string{folder}));
        REQUIRE_MESSAGE(town, spelled(town.error()));
        const auto cases = load_examples(in_repository(std::string{file}));
        REQUIRE_MESSAGE(cases, spelled(cases.error()));
        CHECK(cases->fees.size() >= fewest);
        for (const auto& result : run_examples(*town, *cases)) {
            CAPTURE(result.id);
            CAPTURE(result.what);
            for (const auto& [what, expected, computed] : result.differences) {
                CAPTURE(what);
                CHECK(computed == expected);
            }
        }
    }
}

TEST_CASE("a result that is otherwise is told by what differs") {
    const auto town = load_town(in_repository("ops/towns/hoshimigawa"));
    REQUIRE(town);
    const auto cases = load_examples(R"(
[[case]]
id = "X1"
what = "a wrong fee"
space = "small_meeting"
date = "2026-06-10"
band = "morning"
user_class = "in_town"
permitted_on = "2026-05-01"
expected = { facility = 480, additional = 0, equipment = 0, total = 480, tax = 42 }

[[case]]
id = "X2"
what = "a refusal that was not expected"
space = "small_meeting"
date = "2026-06-10"
band = "morning"
user_class = "in_town"
permitted_on = "2026-05-01"
is_rehearsal = true
expected = { facility = 470, additional = 0, equipment = 0, total = 470, tax = 42 }

[[refund_case]]
id = "X3"
what = "rain in a meeting room"
space = "small_meeting"
cause = "rain"
days_before_use = 0
paid_yen = 470
expected = { percent = 100, refund = 470 }

[[ticket_case]]
id = "X4"
what = "no such ticket"
ticket = "swimming"
quantity = 1
sold_on = "2026-05-01"
expected = { total = 100, tax = 9 }
)",
                                     "wrong.toml");
    REQUIRE_MESSAGE(cases, spelled(cases.error()));
    const auto results = run_examples(*town, *cases);
    REQUIRE(results.size() == 4);
    CHECK(results[0].differences == std::vector<Difference>{{"facility", "480", "470"}, {"total", "480", "470"}});
    CHECK(results[1].differences == std::vector<Difference>{{"refusal", "", "rehearsal_not_offered"}});
    CHECK(results[2].differences == std::vector<Difference>{{"refusal", "", "refund_cause_not_covered"}});
    CHECK(results[3].differences == std::vector<Difference>{{"refusal", "", "unknown_ticket"}});
}

TEST_CASE("a file of examples with a fault is refused with file and line") {
    const auto cases = load_examples("[[case]]\nid = \"X\"\nwhat = \"x\"\nspacee = \"room\"\n", "examples.toml");
    REQUIRE_FALSE(cases);
    CHECK(describe(cases.error().back()).starts_with("examples.toml:4: unknown_key"));
}
