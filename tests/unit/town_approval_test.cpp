// Posts, approval routes and decisions in a town's files: what they become, and each of their faults.
#include "services/town/account_loader.hpp"
#include "services/town/town_loader.hpp"
#include "tests/support/repository.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace hiroba;
using namespace hiroba::test;
using services::TownFiles;

namespace {

TownFiles hoshimigawa_files() { return services::read_town_files(in_repository("ops/towns/hoshimigawa")); }

const Space& large_hall(const Town& town) { return *find_space(town, SpaceCode{"large_hall"}).space; }

void replace(std::string& file, std::string_view from, std::string_view to) {
    const auto at = file.find(from);
    REQUIRE_MESSAGE(at != std::string::npos, from);
    file.replace(at, from.size(), to);
}

} // namespace

TEST_CASE("the large hall is decided by the director, above that by the section head, then the superintendent") {
    const auto town = services::load_town(hoshimigawa_files());
    REQUIRE(town);
    const ApprovalRoute& route = large_hall(*town).approval->permit;
    REQUIRE(route.steps.size() == 3);
    CHECK(route.steps[0].post == PostCode{"director"});
    CHECK(route.steps[0].decides == DelegationLimit{Yen{20'000}, 200, true});
    CHECK(route.steps[1].post == PostCode{"section_head"});
    CHECK(route.steps[2] == ApprovalStep{PostCode{"superintendent"}, std::nullopt});
    CHECK_FALSE(route.drafter_may_approve);
    CHECK(large_hall(*town).approval->revocation.steps ==
          std::vector{ApprovalStep{PostCode{"section_head"}, DelegationLimit{Yen{100'000}, std::nullopt, false}},
                      ApprovalStep{PostCode{"superintendent"}, std::nullopt}});
    CHECK(large_hall(*town).approval->reduction.steps ==
          std::vector{ApprovalStep{PostCode{"director"}, DelegationLimit{Yen{20'000}, std::nullopt, false}},
                      ApprovalStep{PostCode{"section_head"}, std::nullopt}});
    CHECK(find_post(*town, PostCode{"director"})->name.ja == "文化センター館長");
    CHECK(find_post(*town, PostCode{"mayor"}) == nullptr);
    const auto& [facility, room] = find_space(*town, SpaceCode{"small_meeting"});
    CHECK(approval_of(*facility, *room) == ApprovalRoutes{});
}

TEST_CASE("revocations, reductions and changes have routes of their own, and none where the town says none") {
    const auto town = services::load_town(in_repository("tests/services/towns/hanasato"));
    REQUIRE(town);
    const auto routes_of = [&](const char* space) {
        const auto& [facility, found] = find_space(*town, SpaceCode{space});
        return approval_of(*facility, *found);
    };
    const ApprovalStep mayor{PostCode{"mayor"}, std::nullopt};
    const auto council = routes_of("council_room");
    CHECK(route_for(council, ReviewMatter::permit).steps.empty());
    CHECK(route_for(council, ReviewMatter::revocation).steps ==
          std::vector{ApprovalStep{PostCode{"chief"}, std::nullopt}, mayor});
    CHECK(route_for(council, ReviewMatter::reduction).steps ==
          std::vector{ApprovalStep{PostCode{"chief"}, DelegationLimit{Yen{5'000}, std::nullopt, false}}, mayor});
    CHECK(route_for(council, ReviewMatter::change).steps.empty());
    const auto assembly = routes_of("assembly_room");
    CHECK(route_for(assembly, ReviewMatter::change).steps ==
          std::vector{ApprovalStep{PostCode{"chief"}, DelegationLimit{Yen{5'000}, std::nullopt, false}}, mayor});
    CHECK(assembly.change_kept_days == 10);
    CHECK(routes_of("big_room") == ApprovalRoutes{});
    for (const ReviewMatter matter : review_matters)
        CHECK(review_matter_named(name_of(matter)) == matter);
    CHECK_FALSE(review_matter_named("refund"));
}

TEST_CASE("its decisions are numbered in three series, and what goes against people tells how to appeal") {
    const auto town = services::load_town(hoshimigawa_files());
    REQUIRE(town);
    const DecisionRules& rules = decision_rules(*town, FacilityCode{"kirara"});
    CHECK(rules.authority == Authority{{"星見川町教育委員会", "Hoshimigawa Town Board of Education"},
                                       "星見川町教育委員会　教育長　海野　岬"});
    CHECK(number_in(series_of(rules, DecisionKind::permit), 2026, 1) == "星教許可第1号");
    CHECK(series_of(rules, DecisionKind::change_permit).code == series_of(rules, DecisionKind::permit).code);
    CHECK(series_of(rules, DecisionKind::refusal).code != series_of(rules, DecisionKind::permit).code);
    CHECK(series_of(rules, DecisionKind::change_refusal).code == series_of(rules, DecisionKind::refusal).code);
    CHECK(appeal_for(rules, DecisionKind::permit) == nullptr);
    for (const auto kind : {DecisionKind::refusal, DecisionKind::change_refusal, DecisionKind::revocation,
                            DecisionKind::reduction_refusal})
        CHECK(appeal_for(rules, kind) == find_appeal(rules, AppealCode{"appeal_2026"}));
    CHECK(rules.conditions.size() == 3);
    CHECK(decision_rules(*town, FacilityCode{"nowhere"}) == rules);
}

TEST_CASE("a town may keep what is applied for some days and leave the decision to the desk; other days are refused") {
    const auto with = [](std::string_view change) {
        auto files = services::read_town_files(in_repository("tests/services/towns/hanasato"));
        auto& hall = files.at("hall.toml");
        const auto first = hall.find("[space.approval.change]");
        const auto last = hall.find("[[space.rate]]", first);
        hall.replace(first, last - first, std::string{change} + "\n");
        return services::load_town(files);
    };
    const auto desk = with("[space.approval.change]\nkept_days = 3");
    REQUIRE(desk);
    const auto& [facility, space] = find_space(*desk, SpaceCode{"assembly_room"});
    CHECK(approval_of(*facility, *space).change.steps.empty());
    CHECK(approval_of(*facility, *space).change_kept_days == 3);
    for (const auto& [change, code] :
         {std::pair{"[space.approval.change]\nkept_days = 0", "number_out_of_range"},
          {"[space.approval.change]\nkept_days = 367", "number_out_of_range"},
          {"[space.approval.change]", "missing_key"},
          {"[space.approval.change]\nkept_days = 3\n[[space.approval.change.step]]\npost = \"nobody\"",
           "unknown_post"}}) {
        CAPTURE(change);
        const auto town = with(change);
        REQUIRE_FALSE(town);
        CHECK(town.error().front().code == code);
        CHECK(town.error().front().file == "hall.toml");
        CHECK(town.error().front().line > 0);
    }
}

TEST_CASE("each fault in a route or in the numbers is named") {
    struct Row {
        const char* file;
        std::string_view from;
        std::string_view to;
        std::string_view code;
    };
    const std::vector<Row> rows = {
        {"kirara.toml", "post = \"director\"", "post = \"mayor\"", "unknown_post"},
        {"kirara.toml", "post = \"superintendent\"", "post = \"director\"", "duplicate_post"},
        {"kirara.toml", "post = \"superintendent\"\n",
         "post = \"superintendent\"\n\n[[space.approval.step]]\npost = \"general_affairs\"\n",
         "too_many_approval_steps"},
        {"kirara.toml", "post = \"superintendent\"\n",
         "post = \"superintendent\"\n\n[space.approval.step.decides]\npeople_up_to = 1\n", "last_step_has_limit"},
        {"kirara.toml", "post = \"superintendent\"\n",
         "post = \"superintendent\"\n\n[[space.approval.consultation]]\npost = \"director\"\n", "duplicate_post"},
        {"kirara.toml", "total_up_to_yen = 100_000\npeople_up_to = 400", "", "delegation_without_limit"},
        {"kirara.toml", "total_up_to_yen = 20_000", "total_up_to_yen = -1", "number_out_of_range"},
        {"town.toml", "星教許可第{number}号", "星教許可", "invalid_number_format"},
        {"town.toml", "[\"refusal\", \"revocation\", \"reinstatement\"]", "[\"revocation\", \"reinstatement\"]",
         "decision_without_series"},
        {"town.toml", "[\"refusal\", \"revocation\", \"reinstatement\"]",
         "[\"refusal\", \"revocation\", \"reinstatement\", \"permit\"]", "duplicate_decision_kind"},
        {"town.toml", "code = \"general_affairs\"", "code = \"director\"", "duplicate_code"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.code);
        auto files = hoshimigawa_files();
        replace(files.at(row.file), row.from, row.to);
        const auto town = services::load_town(files);
        REQUIRE_FALSE(town);
        CHECK(town.error().front().code == row.code);
        CHECK(town.error().front().file == row.file);
        CHECK(town.error().front().line > 0);
    }
    auto files = hoshimigawa_files();
    replace(files.at("town.toml"), "火気を使用するときは", std::string(301, 'x'));
    const auto town = services::load_town(files);
    REQUIRE_FALSE(town);
    CHECK(town.error().front().code == "condition_too_long");
    files = hoshimigawa_files();
    replace(files.at("town.toml"), "教育長　海野　岬", std::string(101, 'x'));
    CHECK(services::load_town(files).error().front().code == "authority_too_long");
}

TEST_CASE("a series of decisions can have an authority of its own; the others keep the town's") {
    auto files = hoshimigawa_files();
    replace(files.at("town.toml"), "format = \"星教減還第{number}号\"",
            "format = \"星減還第{number}号\"\nsender = \"星見川町長　星野　渡\"");
    const auto town = services::load_town(files);
    REQUIRE(town);
    const DecisionRules& rules = decision_rules(*town, FacilityCode{"kirara"});
    CHECK(authority_for(rules, DecisionKind::refund) == Authority{{}, "星見川町長　星野　渡"});
    CHECK(authority_for(rules, DecisionKind::permit) == rules.authority);
}

TEST_CASE("posts stand with the accounts that hold them, from a day on; residents hold none") {
    const std::string account = R"([[account]]
login_name = "director1"
display_name = "館長"
role = "approver"
user_class = "in_town"
posts = ["director", "section_head"]
posts_from = "2026-04-01"
posts_until = "2027-03-31"
password = "secret"
)";
    const auto entries = services::load_accounts(account, "a.toml");
    REQUIRE(entries);
    CHECK(entries->front().posts == std::vector{PostCode{"director"}, PostCode{"section_head"}});
    CHECK(entries->front().posts_from->iso8601() == "2026-04-01");
    CHECK(entries->front().posts_until->iso8601() == "2027-03-31");
    struct Row {
        std::string_view from;
        std::string_view to;
        std::string_view code;
    };
    for (const auto& [from, to, code] : {Row{"\"approver\"", "\"resident\"", "posts_of_no_staff"},
                                         {"\"approver\"", "\"finance\"", "posts_of_no_staff"},
                                         {"\"director\"", "\"the director\"", "invalid_code"},
                                         {"2027-03-31", "2026-03-31", "period_reversed"}}) {
        std::string wrong = account;
        replace(wrong, from, to);
        const auto refused = services::load_accounts(wrong, "a.toml");
        REQUIRE_FALSE(refused);
        CHECK(refused.error().front().code == code);
    }
}
