#include "services/town/approval_loader.hpp"

#include "domain/core/utf8.hpp"

#include <array>
#include <set>
#include <utility>

namespace hiroba::services {
namespace {

constexpr std::array kind_words = {
    Word<DecisionKind>{"permit", DecisionKind::permit},
    Word<DecisionKind>{"conditional_permit", DecisionKind::conditional_permit},
    Word<DecisionKind>{"refusal", DecisionKind::refusal},
    Word<DecisionKind>{"change_permit", DecisionKind::change_permit},
    Word<DecisionKind>{"change_refusal", DecisionKind::change_refusal},
    Word<DecisionKind>{"revocation", DecisionKind::revocation},
    Word<DecisionKind>{"reinstatement", DecisionKind::reinstatement},
    Word<DecisionKind>{"reduction_grant", DecisionKind::reduction_grant},
    Word<DecisionKind>{"reduction_refusal", DecisionKind::reduction_refusal},
    Word<DecisionKind>{"refund", DecisionKind::refund},
};

// The kinds of one series or notice; none of them may stand in another.
std::set<DecisionKind> read_kinds(TableReader& table, std::set<DecisionKind>& taken) {
    (void)table.filled_list("kinds");
    std::set<DecisionKind> kinds;
    for (const DecisionKind kind : table.words_if_any<DecisionKind>("kinds", kind_words)) {
        if (taken.insert(kind).second)
            kinds.insert(kind);
        else
            table.fault(table.line_of("kinds"), "duplicate_decision_kind", {{"decision", std::string{name_of(kind)}}});
    }
    return kinds;
}

std::string read_code(TableReader& table, std::set<std::string>& taken, const std::string& kind) {
    const auto code = table.code("code").value_or("");
    claim_code(table, taken, code, table.line_of("code"), kind);
    return code;
}

Authority read_authority(TableReader& table) {
    constexpr std::size_t longest = 100; // decision.authority_ja
    Authority authority{table.text_if_any("authority"), {}};
    if (table.has("sender")) authority.sender = table.words("sender").value_or("");
    for (const auto& [key, words] :
         {std::pair{"authority", &authority.name.ja}, std::pair{"authority", &authority.name.en},
          std::pair{"sender", &authority.sender}})
        if (count_characters(*words) > longest)
            table.fault(table.line_of(key), "authority_too_long", {{"limit", std::to_string(longest)}});
    return authority;
}

std::vector<DecisionSeries> read_series(TableReader& table) {
    constexpr std::size_t longest = 60; // with both places filled in, it fits decision.number
    std::vector<DecisionSeries> all;
    std::set<std::string> codes;
    std::set<DecisionKind> kinds;
    for (auto& each : table.tables("series")) {
        DecisionSeries series;
        series.code = SeriesCode{read_code(each, codes, "series")};
        series.format = each.words("format").value_or("{number}");
        if (series.format.find("{number}") == std::string::npos || count_characters(series.format) > longest)
            each.fault(each.line_of("format"), "invalid_number_format", {{"value", series.format}});
        series.kinds = read_kinds(each, kinds);
        if (each.has("authority") || each.has("sender")) series.authority = read_authority(each);
        each.finish();
        all.push_back(std::move(series));
    }
    for (const DecisionKind kind : decision_kinds())
        if (!kinds.contains(kind) && kind != DecisionKind::change_refusal) // like a refusal
            table.fault(table.line(), "decision_without_series", {{"decision", std::string{name_of(kind)}}});
    return all;
}

void check_length(const TableReader& table, const Text& text) {
    if (count_characters(text.ja) > longest_condition || count_characters(text.en) > longest_condition)
        table.fault(table.line_of("text"), "condition_too_long", {{"limit", std::to_string(longest_condition)}});
}

DelegationLimit read_limit(TableReader& table) {
    constexpr Limits yen{0, 1'000'000'000};
    constexpr Limits people{0, 1'000'000};
    DelegationLimit limit;
    if (table.has("total_up_to_yen"))
        if (const auto most = table.number("total_up_to_yen", yen)) limit.total_up_to = Yen{*most};
    if (table.has("people_up_to")) limit.people_up_to = table.number("people_up_to", people);
    limit.without_admission = table.flag_if_any("without_admission");
    if (!table.has("total_up_to_yen") && !table.has("people_up_to") && !limit.without_admission)
        table.fault(table.line(), "delegation_without_limit");
    table.finish();
    return limit;
}

// The post that the table names, when the town has it.
std::optional<PostCode> read_post(TableReader& table, const TownCodes& codes) {
    const auto post = table.code("post");
    if (post && !codes.posts.contains(*post)) {
        table.fault(table.line_of("post"), "unknown_post", {{"post", *post}});
        return std::nullopt;
    }
    return post ? std::optional{PostCode{*post}} : std::nullopt;
}

// The route that the table says, with these steps; `finish` is the caller's.
ApprovalRoute read_route(TableReader& table, std::vector<TableReader> steps, const TownCodes& codes) {
    ApprovalRoute route;
    std::set<PostCode> asked;
    for (auto& each : steps) {
        const auto post = read_post(each, codes);
        auto limit = each.table_if_any("decides");
        ApprovalStep step{post.value_or(PostCode{}), limit ? std::optional{read_limit(*limit)} : std::nullopt};
        if (post && !asked.insert(*post).second)
            each.fault(each.line_of("post"), "duplicate_post", {{"post", post->value()}});
        each.finish();
        route.steps.push_back(std::move(step));
    }
    if (route.steps.size() > most_approval_steps)
        table.fault(table.line(), "too_many_approval_steps", {{"most", std::to_string(most_approval_steps)}});
    if (!route.steps.empty() && route.steps.back().decides) table.fault(table.line(), "last_step_has_limit");
    for (auto& each : table.tables_if_any("consultation")) {
        const auto post = read_post(each, codes);
        if (post && !asked.insert(*post).second)
            each.fault(each.line_of("post"), "duplicate_post", {{"post", post->value()}});
        each.finish();
        if (post) route.consultations.push_back(*post);
    }
    route.drafter_may_approve = table.flag_if_any("drafter_may_approve");
    return route;
}

// 変更. A town may say how long what is applied for is kept, and leave the decision to the desk.
void read_change_route(TableReader& table, ApprovalRoutes& routes, const TownCodes& codes) {
    constexpr Limits days{1, 366};
    const bool keeps = table.has("kept_days");
    routes.change = read_route(table, keeps ? table.tables_if_any("step") : table.tables("step"), codes);
    if (keeps)
        if (const auto kept = table.number("kept_days", days)) routes.change_kept_days = static_cast<int>(*kept);
    table.finish();
}

} // namespace

std::vector<Post> load_posts(TableReader& town, TownCodes& codes) {
    std::vector<Post> posts;
    for (auto& table : town.tables_if_any("post")) {
        Post post{PostCode{read_code(table, codes.posts, "post")}, table.text("name").value_or(Text{})};
        table.finish();
        posts.push_back(std::move(post));
    }
    return posts;
}

DecisionRules load_decisions(TableReader& table) {
    DecisionRules rules;
    rules.authority = read_authority(table);
    rules.series = read_series(table);
    std::set<std::string> codes;
    std::set<DecisionKind> kinds;
    for (auto& each : table.tables_if_any("appeal")) {
        AppealNotice appeal;
        appeal.code = AppealCode{read_code(each, codes, "appeal")};
        appeal.kinds = read_kinds(each, kinds);
        appeal.text = each.text("text").value_or(Text{});
        each.finish();
        rules.appeals.push_back(std::move(appeal));
    }
    for (auto& each : table.tables_if_any("condition")) {
        StandardCondition condition{read_code(each, codes, "condition"), each.text("text").value_or(Text{})};
        check_length(each, condition.text);
        each.finish();
        rules.conditions.push_back(std::move(condition));
    }
    table.finish();
    return rules;
}

ApprovalRoutes load_approval(TableReader& table, const TownCodes& codes) {
    ApprovalRoutes routes;
    const bool says_more = table.has("revocation") || table.has("reduction") || table.has("change");
    routes.permit = read_route(table, says_more ? table.tables_if_any("step") : table.tables("step"), codes);
    for (auto [key, route] : {std::pair{"revocation", &routes.revocation}, {"reduction", &routes.reduction}}) {
        auto own = table.table_if_any(key);
        if (!own) continue;
        *route = read_route(*own, own->tables("step"), codes);
        own->finish();
    }
    if (auto change = table.table_if_any("change")) read_change_route(*change, routes, codes);
    table.finish();
    return routes;
}

} // namespace hiroba::services
